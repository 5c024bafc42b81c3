/** DescribeDomainRecords: records of a zone, searched and by pages (fields and search rules: public SDK alidns-20150109). */
import { actionRule } from '../../openapi/action-rule.ts';
import { page } from '../../openapi/page.ts';
import { requiredText, text } from '../../openapi/read.ts';
import { type Action, type Params, ServiceError } from '../../openapi/service.ts';
import type { DnsRecord, DnsStore } from '../store.ts';

export const describeDomainRecordsRule = actionRule(
  [
    ...['Direction', 'DomainName*', 'GroupId:number', 'KeyWord', 'Lang', 'Line', 'OrderBy', 'PageNumber:number'],
    ...['PageSize:number', 'RRKeyWord', 'SearchMode', 'Status', 'Type', 'TypeKeyWord', 'ValueKeyWord'],
  ],
  ['DomainRecords:object', 'PageNumber:number', 'PageSize:number', 'RequestId', 'TotalCount:number'],
);

export function describeDomainRecords(store: DnsStore): Action {
  return (params) => {
    const domain = requiredText(params, 'DomainName');
    if (!store.domains.includes(domain.toLowerCase())) {
      throw new ServiceError('InvalidDomainName.NoExist', `The specified domain name does not exist: ${domain}.`);
    }
    const found = store.recordsOf(domain).filter((record) => isWanted(record, params));
    if (text(params, 'Direction')?.toUpperCase() !== 'ASC') found.reverse();
    const { items, total, number, size } = page(found, params, {
      number: 'PageNumber',
      size: 'PageSize',
      defaultSize: 20,
      maxSize: 500,
    });
    const Record = items.map(({ Priority, UpdateTimestamp, ...record }) => ({
      ...record,
      ...(Priority === undefined ? {} : { Priority }),
      ...(UpdateTimestamp === undefined ? {} : { UpdateTimestamp }),
      Status: 'ENABLE',
      Locked: false,
    }));
    return { DomainRecords: { Record }, PageNumber: number, PageSize: size, TotalCount: total };
  };
}

/** LIKE and EXACT look at `KeyWord` alone; the other modes at the single filters, fuzzily unless COMBINATION. */
function isWanted(record: DnsRecord, params: Params): boolean {
  const keyWord = text(params, 'KeyWord')?.toLowerCase();
  const mode = text(params, 'SearchMode')?.toUpperCase() ?? (keyWord ? 'LIKE' : 'ADVANCED');
  const [rr, value] = [record.RR.toLowerCase(), record.Value.toLowerCase()];
  if (mode === 'EXACT') return keyWord === undefined || rr === keyWord || value === keyWord;
  if (mode === 'LIKE') return keyWord === undefined || rr.includes(keyWord) || value.includes(keyWord);
  const has = (held: string, name: string): boolean => {
    const wanted = text(params, name)?.toLowerCase();
    return wanted === undefined || (mode === 'COMBINATION' ? held === wanted : held.includes(wanted));
  };
  const is = (held: string, name: string): boolean => {
    const wanted = text(params, name);
    return wanted === undefined || held.toLowerCase() === wanted.toLowerCase();
  };
  return (
    has(rr, 'RRKeyWord') &&
    has(value, 'ValueKeyWord') &&
    is(record.Type, 'TypeKeyWord') &&
    is(record.Type, 'Type') &&
    is(record.Line, 'Line') &&
    is('ENABLE', 'Status')
  );
}
