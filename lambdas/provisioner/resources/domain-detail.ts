/** A live domain as the service describes it. */
import * as z from 'zod/mini';
import type { OpenApi } from '../../cloud/openapi.ts';
import { read } from '../resource.ts';
import { unlessMissing } from './missing.ts';

const answer = z.object({
  DomainDetail: z.object({
    /** `configuring`, then `online`; `offline` when stopped (live.md §3). */
    DomainStatus: z.string(),
    LiveDomainType: z.optional(z.string()),
    Region: z.optional(z.string()),
    Scope: z.optional(z.string()),
    Cname: z.optional(z.string()),
  }),
});

export type DomainDetail = z.infer<typeof answer>['DomainDetail'];

/** Undefined when the account has no such live domain. */
export function describeDomain(openApi: OpenApi, DomainName: string): Promise<DomainDetail | undefined> {
  return unlessMissing(async () => {
    const action = 'DescribeLiveDomainDetail';
    return read(answer, await openApi.call('live', action, { DomainName }), action).DomainDetail;
  });
}

/** Whether configurations of the domain can be set: they cannot once it is stopped, and go with it when it is deleted. */
export async function isConfigurable(openApi: OpenApi, DomainName: string): Promise<boolean> {
  return (await describeDomain(openApi, DomainName))?.DomainStatus === 'online';
}
