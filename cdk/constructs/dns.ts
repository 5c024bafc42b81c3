/** CNAME records of both domains in an Alibaba Cloud DNS zone. */
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
    const props = {
      domainName: zone,
      // The name inside the zone: what remains of the domain without it.
      rr: ros.Fn.replace({ [`.${zone}`]: '' }, domain.valueAsString),
      type: 'CNAME',
      value: target.attrCname,
      ttl: TTL,
    };
    new dns.RosDomainRecord(scope, id, props, true);
  }
}
