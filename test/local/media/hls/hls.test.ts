import { describe, expect, it } from 'vitest';
import { mediaPlaylist } from '../../../../local/media/hls/playlist.ts';
import { HlsWindow } from '../../../../local/media/hls/window.ts';
import { LINGER_MS } from '../../../../local/media/hls/windows.ts';
import { pass } from '../../callbacks/moving-time.ts';
import { INGEST } from '../../live/stage.ts';
import { CLIP_SIZE, clipTags } from '../support/clip.ts';
import { type MediaStage, mediaStage } from '../support/media-stage.ts';
import { readMp4 } from '../support/mp4-reader.ts';

async function playlist(held: MediaStage): Promise<string> {
  const answer = await fetch(held.playUrl('s1.m3u8'));
  expect(answer.headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
  return answer.text();
}

const urlsOf = (text: string): string[] =>
  [...text.matchAll(/^\/hls\/.*$|URI="([^"]+)"/gm)].map(([line, uri]) => uri ?? line);

async function bytes(held: MediaStage, path: string): Promise<Buffer> {
  const answer = await fetch(`${held.media.httpOrigin}${path}`);
  expect(answer).toMatchObject({ status: 200 });
  return Buffer.from(await answer.arrayBuffer());
}

describe('HLS', () => {
  it('is a playlist with segments that another program reads', async () => {
    const held = await mediaStage();
    (await held.publisher()).tags(clipTags(2));
    await (await held.watch()).until(({ frames }) => (frames.at(-1)?.timeMs ?? 0) > 5_500);
    const [init = '', ...segments] = urlsOf(await playlist(held));
    const file = await readMp4(
      Buffer.concat([await bytes(held, init), ...(await Promise.all(segments.map((path) => bytes(held, path))))]),
    );
    expect(file).toMatchObject({ ...CLIP_SIZE, tracks: [{ codec: 'avc' }, { codec: 'aac' }] });
    expect(segments).toHaveLength(5);
  });

  it('is waited for at the beginning, instead of refused', async () => {
    const held = await mediaStage();
    const publisher = await held.publisher();
    const asked = playlist(held);
    publisher.tags(clipTags(1));
    expect(await asked).toContain('#EXTINF:1.000,');
  });

  it('tells its end for a little while, then is gone', async () => {
    const held = await mediaStage();
    const publisher = await held.publisher();
    publisher.tags(clipTags(1));
    await publisher.stop();
    expect(await playlist(held)).toContain('#EXT-X-ENDLIST');
    await pass(held.clock, LINGER_MS);
    expect(await fetch(held.playUrl('s1.m3u8'))).toMatchObject({ status: 404 });
  });

  it('of a forbidden stream is gone at once, segments too', async () => {
    const held = await mediaStage();
    (await held.publisher()).tags(clipTags(1));
    const [init = ''] = urlsOf(await playlist(held));
    held.live.streams.forbid({ domain: INGEST, app: 'live', stream: 's1' }, undefined);
    expect(await fetch(held.playUrl('s1.m3u8'))).toMatchObject({ status: 404 });
    expect(await fetch(`${held.media.httpOrigin}${init}`)).toMatchObject({ status: 404 });
  });

  it('that ends before there is anything to show is not live', async () => {
    const held = await mediaStage();
    const publisher = await held.publisher();
    const asked = fetch(held.playUrl('s1.m3u8'));
    await publisher.stop();
    expect(await asked).toMatchObject({ status: 404 });
  });
});

describe('a window of segments', () => {
  const piece = (startMs: number, count = 10) => ({
    runs: [
      {
        kind: 'audio' as const,
        baseTime: 0,
        samples: [{ duration: 1, compositionOffset: 0, isKey: true, data: Buffer.alloc(count) }],
      },
    ],
    ...{ startMs, durationMs: 1_000 },
  });

  it('moves on: six are listed, ten are kept', () => {
    const window = new HlsWindow(0);
    window.tracks({});
    for (let second = 0; second < 20; second += 1) window.piece(piece(second * 1_000));
    expect(window.playlist()).toContain('#EXT-X-MEDIA-SEQUENCE:15\n');
    expect(window.segment(10)).toBeUndefined();
    expect(window.segment(11)).toBeDefined();
  });

  it('keeps few segments when they are large', () => {
    const window = new HlsWindow(0);
    window.tracks({});
    for (let second = 0; second < 20; second += 1) {
      window.piece(piece(second * 1_000, 20 * 1024 * 1024));
      expect(window.keptBytes).toBeLessThan(65 * 1024 * 1024);
    }
  });

  it('marks where the tracks have changed, and forgets beginnings that nobody needs', () => {
    const window = new HlsWindow(0);
    window.tracks({});
    window.piece(piece(0));
    window.tracks({});
    window.piece(piece(1_000));
    expect(window.playlist()).toMatch(/init-1\.mp4[\s\S]*#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="[^"]*init-2\.mp4"/);
    for (let second = 2; second < 14; second += 1) window.piece(piece(second * 1_000));
    window.tracks({});
    window.piece(piece(14_000));
    expect(window.init(1)).toBeUndefined();
    expect(window.playlist()).toContain('#EXT-X-DISCONTINUITY-SEQUENCE:1\n');
  });

  it('has a name that cannot be guessed', () => {
    expect(new HlsWindow(0).token).not.toBe(new HlsWindow(0).token);
    expect(new HlsWindow(0).token).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('a playlist', () => {
  it('tells lengths, wall times, and a target that players stay behind by', () => {
    const segment = { sequence: 7, durationMs: 1_049, startsAtMs: Date.UTC(2026, 10, 20), init: 1 };
    expect(
      mediaPlaylist([segment, { ...segment, sequence: 8, durationMs: 980 }], { base: '/hls/t', isOver: true }),
    ).toBe(
      [
        ...['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS', '#EXT-X-TARGETDURATION:1'],
        ...['#EXT-X-MEDIA-SEQUENCE:7', '#EXT-X-DISCONTINUITY-SEQUENCE:0', '#EXT-X-MAP:URI="/hls/t/init-1.mp4"'],
        ...['#EXT-X-PROGRAM-DATE-TIME:2026-11-20T00:00:00.000Z', '#EXTINF:1.049,', '/hls/t/7.m4s'],
        ...[
          '#EXT-X-PROGRAM-DATE-TIME:2026-11-20T00:00:00.000Z',
          '#EXTINF:0.980,',
          '/hls/t/8.m4s',
          '#EXT-X-ENDLIST',
          '',
        ],
      ].join('\n'),
    );
  });

  it('without segments is none', () => {
    expect(() => mediaPlaylist([], { base: '', isOver: false })).toThrow(RangeError);
  });
});
