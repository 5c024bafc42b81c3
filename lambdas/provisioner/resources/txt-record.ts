/** TXT records in a zone of Alibaba Cloud DNS, which are there only while they prove something (alidns 2015-01-09). */
import * as z from 'zod/mini';
import { hasCode } from '../../cloud/errors.ts';
import type { OpenApi } from '../../cloud/openapi.ts';
import { type Context, read } from '../resource.ts';
import { unlessMissing } from './missing.ts';

const recordSchema = z.object({ zone: z.string(), rr: z.string(), value: z.string() });

/** `rr`: the name inside the zone. */
export type TxtRecord = z.infer<typeof recordSchema>;

const found = z.object({
  DomainRecords: z.optional(
    z.object({
      Record: z.optional(z.array(z.object({ RecordId: z.string(), RR: z.string(), Value: z.string() }))),
    }),
  ),
});

/** Journals what it adds; a record that somebody else added is used and not journaled. */
export async function addTxtRecord(record: TxtRecord, { openApi, journal }: Context): Promise<void> {
  const key = `${record.rr}.${record.zone}`;
  const isRepeated = journal.has('txt', key);
  await journal.record('txt', key, record);
  try {
    const { zone, rr, value } = record;
    await openApi.call('alidns', 'AddDomainRecord', { DomainName: zone, RR: rr, Type: 'TXT', Value: value, TTL: 600 });
  } catch (error) {
    if (!hasCode(error, 'DomainRecordDuplicate')) {
      throw error;
    }
    if (!isRepeated) {
      await journal.forget('txt', key);
    }
  }
}

/** @param data a journal entry of `addTxtRecord` */
export async function removeTxtRecord(data: unknown, openApi: OpenApi): Promise<void> {
  const { zone, rr, value } = read(recordSchema, data, 'journal');
  const action = 'DescribeDomainRecords';
  const search = { DomainName: zone, RRKeyWord: rr, Type: 'TXT', PageSize: 500 };
  const answer = await unlessMissing(async () => read(found, await openApi.call('alidns', action, search), action));
  for (const record of answer?.DomainRecords?.Record ?? []) {
    if (record.RR === rr && record.Value === value) {
      await unlessMissing(() => openApi.call('alidns', 'DeleteDomainRecord', { RecordId: record.RecordId }));
    }
  }
}
