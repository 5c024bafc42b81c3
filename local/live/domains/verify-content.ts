/** The text by which an account proves that it owns a root domain. */
import { createHash } from 'node:crypto';
import { rootDomain } from './root-domain.ts';

/** The same for every name below a root, and different for every account. */
export function verifyContent(accountId: string, domain: string): string {
  return `verify_${createHash('md5')
    .update(`${accountId}:${rootDomain(domain.toLowerCase())}`)
    .digest('hex')}`;
}
