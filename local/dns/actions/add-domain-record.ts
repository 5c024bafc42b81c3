/** AddDomainRecord (fields: public SDK alidns-20150109). */
import { actionRule } from '../../openapi/action-rule.ts';
import { requiredText } from '../../openapi/read.ts';
import type { Action } from '../../openapi/service.ts';
import type { DnsStore } from '../store.ts';
import { recordDataOf } from './record-data.ts';

export const addDomainRecordRule = actionRule(
  ['DomainName*', 'Lang', 'Line', 'Priority:number', 'RR*', 'TTL:number', 'Type*', 'UserClientIp', 'Value*'],
  ['RecordId', 'RequestId'],
);

export function addDomainRecord(store: DnsStore): Action {
  return (params) => ({ RecordId: store.add(requiredText(params, 'DomainName'), recordDataOf(params)).RecordId });
}
