/** Which RAM permission each Live action needs (live.md §9; `ram` in the facts' live-api.json). */
import { text } from '../openapi/read.ts';
import type { Params } from '../openapi/service.ts';

/** On `*` though they name a domain or an application: reads, and what the authorization tables list so. */
const ON_EVERYTHING =
  /^(Describe|List|Check|Get|VerifyLiveDomainOwner$|CreateLiveMessageApp$|CreateMessageGroup$|CreateRtcMPUEventSub$)/;

/** Listed with a domain in spite of being a read. */
const ON_DOMAIN = new Set([
  ...['DescribeLiveStreamAuthChecking', 'DescribeLiveStreamsNotifyRecords', 'DescribeLiveRecordNotifyRecords'],
]);

/** Families inferred from the members that the tables list (live.md §9; help page of CreateEventSub). */
const ON_MESSAGE_APP =
  /LiveMessageGroup|^(Create|Update|Delete)EventSub$|^ModifyLiveMessageApp|^RecoverLiveMessageDeletedGroup$/;

export function permission(action: string, params: Params, accountId: string): { action: string; resource: string } {
  return { action: `live:${action}`, resource: resourceOf(action, params, accountId) };
}

function resourceOf(action: string, params: Params, accountId: string): string {
  const appId = text(params, 'AppId');
  if (appId && ON_MESSAGE_APP.test(action)) return `acs:live::${accountId}:rtc/${appId}`;
  if (ON_EVERYTHING.test(action) && !ON_DOMAIN.has(action)) return '*';
  const names = ['DomainName', 'DomainNames', 'PullDomain', 'Domain'];
  const domain = names.map((name) => text(params, name)).find((name) => name !== undefined);
  if (!domain) return '*';
  // A call about several domains needs the right to all of them.
  return `acs:cdn:*:${accountId}:domain/${domain.includes(',') ? '*' : domain}`;
}
