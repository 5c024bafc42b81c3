/** Alibaba Cloud DNS of the local cloud (alidns 2015-01-09): zones, records, and what they resolve to. */
import type { Clock } from '../clock.ts';
import type { Action, ActionRule, OpenApiService, Params } from '../openapi/service.ts';
import type { Json, Product } from '../product.ts';
import type { ResourceType } from '../ros/resource-type.ts';
import { addDomainRecord, addDomainRecordRule } from './actions/add-domain-record.ts';
import { deleteDomainRecord, deleteDomainRecordRule } from './actions/delete-domain-record.ts';
import { describeDomainRecords, describeDomainRecordsRule } from './actions/describe-domain-records.ts';
import { describeDomains, describeDomainsRule } from './actions/describe-domains.ts';
import { updateDomainRecord, updateDomainRecordRule } from './actions/update-domain-record.ts';
import { resolve } from './resolve.ts';
import { domainRecordType } from './resources/domain-record.ts';
import { type DnsState, DnsStore } from './store.ts';

export interface DnsOptions {
  readonly clock: Clock;
  /** Zones that the account hosts from the start; `localhost` when absent. */
  readonly domains?: readonly string[];
}

export interface Dns extends Product {
  readonly service: OpenApiService;
  readonly resourceTypes: ResourceType[];
  /** Hosts one more zone (a purchase in the real world). */
  addDomain(name: string): void;
  /** Values of the records at this full name, e.g. (`verification.example.com`, `TXT`). */
  resolve(name: string, type: string): string[];
}

const OPERATIONS: Readonly<Record<string, [ActionRule, (store: DnsStore) => Action]>> = {
  AddDomainRecord: [addDomainRecordRule, addDomainRecord],
  DeleteDomainRecord: [deleteDomainRecordRule, deleteDomainRecord],
  DescribeDomainRecords: [describeDomainRecordsRule, describeDomainRecords],
  DescribeDomains: [describeDomainsRule, describeDomains],
  UpdateDomainRecord: [updateDomainRecordRule, updateDomainRecord],
};

export function createDns({ clock, domains = ['localhost'] }: DnsOptions): Dns {
  const store = new DnsStore(clock, domains);
  const operations = Object.entries(OPERATIONS);
  return {
    name: 'alidns',
    resourceTypes: [domainRecordType(store)],
    service: {
      product: 'alidns',
      version: '2015-01-09',
      host: 'alidns.aliyuncs.com',
      rules: Object.fromEntries(operations.map(([name, [rule]]) => [name, rule])),
      actions: Object.fromEntries(operations.map(([name, [, action]]) => [name, action(store)])),
      permission: (action, params, accountId) => ({
        action: `alidns:${action}`,
        resource: resourceOf(store, params, accountId),
      }),
    },
    route: () => undefined,
    addDomain: (name) => store.addDomain(name),
    resolve: (name, type) => resolve(store, name, type),
    inventory: () => inventoryOf(store),
    save: () => store.save() as unknown as Json,
    load: (state) => store.load(state as unknown as DnsState),
    close: async () => undefined,
  };
}

/** UNCERTAIN: the resource pattern of record actions, taken from the authorization table's form `domain/{DomainName}`. */
function resourceOf(store: DnsStore, { DomainName, RecordId }: Params, accountId: string): string {
  const known = typeof RecordId === 'string' && store.has(RecordId) ? store.record(RecordId).DomainName : DomainName;
  return typeof known === 'string' ? `acs:alidns:*:${accountId}:domain/${known}` : '*';
}

function inventoryOf(store: DnsStore): Json {
  return Object.fromEntries(
    store.domains.map((domain) => [
      domain,
      store
        .recordsOf(domain)
        .map(({ RR, Type, Value, TTL }) => `${RR} ${TTL} ${Type} ${Value}`)
        .sort(),
    ]),
  );
}
