/** Tells the address that is set on a streaming domain how its recordings go (live.md §4). */
import type { CallbackSender } from '../../callbacks/callback.ts';
import type { Journal } from '../../callbacks/journal.ts';
import { liveCallbackHeaders } from '../../callbacks/signatures.ts';
import type { Json } from '../../product.ts';
import { type NotifyRecord, recordOf } from '../callbacks/notify-records.ts';
import type { DomainStore } from '../domains/store.ts';
import { seconds } from '../timestamps.ts';
import type { RecordedFile } from './files.ts';

/** What of a recording its callbacks tell. */
export interface RecordedStream {
  /** Streaming domain. */
  readonly domain: string;
  readonly app: string;
  readonly stream: string;
  readonly pushArguments: string;
}

export interface RecordingCallbacks {
  /** Sent only where the configuration asks for it (`NeedStatusNotify`). */
  status(of: RecordedStream, event: 'record_started' | 'record_paused' | 'record_resumed'): void;
  /** A file is there. Milliseconds since the epoch. */
  file(of: RecordedStream, file: RecordedFile, startMs: number, endMs: number): void;
}

export function recordingCallbacks(
  domains: DomainStore,
  callbacks: CallbackSender,
  records: Journal<NotifyRecord>,
): RecordingCallbacks {
  const send = (of: RecordedStream, type: string, content: { readonly [name: string]: Json }): void => {
    const config = domains.find(of.domain)?.recordNotify;
    if (!config || (type !== 'file_created' && !config.NeedStatusNotify)) return;
    const { NotifyUrl: url, NotifyReqAuth, NotifyAuthKey = '' } = config;
    const name = { domain: of.domain, app: of.app, stream: of.stream };
    const body = JSON.stringify({ ...name, ...content });
    const { hostname } = new URL(url);
    callbacks.send({
      ...{ product: 'live', name: 'RecordingCallback', method: 'POST', url, body },
      ...(NotifyReqAuth ? { headersAt: (nowMs) => liveCallbackHeaders(hostname, NotifyAuthKey, nowMs) } : {}),
      finished: (outcome) => records.add(recordOf({ ...name, type, url, content: body }, outcome)),
    });
  };
  return {
    status: (of, event) => send(of, event, { event }),
    file: (of, file, startMs, endMs) =>
      send(of, 'file_created', {
        uri: `${of.app}/${of.stream}/${seconds(startMs)}_${seconds(endMs)}.${file.format}`,
        duration: file.durationMs / 1000,
        start_time: seconds(startMs),
        stop_time: seconds(endMs),
        push_args: callbackArguments(of.pushArguments),
      }),
  };
}

/** The arguments of the push URL that begin with `callback_`; the first value counts. */
function callbackArguments(pushArguments: string): { [name: string]: string } {
  const given = [...new URLSearchParams(pushArguments)].filter(([name]) => name.startsWith('callback_'));
  return Object.fromEntries(given.reverse());
}
