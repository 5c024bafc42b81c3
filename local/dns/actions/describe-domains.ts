/** DescribeDomains: the zones that the account hosts, by pages (fields: public SDK alidns-20150109). */
import { actionRule } from '../../openapi/action-rule.ts';
import { page } from '../../openapi/page.ts';
import { text } from '../../openapi/read.ts';
import type { Action } from '../../openapi/service.ts';
import type { DnsStore } from '../store.ts';

export const describeDomainsRule = actionRule(
  [
    'GroupId',
    'KeyWord',
    'Lang',
    'PageNumber:number',
    'PageSize:number',
    'ResourceGroupId',
    'SearchMode',
    'Starmark:boolean',
  ],
  ['Domains:object', 'PageNumber:number', 'PageSize:number', 'RequestId', 'TotalCount:number'],
);

export function describeDomains(store: DnsStore): Action {
  return (params) => {
    const keyWord = text(params, 'KeyWord')?.toLowerCase() ?? '';
    const isWanted = (domain: string): boolean =>
      params.SearchMode === 'EXACT' ? domain === keyWord : domain.includes(keyWord);
    const { items, total, number, size } = page(store.domains.filter(isWanted), params, {
      number: 'PageNumber',
      size: 'PageSize',
      defaultSize: 20,
      maxSize: 100,
    });
    const Domain = items.map((DomainName) => ({
      DomainName,
      RecordCount: store.recordsOf(DomainName).length,
      DnsServers: { DnsServer: ['dns1.hichina.com', 'dns2.hichina.com'] },
    }));
    return { Domains: { Domain }, PageNumber: number, PageSize: size, TotalCount: total };
  };
}
