/** CNAME records of the stack's domains in an Alibaba Cloud DNS zone. */
import * as ros from '@alicloud/ros-cdk-core';
import * as dns from '@alicloud/ros-cdk-dns';
import type { Parameters } from '../parameters.ts';
import type { Live } from './live.ts';

/** Seconds; the default of the service. */
const TTL = 600;

export function createDnsRecords(scope: ros.Construct, zone: string, parameters: Parameters, live: Live): void {
  const records = [
    ['IngestDnsRecord', parameters.IngestDomain, live.ingest],
    ['StreamingDnsRecord', parameters.StreamingDomain, live.streaming],
  ] as const;
  for (const [id, domain, target] of records) {
    // The name inside the zone: what remains of the domain without it.
    const rr = ros.Fn.replace({ [`.${zone}`]: '' }, domain.valueAsString);
    createCname(scope, id, zone, rr, target.attrCname);
  }
}

/**
 * The record of the AppServer's own domain, which Function Compute wants to see before it takes the domain
 * (function-compute.md §7). Answers its logical id; undefined when the zone does not hold the domain.
 */
export function createOwnDomainRecord(scope: ros.Construct, zone: string, domain: string): string | undefined {
  if (!domain.endsWith(`.${zone}`)) return undefined;
  const target = ros.Fn.join('.', [ros.RosPseudo.tenantId, ros.RosPseudo.region, 'fc.aliyuncs.com']);
  createCname(scope, 'AppServerDnsRecord', zone, domain.slice(0, -zone.length - 1), target);
  return 'AppServerDnsRecord';
}

function createCname(
  scope: ros.Construct,
  id: string,
  zone: string,
  rr: string | ros.IResolvable,
  value: string | ros.IResolvable,
): void {
  new dns.RosDomainRecord(scope, id, { domainName: zone, rr, type: 'CNAME', value, ttl: TTL }, true);
}
