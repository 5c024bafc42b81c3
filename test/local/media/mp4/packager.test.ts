import { describe, expect, it } from 'vitest';
import { OPUS_RATE, opusConfig } from '../../../../local/media/audio/opus.ts';
import { Feed } from '../../../../local/media/feed/feed.ts';
import type { Tracks } from '../../../../local/media/feed/frame.ts';
import { fragment } from '../../../../local/media/mp4/fragment.ts';
import { initSegment } from '../../../../local/media/mp4/init-segment.ts';
import { Packager, type Piece } from '../../../../local/media/mp4/packager.ts';
import { RtmpPublisher } from '../../../../local/media/rtmp/publisher.ts';
import { CLIP_FRAMES, CLIP_MS, CLIP_SIZE, clipTags } from '../support/clip.ts';
import type { FlvTag } from '../support/flv-reader.ts';
import { readMp4 } from '../support/mp4-reader.ts';

interface Packed {
  readonly inits: Tracks[];
  readonly pieces: Piece[];
}

function pack(drive: (feed: Feed) => void): Packed {
  const packed: Packed = { inits: [], pieces: [] };
  const feed = new Feed();
  feed.attach(
    new Packager([
      {
        tracks: (tracks) => packed.inits.push(tracks),
        piece: (piece) => packed.pieces.push(piece),
        end: () => undefined,
      },
    ]),
  );
  drive(feed);
  feed.end('stopped');
  return packed;
}

function packClip(tags: readonly FlvTag[]): Packed {
  return pack((feed) => {
    const publisher = new RtmpPublisher(feed);
    for (const { type, timeMs, body } of tags) publisher.message({ type, streamId: 1, timestampMs: timeMs, body });
  });
}

function fileOf({ inits, pieces }: Packed): Buffer {
  const [tracks = {}] = inits;
  return Buffer.concat([initSegment(tracks), ...pieces.map(({ runs }, index) => fragment(index + 1, runs))]);
}

describe('pieces of fragmented MP4', () => {
  it('begin with a key picture each, follow each other without a gap, and hold every frame', () => {
    const { pieces } = packClip(clipTags(2));
    expect(pieces.map(({ startMs, durationMs }) => [startMs, durationMs])).toEqual(
      [0, 1, 2, 3, 4, 5].map((second) => [second * 1_000, 1_000]),
    );
    for (const { runs } of pieces) expect(runs.find(({ kind }) => kind === 'video')?.samples[0]?.isKey).toBe(true);
    const counts = ['video', 'audio'].map((kind) =>
      pieces
        .flatMap(({ runs }) => runs.filter((run) => run.kind === kind))
        .reduce((sum, { samples }) => sum + samples.length, 0),
    );
    const sent = [9, 8].map((type) => CLIP_FRAMES.filter((tag) => tag.type === type).length * 2);
    expect(counts).toEqual(sent);
  });

  it('are a file that another program reads: codecs, size, times with B frames, length', async () => {
    const file = await readMp4(fileOf(packClip(clipTags(1))));
    expect(file).toMatchObject({
      ...CLIP_SIZE,
      tracks: [
        { kind: 'video', codec: 'avc' },
        { kind: 'audio', codec: 'aac' },
      ],
    });
    expect(file.durationSeconds).toBeCloseTo(CLIP_MS / 1_000, 0);
    const [video, audio] = file.tracks;
    expect(video?.times).toHaveLength(60);
    // Sorted, the times of presentation are 50 ms apart.
    const shown = [...(video?.times ?? [])].sort((a, b) => a - b);
    for (const [index, time] of shown.entries()) expect(time - (shown[0] ?? 0)).toBeCloseTo(index * 0.05, 2);
    for (const duration of audio?.durations ?? []) expect(duration).toBeCloseTo(1_024 / 44_100, 3);
  });

  it('count sound by its samples, so that rounding of FLV’s milliseconds leaves neither gaps nor drift', () => {
    const { pieces } = packClip(clipTags(4));
    let end: number | undefined;
    for (const { runs } of pieces) {
      const run = runs.find(({ kind }) => kind === 'audio');
      if (!run) throw new Error('a piece without sound');
      // At the seams of the clip, where it is a little shorter than its pictures, the clock may be set.
      if (end !== undefined) expect(run.baseTime).toBeGreaterThanOrEqual(end);
      end = run.samples.reduce((at, { duration }) => at + duration, run.baseTime);
    }
    expect((end ?? 0) / 44_100).toBeCloseTo((4 * CLIP_MS) / 1_000, 0);
  });

  it('carry the parameter sets with each key picture, because they may change', () => {
    const { pieces } = packClip(clipTags(1));
    for (const { runs } of pieces) {
      const data = runs.find(({ kind }) => kind === 'video')?.samples[0]?.data ?? Buffer.alloc(0);
      expect((data[4] ?? 0) & 0x1f).toBe(7);
    }
  });

  it('hold Opus, which browsers send, so that another program knows it', async () => {
    const packed = pack((feed) => {
      feed.expect({ video: false, audio: true });
      feed.configure(opusConfig());
      for (let at = 0; at < 3_000; at += 20) {
        feed.push({ kind: 'audio', dtsMs: at, ptsMs: at, isKey: true, data: Buffer.from([0xfc, 1, 2]) });
      }
    });
    expect(packed.pieces.length).toBeGreaterThan(1);
    const { tracks, durationSeconds } = await readMp4(fileOf(packed));
    expect(tracks).toMatchObject([{ kind: 'audio', codec: 'opus' }]);
    expect(durationSeconds).toBeCloseTo(3, 1);
    expect(packed.pieces[0]?.runs[0]?.samples[0]?.duration).toBe(OPUS_RATE / 50);
  });

  it('begin anew with a new track', () => {
    const { inits } = pack((feed) => {
      feed.expect({ video: false, audio: true });
      feed.configure(opusConfig());
      feed.push({ kind: 'audio', dtsMs: 0, ptsMs: 0, isKey: true, data: Buffer.from([1]) });
      feed.configure({ kind: 'video', codec: 'h264', record: Buffer.from([1]), width: 2, height: 2 });
    });
    expect(inits.map(({ video, audio }) => [!!video, !!audio])).toEqual([
      [false, true],
      [true, true],
    ]);
  });
});
