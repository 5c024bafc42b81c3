/** What became of callbacks, as DescribeLiveStreamsNotifyRecords and DescribeLiveRecordNotifyRecords tell it. */
import type { Outcome } from '../../callbacks/callback.ts';
import type { Journal } from '../../callbacks/journal.ts';
import { page } from '../../openapi/page.ts';
import { requiredText, text } from '../../openapi/read.ts';
import type { Action, Params } from '../../openapi/service.ts';
import type { LiveContext } from '../context.ts';
import { liveError } from '../errors.ts';
import { timeRange } from '../time-range.ts';
import { utc } from '../timestamps.ts';

export interface NotifyRecord {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly domain: string;
  readonly app: string;
  readonly stream: string;
  /** The event, e.g. `publish` or `record_started`. */
  readonly type: string;
  readonly url: string;
  readonly content: string;
  readonly header: string;
  readonly succeeded: boolean;
  readonly response: string;
  readonly problem: string;
}

export type Told = Pick<NotifyRecord, 'domain' | 'app' | 'stream' | 'type' | 'url' | 'content'>;

/** UNCERTAIN: whether each attempt has a record; one for the callback here, with what the last attempt brought. */
export function recordOf(told: Told, { sentAtMs, headers, succeeded, response, problem }: Outcome): NotifyRecord {
  return { ...told, atMs: sentAtMs, header: JSON.stringify(headers), succeeded, response, problem };
}

export function describeLiveStreamsNotifyRecords({ domains, streamRecords }: LiveContext): Action {
  return (params) => {
    const { name } = domains.get(requiredText(params, 'DomainName'));
    const { items, ...numbers } = find(name, streamRecords, params);
    return { NotifyRecordsInfo: { LiveStreamNotifyRecordsInfo: items }, ...numbers };
  };
}

export function describeLiveRecordNotifyRecords({ domains, recordingRecords }: LiveContext): Action {
  return (params) => {
    const { name } = domains.get(requiredText(params, 'DomainName'));
    const { items, ...numbers } = find(name, recordingRecords, params);
    const CallbackList = items.map((item) => ({ ...item, StorageType: 'vod' }));
    return { CallbackList, ...numbers, Code: 200, Msg: 'success' };
  };
}

function find(domain: string, records: Journal<NotifyRecord>, params: Params) {
  const { fromMs, toMs } = timeRange(params);
  const [app, stream, status] = ['AppName', 'StreamName', 'Status'].map((name) => text(params, name));
  if (status !== undefined && status !== 'success' && status !== 'failed') {
    throw liveError.invalid('Status', 'success or failed');
  }
  const wanted = records
    .between(fromMs, toMs)
    .filter(
      (record) =>
        record.domain === domain &&
        (app === undefined || record.app === app) &&
        (stream === undefined || record.stream === stream) &&
        (status === undefined || record.succeeded === (status === 'success')),
    );
  const found = page(wanted, params, { number: 'PageNumber', size: 'PageSize', defaultSize: 20, maxSize: 500 });
  const numbers = { PageNum: found.number, PageSize: found.size, TotalNum: found.total, TotalPage: found.pages };
  return { items: found.items.map(entryOf), ...numbers };
}

function entryOf(record: NotifyRecord) {
  return {
    DomainName: record.domain,
    AppName: record.app,
    StreamName: record.stream,
    NotifyType: record.type,
    NotifyUrl: record.url,
    NotifyTime: utc(record.atMs),
    NotifyContent: record.content,
    NotifyHeader: record.header,
    NotifyResponse: record.response,
    NotifyResult: record.succeeded ? 'success' : 'failed',
    Description: record.succeeded ? 'success' : record.problem,
  };
}
