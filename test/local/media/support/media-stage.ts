/** A media server on ports of its own, with the Live double of a stage behind it, on a driven clock. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { LiveSettings } from '../../../../local/live/context.ts';
import { type Media, openMedia } from '../../../../local/media/media.ts';
import { INGEST, STREAMING, type Stage, stage } from '../../live/stage.ts';
import { FlvReader } from './flv-reader.ts';
import { RtmpClient } from './rtmp-client.ts';

export const INGEST_KEY = 'ingestkey1';
export const STREAMING_KEY = 'streamingkey1';
const DELTA_SECONDS = 1_800;

export interface MediaStage extends Stage {
  readonly media: Media;
  readonly directory: string;
  readonly rtmpPort: number;
  readonly logged: string[];
  /** `/app/stream?auth_key=…`, good for another hour unless told otherwise. */
  sign(path: string, key: string, options?: { readonly expiresInSeconds?: number }): string;
  /** A publisher that has been let in. */
  publisher(stream?: string): Promise<RtmpClient>;
  /** A URL that may be played. */
  playUrl(file: string): string;
  watch(stream?: string): Promise<Viewer>;
}

export interface MediaStageOptions {
  readonly directory?: string;
  readonly settings?: Partial<LiveSettings>;
}

export async function mediaStage({ directory: given, settings = {} }: MediaStageOptions = {}): Promise<MediaStage> {
  const directory = given ?? (await mkdtemp(join(tmpdir(), 'media-test-')));
  const held = await stage({ settings: { recordingDelayMs: 1_000, ...settings } });
  await setKeys(held, INGEST, INGEST_KEY);
  await setKeys(held, STREAMING, STREAMING_KEY);
  await held.call('AddLiveRecordVodConfig', { DomainName: STREAMING, AppName: 'live', VodTranscodeGroupId: 'g' });
  const logged: string[] = [];
  const media = await openMedia({
    ...{
      clock: held.clock,
      live: held.live,
      rtc: held.rtc,
      vod: held.vod,
      host: '127.0.0.1',
      httpPort: 0,
      rtmpPort: 0,
      directory,
    },
    log: (line) => logged.push(line),
  });
  onTestFinished(async () => {
    await media.close();
    if (given === undefined) await rm(directory, { recursive: true, force: true });
  });
  const rtmpPort = Number(new URL(media.rtmpOrigin).port);
  const sign: MediaStage['sign'] = (path, key, { expiresInSeconds = 3_600 } = {}) => {
    const time = Math.floor(held.clock.now() / 1_000) - DELTA_SECONDS + expiresInSeconds;
    const hash = createHash('md5').update(`${path}-${time}-0-0-${key}`).digest('hex');
    return `${path}?auth_key=${time}-0-0-${hash}`;
  };
  const playUrl = (file: string): string => `${media.httpOrigin}${sign(`/live/${file}`, STREAMING_KEY)}`;
  return {
    ...{ ...held, media, directory, rtmpPort, logged, sign, playUrl },
    async publisher(stream = 's1') {
      const client = new RtmpClient(rtmpPort);
      onTestFinished(() => client.kill());
      await client.connect('live');
      const answer = await client.publish(sign(`/live/${stream}`, INGEST_KEY).replace('/live/', ''));
      if (answer !== 'NetStream.Publish.Start') throw new Error(`${answer}: ${client.descriptions.join()}`);
      return client;
    },
    watch: (stream = 's1') => Viewer.open(playUrl(`${stream}.flv`)),
  };
}

export async function setKeys({ call }: Stage, domain: string, key1: string, key2 = ''): Promise<void> {
  const args = {
    auth_type: 'type_a',
    auth_key1: key1,
    ...(key2 && { auth_key2: key2 }),
    ali_auth_delta: `${DELTA_SECONDS}`,
  };
  const functionArgs = Object.entries(args).map(([argName, argValue]) => ({ argName, argValue }));
  await call('BatchSetLiveDomainConfigs', {
    DomainNames: domain,
    Functions: JSON.stringify([{ functionName: 'aliauth', functionArgs }]),
  });
}

/** Somebody who plays HTTP-FLV. */
export class Viewer {
  readonly flv = new FlvReader();
  isOver = false;
  readonly #abort = new AbortController();
  #wake: (() => void)[] = [];

  static async open(url: string): Promise<Viewer> {
    const viewer = new Viewer();
    onTestFinished(() => viewer.leave());
    const answer = await fetch(url, { signal: viewer.#abort.signal });
    if (!answer.ok || !answer.body) throw new Error(`${answer.status} ${await answer.text()}`);
    void viewer.#read(answer.body);
    return viewer;
  }

  leave(): void {
    this.#abort.abort();
  }

  async until(condition: (flv: FlvReader) => boolean): Promise<void> {
    while (!condition(this.flv)) {
      if (this.isOver) throw new Error(`the stream is over after ${this.flv.tags.length} tags`);
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  /** Resolves when the server has ended the stream. */
  async over(): Promise<void> {
    while (!this.isOver) await new Promise<void>((resolve) => this.#wake.push(resolve));
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    try {
      for await (const chunk of body) {
        this.flv.push(Buffer.from(chunk));
        for (const wake of this.#wake.splice(0)) wake();
      }
    } catch (error) {
      if (!this.#abort.signal.aborted) this.failure = error as Error;
    }
    this.isOver = true;
    for (const wake of this.#wake.splice(0)) wake();
  }

  /** The connection broke. */
  failure: Error | undefined;
}
