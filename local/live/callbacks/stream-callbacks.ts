/** Tells the address that is set on an ingest domain which streams begin and end (live.md §4). */
import type { CallbackSender } from '../../callbacks/callback.ts';
import type { Journal } from '../../callbacks/journal.ts';
import { liveCallbackHeaders } from '../../callbacks/signatures.ts';
import type { Schedule } from '../../schedule.ts';
import type { DomainStore } from '../domains/store.ts';
import type { OnlineStream, Streams } from '../streams/streams.ts';
import { seconds } from '../timestamps.ts';
import { type NotifyRecord, recordOf } from './notify-records.ts';

/** Milliseconds that a pusher has to stay before its stream is told of (live.md §4). */
const STAYS_MS = 2_000;

/** The edge that took the stream: this machine. */
const NODE = 'localhost';

export interface StreamCallbackOptions {
  readonly streams: Streams;
  readonly domains: DomainStore;
  readonly schedule: Schedule;
  readonly callbacks: CallbackSender;
  readonly records: Journal<NotifyRecord>;
}

/** UNCERTAIN: `publish_done` of a stream that was too short for `publish`; none here. */
export function sendStreamCallbacks(options: StreamCallbackOptions): void {
  const { streams, schedule } = options;
  /** How to cancel the announcement of each push that is too young for it. */
  const waiting = new Map<number, () => void>();
  streams.subscribe(({ kind, stream }) => {
    if (kind === 'published') {
      const announce = (): void => {
        waiting.delete(stream.pushId);
        send('publish', streams.find(stream) ?? stream, stream.publishedAtMs, options);
      };
      waiting.set(stream.pushId, schedule.after(STAYS_MS, announce));
    } else if (kind === 'ended') {
      const cancel = waiting.get(stream.pushId);
      waiting.delete(stream.pushId);
      if (cancel) cancel();
      else send('publish_done', stream, schedule.now(), options);
    }
  });
}

function send(
  action: 'publish' | 'publish_done',
  stream: OnlineStream,
  atMs: number,
  { domains, callbacks, records }: StreamCallbackOptions,
): void {
  const config = domains.find(stream.domain)?.streamNotify;
  if (!config) return;
  const { NotifyUrl, NotifyReqAuth, NotifyAuthKey = '' } = config;
  const content = queryOf(action, stream, atMs);
  const told = { domain: stream.domain, app: stream.app, stream: stream.stream, type: action, url: NotifyUrl, content };
  callbacks.send({
    ...{ product: 'live', name: 'StreamStatusCallback', method: 'GET' },
    url: `${NotifyUrl}${NotifyUrl.includes('?') ? '&' : '?'}${content}`,
    ...(NotifyReqAuth === 'yes'
      ? { headersAt: (nowMs) => liveCallbackHeaders(stream.domain, NotifyAuthKey, nowMs) }
      : {}),
    finished: (outcome) => records.add(recordOf(told, outcome)),
  });
}

/** `app` is the ingest domain, not the app; width and height are told by the first callback only (live.md §4). */
function queryOf(action: 'publish' | 'publish_done', stream: OnlineStream, atMs: number): string {
  const query = new URLSearchParams({
    action,
    ip: stream.clientIp,
    id: stream.stream,
    app: stream.domain,
    appname: stream.app,
    time: String(seconds(atMs)),
    usrargs: argumentsOf(stream.publishUrl),
    node: NODE,
  });
  if (action === 'publish' && stream.width !== undefined && stream.height !== undefined) {
    query.set('height', String(stream.height));
    query.set('width', String(stream.width));
  }
  return query.toString();
}

/** The arguments of a push URL, as they were given. */
export function argumentsOf(publishUrl: string): string {
  const mark = publishUrl.indexOf('?');
  return mark < 0 ? '' : publishUrl.slice(mark + 1);
}
