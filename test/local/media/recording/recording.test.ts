import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { opusConfig } from '../../../../local/media/audio/opus.ts';
import { RecordingFile } from '../../../../local/media/recording/recording-file.ts';
import { Recordings } from '../../../../local/media/recording/recordings.ts';
import { pass } from '../../callbacks/moving-time.ts';
import { INGEST, STREAMING } from '../../live/stage.ts';
import { CLIP_MS, CLIP_SIZE, clipTags } from '../support/clip.ts';
import { type MediaStage, mediaStage } from '../support/media-stage.ts';
import { readMp4 } from '../support/mp4-reader.ts';

interface Info {
  readonly PlayURL: string;
  readonly Format: string;
  readonly Duration: string;
  readonly Width: number;
  readonly Height: number;
  readonly Size: number;
}

/** Of all videos, oldest first. */
async function videos(held: MediaStage): Promise<Info[]> {
  const { LiveRecordVideoList } = await held.callVod('ListLiveRecordVideo', { DomainName: STREAMING });
  const { LiveRecordVideo } = LiveRecordVideoList as unknown as {
    LiveRecordVideo: { Video: { VideoId: string; Status: string } }[];
  };
  const ready = LiveRecordVideo.filter(({ Video }) => Video.Status === 'Normal').reverse();
  return Promise.all(
    ready.map(async ({ Video: { VideoId } }) => {
      const { PlayInfoList } = await held.callVod('GetPlayInfo', { VideoId });
      return (PlayInfoList as unknown as { PlayInfo: Info[] }).PlayInfo[0] as Info;
    }),
  );
}

/** Moves time on until so many videos are there. */
async function untilVideos(held: MediaStage, count: number): Promise<Info[]> {
  await pass(held.clock, 1_000);
  for (;;) {
    const found = await videos(held);
    if (found.length >= count) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function push(held: MediaStage, times: number): Promise<void> {
  const publisher = await held.publisher();
  publisher.tags(clipTags(times));
  // Live knows how long a push has lasted by its own clock.
  await pass(held.clock, 1_000);
  await publisher.stop();
}

describe('a stream that is recorded', () => {
  it('becomes a video of its whole length, with an index, that another program reads', async () => {
    const held = await mediaStage();
    await push(held, 2);
    const [video] = await untilVideos(held, 1);
    expect(video).toMatchObject({ Format: 'mp4', Duration: '6', Width: CLIP_SIZE.width, Height: CLIP_SIZE.height });
    const bytes = Buffer.from(await (await fetch(video?.PlayURL ?? '')).arrayBuffer());
    expect(bytes.length).toBe(video?.Size);
    const file = await readMp4(bytes);
    expect(file.durationSeconds).toBeCloseTo((2 * CLIP_MS) / 1_000, 0);
    expect(file.tracks[0]?.times).toHaveLength(120);
  });

  it('is served in parts, so that players can seek', async () => {
    const held = await mediaStage();
    await push(held, 1);
    const [video] = await untilVideos(held, 1);
    const url = video?.PlayURL ?? '';
    const size = video?.Size ?? 0;
    const part = await fetch(url, { headers: { range: 'bytes=4-7' } });
    expect(part).toMatchObject({ status: 206 });
    expect(part.headers.get('content-range')).toBe(`bytes 4-7/${size}`);
    expect(await part.text()).toBe('ftyp');
    const last = await fetch(url, { headers: { range: 'bytes=-10' } });
    expect((await last.arrayBuffer()).byteLength).toBe(10);
    expect(await fetch(url, { headers: { range: `bytes=${size}-` } })).toMatchObject({ status: 416 });
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.headers.get('accept-ranges'), head.headers.get('content-length')]).toEqual(['bytes', String(size)]);
    expect(await fetch(url.replace(/[0-9a-f]{4}\.mp4/, '0000.mp4'))).toMatchObject({ status: 404 });
    expect(await fetch(`${held.media.httpOrigin}/vod/..%2f..%2fx.mp4`)).toMatchObject({ status: 404 });
  });

  it('tells by its index where each second begins', async () => {
    const held = await mediaStage();
    await push(held, 2);
    const [video] = await untilVideos(held, 1);
    const bytes = Buffer.from(await (await fetch(video?.PlayURL ?? '')).arrayBuffer());
    const at = bytes.indexOf('sidx') - 4;
    const timescale = bytes.readUInt32BE(at + 16);
    const count = bytes.readUInt16BE(at + 38);
    let position = at + bytes.readUInt32BE(at) + Number(bytes.readBigUInt64BE(at + 28));
    for (let index = 0; index < count; index += 1) {
      expect(bytes.toString('latin1', position + 4, position + 8)).toBe('moof');
      expect(bytes.readUInt32BE(at + 44 + index * 12) / timescale).toBe(1);
      position += bytes.readUInt32BE(at + 40 + index * 12);
    }
    expect([count, position]).toEqual([6, bytes.length]);
  });

  it('goes on in the same file when the publisher comes back in time, and without the pause', async () => {
    const held = await mediaStage();
    await push(held, 1);
    await pass(held.clock, 500);
    await push(held, 1);
    const [video, ...others] = await untilVideos(held, 1);
    expect(others).toEqual([]);
    const { tracks, durationSeconds } = await readMp4(
      Buffer.from(await (await fetch(video?.PlayURL ?? '')).arrayBuffer()),
    );
    expect(durationSeconds).toBeCloseTo(6, 0);
    expect(tracks[0]?.times).toHaveLength(120);
  });

  it('is deleted with its video, file and all', async () => {
    const held = await mediaStage();
    await push(held, 1);
    const [video] = await untilVideos(held, 1);
    const { LiveRecordVideoList } = await held.callVod('ListLiveRecordVideo', { DomainName: STREAMING });
    const { LiveRecordVideo } = LiveRecordVideoList as unknown as { LiveRecordVideo: { Video: { VideoId: string } }[] };
    await held.callVod('DeleteVideo', { VideoIds: LiveRecordVideo.map(({ Video }) => Video.VideoId).join(',') });
    while ((await readdir(held.directory)).length > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await fetch(video?.PlayURL ?? '')).toMatchObject({ status: 404 });
  });

  it('leaves nothing behind but the videos', async () => {
    const held = await mediaStage();
    await push(held, 1);
    await untilVideos(held, 1);
    await (await held.publisher()).stop();
    await pass(held.clock, 2_000);
    const files = await readdir(held.directory);
    expect(files.map((name) => name.replace(/^.*\./, ''))).toEqual(['mp4']);
  });
});

describe('a crash in the middle of a recording', () => {
  it('leaves a file that the next start makes whole, and that becomes a video', async () => {
    const held = await mediaStage();
    const publisher = await held.publisher();
    publisher.tags(clipTags(2));
    await (await held.watch()).until(({ frames }) => (frames.at(-1)?.timeMs ?? 0) > 5_500);
    await pass(held.clock, 1_000);
    // The state as a killed process leaves it: the file without its index, torn in the last piece.
    await held.media.close();
    const name = (await readdir(held.directory)).find((file) => file.endsWith('.mp4')) ?? '';
    const path = join(held.directory, name);
    const size = (await readFile(path)).length;
    await truncate(path, size - 100);
    const again = await mediaStage({ directory: held.directory });
    await again.live.load(held.live.save());
    await pass(again.clock, 5_000);
    const [video] = await untilVideos(again, 1);
    const bytes = Buffer.from(await (await fetch(video?.PlayURL ?? '')).arrayBuffer());
    const { durationSeconds } = await readMp4(bytes);
    expect(durationSeconds).toBeCloseTo(5, 0);
    expect(bytes.includes('sidx')).toBe(true);
    expect(bytes.length).toBeLessThan(size);
  });

  it('may leave nothing that plays: then nothing is kept of it', async () => {
    const held = await mediaStage();
    const id = '0'.repeat(32);
    await writeFile(join(held.directory, `${id}.mp4`), 'torn');
    await writeFile(
      join(held.directory, `${id}.json`),
      JSON.stringify({ domain: STREAMING, stream: 's1', startMs: 0 }),
    );
    const logged: string[] = [];
    const recordings = new Recordings({
      ...{ directory: held.directory, clock: held.clock, random: () => Buffer.alloc(16), origin: () => '' },
      log: (line) => logged.push(line),
    });
    await recordings.open();
    const segment = { domain: STREAMING, ingestDomain: INGEST, app: 'live', stream: 's1', startMs: 0, endMs: 1 };
    expect(await recordings.fileOf(segment)).toBeUndefined();
    expect(await readdir(held.directory)).toEqual([]);
  });
});

describe('a recording whose sound changes from AAC to Opus', () => {
  it('lies in two files, and a playlist puts them together', async () => {
    const held = await mediaStage();
    const publication = held.media.hub.publish({ domain: INGEST, app: 'live', stream: 's1' }, () => undefined);
    if (typeof publication === 'string') throw new Error(publication);
    const sound = (from: number) => {
      for (let at = from; at < from + 2_000; at += 20) {
        publication.feed.push({ kind: 'audio', dtsMs: at, ptsMs: at, isKey: true, data: Buffer.from([0xfc, 1]) });
      }
    };
    publication.feed.expect({ video: false, audio: true });
    publication.feed.configure({
      kind: 'audio',
      codec: 'aac',
      record: Buffer.from([0x12, 0x10]),
      sampleRate: 44_100,
      channels: 2,
    });
    sound(0);
    publication.feed.configure(opusConfig());
    sound(2_000);
    await pass(held.clock, 1_000);
    held.media.hub.unpublish(publication);
    const [video] = await untilVideos(held, 1);
    expect(video?.Format).toBe('m3u8');
    const text = await (await fetch(video?.PlayURL ?? '')).text();
    expect(text.match(/#EXT-X-DISCONTINUITY/g)).toHaveLength(1);
    const [, name = '', bytes = '', at = ''] = /EXT-X-MAP:URI="([^"]+)",BYTERANGE="(\d+)@(\d+)"/.exec(text) ?? [];
    const range = `bytes=${at}-${Number(at) + Number(bytes) - 1}`;
    const head = await fetch(new URL(name, video?.PlayURL), { headers: { range } });
    expect(await head.text()).toContain('moov');
  });
});

describe('a disk that fails', () => {
  it('ends the recording, and nothing else', async () => {
    const file = new RecordingFile(join(import.meta.dirname, 'missing', 'x.mp4'), { audio: opusConfig() });
    const piece = { runs: [], startMs: 0, durationMs: 1_000 };
    file.add(piece, file.place(0));
    await expect(file.finish()).rejects.toThrow(/ENOENT/);
    expect(file.add(piece, { shiftMs: 0 })).toBe(false);
  });
});
