/** DeleteDomainRecord (fields: public SDK alidns-20150109). */
import { actionRule } from '../../openapi/action-rule.ts';
import { requiredText } from '../../openapi/read.ts';
import type { Action } from '../../openapi/service.ts';
import type { DnsStore } from '../store.ts';

export const deleteDomainRecordRule = actionRule(['Lang', 'RecordId*', 'UserClientIp'], ['RecordId', 'RequestId']);

export function deleteDomainRecord(store: DnsStore): Action {
  return (params) => {
    const { RecordId } = store.record(requiredText(params, 'RecordId'));
    store.delete(RecordId);
    return { RecordId };
  };
}
