/** AddLiveDomain: creates an ingest or a streaming domain, which comes online some time later. */
import { requiredText, text } from '../../openapi/read.ts';
import type { Action } from '../../openapi/service.ts';
import type { LiveContext } from '../context.ts';
import { liveError } from '../errors.ts';
import { rootDomain } from './root-domain.ts';
import { verifyContent } from './verify-content.ts';

/** Live centres (live.md §10). */
const REGIONS = [
  ...['cn-beijing', 'cn-shanghai', 'cn-shenzhen', 'cn-qingdao'],
  ...['ap-southeast-1', 'eu-central-1', 'ap-northeast-1', 'ap-southeast-5'],
];
export const SCOPES = ['domestic', 'overseas', 'global'];

const DOMAIN_NAME = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i;

/** The fault `configuring` lets it never come online; it can be stopped and deleted. */
const NEVER_MS = Number.MAX_SAFE_INTEGER;

export function addLiveDomain({ domains, accountId, faults }: LiveContext): Action {
  return (params) => {
    const name = requiredText(params, 'DomainName');
    const type = requiredText(params, 'LiveDomainType');
    const region = requiredText(params, 'Region');
    const scope = text(params, 'Scope') ?? 'domestic';
    if (!DOMAIN_NAME.test(name)) throw liveError.domainNameMalformed(name);
    if (type !== 'liveEdge' && type !== 'liveVideo') throw liveError.invalid('LiveDomainType', 'liveEdge or liveVideo');
    if (!REGIONS.includes(region)) throw liveError.invalid('Region', `one of ${REGIONS.join(', ')}`);
    if (!SCOPES.includes(scope)) throw liveError.invalid('Scope', `one of ${SCOPES.join(', ')}`);
    if (!domains.isVerified(name)) {
      throw liveError.ownerNotVerified(rootDomain(name.toLowerCase()), verifyContent(accountId, name));
    }
    const domain = domains.add(name, type, region, scope);
    if (faults.takeState('live', 'AddLiveDomain')) domain.onlineAtMs = NEVER_MS;
    return {};
  };
}
