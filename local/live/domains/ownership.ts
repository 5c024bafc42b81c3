/** DescribeLiveVerifyContent and VerifyLiveDomainOwner: proof of ownership by a TXT record, once for each root domain. */
import { requiredText } from '../../openapi/read.ts';
import type { Action } from '../../openapi/service.ts';
import type { LiveContext } from '../context.ts';
import { liveError } from '../errors.ts';
import { rootDomain } from './root-domain.ts';
import { verifyContent } from './verify-content.ts';

/** UNCERTAIN which host the service looks at (live.md §3 step 1): the record is accepted at each that sources name. */
const TXT_HOSTS = ['verification.', '_dnsauth.', ''];

export function describeLiveVerifyContent({ accountId }: LiveContext): Action {
  return (params) => ({ Content: verifyContent(accountId, requiredText(params, 'DomainName')) });
}

export function verifyLiveDomainOwner({ accountId, domains, resolve }: LiveContext): Action {
  return (params) => {
    const name = requiredText(params, 'DomainName');
    const type = requiredText(params, 'VerifyType');
    if (type !== 'dnsCheck' && type !== 'fileCheck') throw liveError.invalid('VerifyType', 'dnsCheck or fileCheck');
    const root = rootDomain(name.toLowerCase());
    const content = verifyContent(accountId, name);
    // No web server stands behind these names, so a file is never found.
    const proven = type === 'dnsCheck' && TXT_HOSTS.some((host) => resolve(host + root, 'TXT').includes(content));
    if (!proven && !domains.isVerified(name)) throw liveError.ownerNotVerified(root, content);
    domains.markVerified(name);
    return { Content: content };
  };
}
