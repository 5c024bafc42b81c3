/** A domain of ApsaraVideo Live: waits until it is online, and deletes only what it created. */
import type * as ros from '@alicloud/ros-cdk-core';
import { CustomResource, type ProviderProps, type Value } from './custom-resource.ts';
import { checkChoice, checkDomain } from './validate.ts';

/** Regions that AddLiveDomain knows (live.md §10). */
const LIVE_REGIONS = [
  'cn-beijing',
  'cn-shanghai',
  'cn-shenzhen',
  'cn-qingdao',
  'ap-southeast-1',
  'eu-central-1',
  'ap-northeast-1',
  'ap-southeast-5',
] as const;

export interface LiveDomainProps extends ProviderProps {
  /** A subdomain whose root was proven to be yours; at most 20 live domains per account by default (live.md §3). */
  readonly domainName: Value<string>;
  /** `liveEdge`: anchors push to it. `liveVideo`: viewers play from it. Cannot be changed later (live.md §3). */
  readonly domainType: 'liveEdge' | 'liveVideo';
  /** Live centre; both domains of a pair need the same one, and it cannot be changed later (live.md §3). */
  readonly region: Value<string>;
  /** `domestic`, `overseas` or `global` acceleration; all but an overseas centre with `overseas` need an ICP filing. */
  readonly scope: Value<string>;
  /** Take over a domain that already exists in the account. Default: refuse it. */
  readonly adopt?: boolean;
  /** Zone of this account in Alibaba Cloud DNS that holds the domain: the provider proves the ownership there. Default: you do. */
  readonly dnsZone?: string;
}

export class LiveDomain extends CustomResource {
  /** The domain itself. */
  readonly attrDomainName: ros.IResolvable;
  /** Where the DNS record of the domain must point. */
  readonly attrCname: ros.IResolvable;

  constructor(scope: ros.Construct, id: string, props: LiveDomainProps) {
    checkDomain(id, 'domainName', props.domainName);
    checkChoice(id, 'region', props.region, LIVE_REGIONS);
    checkChoice(id, 'scope', props.scope, ['domestic', 'overseas', 'global']);
    if (props.dnsZone !== undefined) checkDomain(id, 'dnsZone', props.dnsZone);
    const parameters = {
      DomainName: props.domainName,
      DomainType: props.domainType,
      Region: props.region,
      Scope: props.scope,
      Adopt: props.adopt,
      DnsZone: props.dnsZone,
    };
    super(scope, id, 'LiveDomain', parameters, props);
    this.attrDomainName = this.getAtt('DomainName');
    this.attrCname = this.getAtt('Cname');
  }
}
