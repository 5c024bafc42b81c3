/** UpdateDomainRecord; an update that changes nothing is `DomainRecordDuplicate`, as in the service. */
import { actionRule } from '../../openapi/action-rule.ts';
import { requiredText } from '../../openapi/read.ts';
import type { Action } from '../../openapi/service.ts';
import type { DnsStore } from '../store.ts';
import { recordDataOf } from './record-data.ts';

export const updateDomainRecordRule = actionRule(
  ['Lang', 'Line', 'Priority:number', 'RR*', 'RecordId*', 'TTL:number', 'Type*', 'UserClientIp', 'Value*'],
  ['RecordId', 'RequestId'],
);

export function updateDomainRecord(store: DnsStore): Action {
  return (params) => ({ RecordId: store.update(requiredText(params, 'RecordId'), recordDataOf(params)).RecordId });
}
