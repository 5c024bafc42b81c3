/** What the doctor says about a service that was never activated. */
import { saysNotActivated } from '../cloud/not-activated.ts';
import { CliError } from '../errors.ts';
import type { Finding } from './check.ts';

/** @param service such as `ApsaraVideo Live`; other errors are thrown again */
export function notActivated(error: unknown, service: string, link: string): Finding {
  if (!(error instanceof CliError) || !saysNotActivated(`${error.code} ${error.message}`)) throw error;
  return {
    verdict: 'problem',
    says: `${service} is not activated for this account.`,
    mend: 'Activate it in its console; it is free until it is used.',
    link,
  };
}
