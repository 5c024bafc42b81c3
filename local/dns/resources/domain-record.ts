/** ALIYUN::DNS::DomainRecord (properties: ros-cdk-dns 1.11.0). */
import type { Properties, ResourceType } from '../../ros/resource-type.ts';
import { DEFAULT_TTL } from '../actions/record-data.ts';
import type { DnsStore, RecordData } from '../store.ts';

export function domainRecordType(store: DnsStore): ResourceType {
  return {
    type: 'ALIYUN::DNS::DomainRecord',
    attributes: ['RecordId'],
    properties: {
      DomainName: { type: 'string', required: true, updatable: false },
      RR: { type: 'string', required: true, updatable: true },
      Type: { type: 'string', required: true, updatable: true },
      Value: { type: 'string', required: true, updatable: true },
      Line: { type: 'string', updatable: true },
      Priority: { type: 'number', updatable: true, min: 1, max: 10 },
      TTL: { type: 'number', updatable: true },
    },
    async create(properties) {
      const { RecordId } = store.add(String(properties.DomainName), recordDataOf(properties));
      return { physicalId: RecordId, attributes: { RecordId } };
    },
    async update(physicalId, properties) {
      const data = recordDataOf(properties);
      // A rollback asks for what was not changed or removed after all: the action alone refuses that.
      if (!store.isAlready(physicalId, data)) store.update(physicalId, data);
      return { RecordId: physicalId };
    },
    async delete(physicalId) {
      store.delete(physicalId);
    },
  };
}

function recordDataOf({ RR, Type, Value, TTL, Line, Priority }: Properties): RecordData {
  return {
    RR: String(RR),
    Type: String(Type).toUpperCase(),
    Value: String(Value),
    TTL: Number(TTL ?? DEFAULT_TTL),
    Line: String(Line ?? 'default'),
    Priority: Priority === undefined ? undefined : Number(Priority),
  };
}
