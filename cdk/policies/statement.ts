/** Statements of RAM policies, and the names of resources they allow. */
import * as ros from '@alicloud/ros-cdk-core';

export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** Values that resource names are made of; each may be a token. */
export interface PolicyContext {
  readonly instanceName: string;
  readonly ingestDomain: string;
  readonly streamingDomain: string;
  readonly logProject: string;
  readonly logstore: string;
}

/** The owner of the account, also when a RAM user deploys (ros.md §3.3). */
const ACCOUNT = ros.RosPseudo.tenantId;
const REGION = ros.RosPseudo.region;

/** A table, or a secondary index under its own name: format in the Tablestore help page on custom RAM policies. */
export function tableResource(context: PolicyContext, table: string): string {
  return ros.Fn.join('', ['acs:ots:', REGION, ':', ACCOUNT, ':instance/', context.instanceName, '/table/', table]);
}

/** live.md §9: live domains are named by the CDN product. */
export function domainResource(domain: string): string {
  return ros.Fn.join('', ['acs:cdn:*:', ACCOUNT, ':domain/', domain]);
}

/** UNCERTAIN for single records: the authorization table of Alibaba Cloud DNS names the zone. */
export function zoneResource(zone: string): string {
  return ros.Fn.join('', ['acs:alidns:*:', ACCOUNT, ':domain/', zone]);
}

/** live.md §9: `rtc/` carries the id of the messaging app, which exists only after the role, so every app of the account. */
export function messageAppResource(): string {
  return ros.Fn.join('', ['acs:live::', ACCOUNT, ':rtc/*']);
}

/** Function Compute writes the functions' logs with their role. */
export function logStatement(context: PolicyContext): Statement {
  const parts = ['acs:log:', REGION, ':', ACCOUNT, ':project/', context.logProject, '/logstore/', context.logstore];
  return { actions: ['log:PostLogStoreLogs'], resources: [ros.Fn.join('', parts)] };
}

export function policyDocument(statements: readonly Statement[]) {
  return {
    version: '1',
    statement: statements.map(({ actions, resources }) => ({
      effect: 'Allow',
      action: [...actions],
      resource: [...resources],
    })),
  };
}
