/** What the media server costs and how long it holds things up; players and encoders add their own (see the browser tests). */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { ClipTags } from '../local/media/support/clip-tags.ts';
import { FlvReader } from '../local/media/support/flv-reader.ts';
import { RtmpClient } from '../local/media/support/rtmp-client.ts';
import type { Benchmark, Figure } from './figure.ts';
import { PROJECT, programFile, startProgram } from './programs.ts';

const CLIP_MS = 3_000;
const VIEWERS = 50;
const SECONDS = 9;
/** Together with the clip's own frames about 1.5 Mbit/s, as a stream of 640x360 has. */
const PADDING_BYTES = 6_000;

interface Server {
  readonly httpOrigin: string;
  readonly rtmpOrigin: string;
  readonly usage: string;
}

interface Usage {
  readonly cpuMs: number;
  readonly atMs: number;
  readonly videos: {
    readonly LiveRecordVideoList: { readonly LiveRecordVideo: { readonly Video: { readonly Status: string } }[] };
  };
}

const clip = new ClipTags(readFileSync(`${PROJECT}test/local/media/fixtures/clip.flv`), CLIP_MS);

export const media: Benchmark = {
  name: 'media server',
  measure: async () => {
    const program = await startProgram(programFile('programs/media-server'));
    try {
      const server = JSON.parse(program.line) as Server;
      return [...(await passing(server)), ...(await replay(server))];
    } finally {
      await program.end();
    }
  },
};

/** One publisher in real time, fifty viewers. */
async function passing(server: Server): Promise<Figure[]> {
  const publisher = await publish(server, 'bench');
  const sentAt: number[] = [];
  const delays: number[] = [];
  const responses: IncomingMessage[] = [];
  for (let index = 0; index < VIEWERS; index += 1) {
    const [response] = (await once(get(`${server.httpOrigin}/live/bench.flv`), 'response')) as [IncomingMessage];
    responses.push(response);
    if (index > 0) response.resume();
    else watch(response, sentAt, delays);
  }
  const before = await usageOf(server);
  await inRealTime(publisher, sentAt);
  const after = await usageOf(server);
  for (const response of responses) response.destroy();
  await publisher.stop();
  const share = (100 * (after.cpuMs - before.cpuMs)) / (after.atMs - before.atMs);
  return [
    { name: 'media: RTMP in to FLV out, each picture', unit: 'ms', samples: delays },
    {
      name: `media: one core, ${VIEWERS} FLV viewers`,
      unit: '%',
      samples: [share],
      target: { of: 'median', atMost: 10 },
    },
  ];
}

/** From the end of a push to the video. */
async function replay(server: Server): Promise<Figure[]> {
  const samples: number[] = [];
  for (let round = 1; round <= 5; round += 1) {
    const publisher = await publish(server, `replay${round}`);
    publisher.tags(clip.repeated(20));
    await publisher.stop();
    const stoppedAt = performance.now();
    for (;;) {
      const { videos } = await usageOf(server);
      const ready = videos.LiveRecordVideoList.LiveRecordVideo.filter(({ Video }) => Video.Status === 'Normal').length;
      if (ready > round) break;
    }
    samples.push(performance.now() - stoppedAt);
  }
  const target = { of: 'median', atMost: 1_000 } as const;
  return [{ name: 'media: end of a push of a minute to its video', unit: 'ms', samples, target }];
}

async function publish({ rtmpOrigin }: Server, stream: string): Promise<RtmpClient> {
  const client = new RtmpClient(Number(new URL(rtmpOrigin).port));
  await client.connect('live');
  await client.publish(stream);
  return client;
}

/** Pictures are marked by their times, in whose order they are sent. */
async function inRealTime(publisher: RtmpClient, sentAt: number[]): Promise<void> {
  const startedAt = performance.now();
  for (const tag of clip.repeated((SECONDS * 1_000) / CLIP_MS)) {
    const waitMs = startedAt + tag.timeMs - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const isPicture = tag.type === 9 && tag.body[1] === 1;
    if (isPicture) sentAt.push(performance.now());
    publisher.tag(isPicture ? { ...tag, body: Buffer.concat([tag.body, filler()]) } : tag);
  }
}

/** A unit that decoders leave out (filler data), with its length before it. */
function filler(): Buffer {
  const unit = Buffer.alloc(4 + PADDING_BYTES, 0xff);
  unit.writeUInt32BE(PADDING_BYTES);
  unit.writeUInt8(12, 4);
  return unit;
}

function watch(response: IncomingMessage, sentAt: readonly number[], delays: number[]): void {
  const flv = new FlvReader();
  response.on('data', (bytes: Buffer) => {
    flv.push(bytes);
    for (const { type, body } of flv.tags.splice(0)) {
      const sent = sentAt[delays.length];
      if (type === 9 && body[1] === 1 && sent !== undefined) delays.push(performance.now() - sent);
    }
  });
}

async function usageOf({ usage }: Server): Promise<Usage> {
  return (await (await fetch(usage)).json()) as Usage;
}
