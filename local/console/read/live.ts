/** Live domains, streams and recordings as the products tell of them. */
import type { VodState } from '../../vod/store.ts';
import type { Fact } from '../mask.ts';
import type { Sources } from '../sources.ts';
import { listOf, membersOf, textOf } from './json.ts';

export interface DomainSummary {
  readonly name: string;
  readonly purpose: 'ingest' | 'streaming';
  readonly status: string;
  readonly region: string;
  readonly scope: string;
  readonly playsFrom: string;
  readonly streamCallback: string;
  readonly recordingCallback: string;
  readonly recordings: readonly string[];
  readonly configs: readonly { readonly title: string; readonly args: readonly Fact[] }[];
}

type LiveSources = Pick<Sources, 'live' | 'clock'>;

export function domainsOf({ live }: Pick<Sources, 'live'>): DomainSummary[] {
  return Object.entries(membersOf(membersOf(live.inventory()).domains)).map(([name, held]) => {
    const domain = membersOf(held);
    return {
      name,
      purpose: domain.type === 'liveEdge' ? 'ingest' : 'streaming',
      status: textOf(domain.status),
      region: textOf(domain.region),
      scope: textOf(domain.scope),
      playsFrom: textOf(domain.playsFrom),
      streamCallback: textOf(domain.streamCallback),
      recordingCallback: textOf(domain.recordingCallback),
      recordings: listOf(domain.recordings).map(textOf),
      configs: Object.entries(membersOf(domain.configs)).map(([title, args]) => ({
        title,
        args: Object.entries(membersOf(args)).map(([arg, value]) => ({ name: arg, value: textOf(value) })),
      })),
    };
  });
}

export interface StreamSummary {
  readonly domain: string;
  readonly app: string;
  readonly stream: string;
  readonly url: string;
  readonly clientIp: string;
  readonly publishedAtMs: number;
  readonly forMs: number;
}

/** Streams pushed now, the newest first. */
export function streamsOf(sources: LiveSources): StreamSummary[] {
  const now = sources.clock.now();
  const ingest = domainsOf(sources).filter(({ purpose }) => purpose === 'ingest');
  return ingest
    .flatMap(({ name }) => sources.live.streams.onlineOn(name))
    .map(({ domain, app, stream, publishUrl, clientIp, publishedAtMs }) => ({
      ...{ domain, app, stream, url: publishUrl, clientIp, publishedAtMs },
      forMs: now - publishedAtMs,
    }))
    .sort((left, right) => right.publishedAtMs - left.publishedAtMs);
}

export interface ForbiddenSummary {
  readonly name: string;
  /** Undefined: until it is resumed. */
  readonly untilMs: number | undefined;
}

export function forbiddenOf({ live }: Pick<Sources, 'live'>): ForbiddenSummary[] {
  return domainsOf({ live })
    .filter(({ purpose }) => purpose === 'ingest')
    .flatMap(({ name }) => live.streams.forbiddenOn(name))
    .map(({ domain, app, stream, untilMs }) => ({ name: `${domain}/${app}/${stream}`, untilMs }));
}

export interface RecordingSummary {
  readonly videoId: string;
  readonly title: string;
  readonly source: string;
  readonly status: string;
  readonly format: string;
  readonly sizeBytes: number;
  readonly startMs: number;
  readonly lengthMs: number;
  readonly playUrl: string;
}

/** Newest first. */
export function recordingsOf({ vod }: Pick<Sources, 'vod'>): RecordingSummary[] {
  const { recordings } = vod.save() as unknown as VodState;
  return recordings
    .map((held) => ({
      ...{ videoId: held.videoId, title: held.title, status: held.status, format: held.format },
      ...{ sizeBytes: held.sizeBytes, startMs: held.startMs, playUrl: held.playUrl },
      source: `${held.domainName}/${held.appName}/${held.streamName}`,
      lengthMs: held.endMs - held.startMs,
    }))
    .reverse();
}
