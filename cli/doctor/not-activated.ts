/** Recognises that a service refuses because it was never activated. */
import { CliError } from '../errors.ts';
import type { Finding } from './check.ts';

/** UNCERTAIN: the usual forms; lambdas/provisioner/reasons.ts has the same for failures of a stack. */
const NOT_ACTIVATED = /NotOpen|NotActivated|NotSubscri|Unopen|NotEnabled|UserNotRegist|ServiceUnopened/i;

/** @param service such as `ApsaraVideo Live`; other errors are thrown again */
export function notActivated(error: unknown, service: string, link: string): Finding {
  if (!(error instanceof CliError) || !NOT_ACTIVATED.test(`${error.code} ${error.message}`)) throw error;
  return {
    verdict: 'problem',
    says: `${service} is not activated for this account.`,
    mend: 'Activate it in its console; it is free until it is used.',
    link,
  };
}
