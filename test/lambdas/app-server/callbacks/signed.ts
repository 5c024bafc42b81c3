/** Callbacks as the cloud services send them, with each service's signature. */
import { createHash } from 'node:crypto';
import { type Answer, SECRETS, type World } from '../support/world.ts';

export interface Parts {
  /** What is signed in the place of the right address. */
  readonly address?: string;
  /** Seconds since the epoch. */
  readonly timestamp?: number;
  readonly key?: string;
  readonly headers?: Record<string, string>;
}

const md5 = (...parts: (string | number)[]): string => createHash('md5').update(parts.join('|')).digest('hex');

export const seconds = (at: World): number => Math.floor(at.clock.time / 1_000);

export function streamCallback(at: World, query: Record<string, string | number>, parts: Parts = {}): Promise<Answer> {
  const timestamp = parts.timestamp ?? seconds(at);
  const headers = parts.headers ?? {
    'ali-live-timestamp': String(timestamp),
    'ali-live-signature': md5(parts.address ?? 'ingest.localhost', timestamp, parts.key ?? SECRETS.stream),
  };
  const all = { app: 'ingest.localhost', appname: 'live', time: seconds(at), ...query };
  const parameters = new URLSearchParams(
    Object.entries(all).map(([name, value]): [string, string] => [name, `${value}`]),
  );
  return at.request(`/api/v1/live/handlePushStreamEventCallback?${parameters}`, { headers });
}

export function recordingCallback(at: World, body: object, parts: Parts = {}): Promise<Answer> {
  const timestamp = parts.timestamp ?? seconds(at);
  const headers = parts.headers ?? {
    'ali-live-timestamp': String(timestamp),
    'ali-live-signature': md5(parts.address ?? 'app.example.com', timestamp, parts.key ?? SECRETS.recording),
  };
  const all = { domain: 'streaming.localhost', app: 'live', uri: 'live/x/1_2.m3u8', ...body };
  return at.request('/api/v1/callbacks/recording', { method: 'POST', headers, body: JSON.stringify(all) });
}

export function vodCallback(at: World, body: object, parts: Parts = {}): Promise<Answer> {
  const timestamp = parts.timestamp ?? seconds(at);
  const address = parts.address ?? 'https://app.example.com/api/v1/callbacks/vod';
  const headers = parts.headers ?? {
    'x-vod-timestamp': String(timestamp),
    'x-vod-signature': md5(address, timestamp, parts.key ?? SECRETS.vod),
  };
  const all = {
    ...{ EventType: 'AddLiveRecordVideoComplete', EventTime: '2026-11-22T05:00:00Z', VideoId: 'v1', Status: 'success' },
    ...{ DomainName: 'streaming.localhost', AppName: 'live', ...body },
  };
  return at.request('/api/v1/callbacks/vod', { method: 'POST', headers, body: JSON.stringify(all) });
}
