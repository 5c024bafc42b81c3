import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { opusConfig } from '../../../../local/media/audio/opus.ts';
import { Feed, type FeedSink } from '../../../../local/media/feed/feed.ts';
import type { Frame, VideoConfig } from '../../../../local/media/feed/frame.ts';
import { Timeline } from '../../../../local/media/feed/timeline.ts';

const VIDEO: VideoConfig = { kind: 'video', codec: 'h264', record: Buffer.from([1]), width: 2, height: 2 };
const frame = (kind: 'video' | 'audio', dtsMs: number, bytes = 1): Frame => ({
  ...{ kind, dtsMs, ptsMs: dtsMs, isKey: true, data: Buffer.alloc(bytes) },
});

/** What a sink has been told, in short. */
function listener(): FeedSink & { readonly heard: string[] } {
  const heard: string[] = [];
  return {
    heard,
    tracks: ({ video, audio }) => heard.push(`${video ? 'V' : ''}${audio ? 'A' : ''}`),
    frame: ({ kind, dtsMs }) => heard.push(`${kind[0]}${dtsMs}`),
    end: (reason) => heard.push(reason),
  };
}

describe('a feed', () => {
  it('begins when the announced tracks are there, and loses nothing', () => {
    const feed = new Feed({ expects: { video: true, audio: true } });
    const sink = listener();
    feed.attach(sink);
    feed.configure(VIDEO);
    feed.push(frame('video', 0));
    expect(sink.heard).toEqual([]);
    feed.configure(opusConfig());
    feed.push(frame('audio', 5));
    expect(sink.heard).toEqual(['VA', 'v0', 'a5']);
  });

  it('does not wait for a track that has not been announced', () => {
    const feed = new Feed({ expects: { video: true, audio: false } });
    const sink = listener();
    feed.attach(sink);
    feed.configure(VIDEO);
    expect(sink.heard).toEqual(['V']);
  });

  it('waits a second of its own time when nothing is announced, and never for too many bytes', () => {
    const [slow, big] = [new Feed(), new Feed()];
    const [slowSink, bigSink] = [listener(), listener()];
    slow.attach(slowSink);
    slow.configure(VIDEO);
    for (const dtsMs of [0, 500, 999]) slow.push(frame('video', dtsMs));
    expect(slowSink.heard).toEqual([]);
    slow.push(frame('video', 1_000));
    expect(slowSink.heard).toEqual(['V', 'v0', 'v500', 'v999', 'v1000']);
    big.attach(bigSink);
    big.configure(VIDEO);
    big.push(frame('video', 0, 5_000_000));
    expect(bigSink.heard).toEqual(['V', 'v0']);
  });

  it('takes up a track that comes late, and tells of it', () => {
    const feed = new Feed({ expects: { video: true, audio: false } });
    const sink = listener();
    feed.attach(sink);
    feed.configure(VIDEO);
    feed.configure({ ...VIDEO, record: Buffer.from([1]) });
    feed.configure(opusConfig());
    expect(sink.heard).toEqual(['V', 'VA']);
  });

  it('drops frames that nobody could decode', () => {
    const feed = new Feed({ expects: { video: true, audio: false } });
    const sink = listener();
    feed.attach(sink);
    feed.push(frame('video', 0));
    feed.configure(VIDEO);
    feed.push(frame('audio', 10));
    expect(sink.heard).toEqual(['V']);
  });

  it('hands out what has waited when it ends early, and then is over for everybody', () => {
    const feed = new Feed();
    const sink = listener();
    feed.attach(sink);
    feed.configure(VIDEO);
    feed.push(frame('video', 0));
    feed.end('stopped');
    feed.end('cut');
    feed.push(frame('video', 10));
    expect(sink.heard).toEqual(['V', 'v0', 'stopped']);
    const late = listener();
    feed.attach(late);
    expect(late.heard).toEqual(['stopped']);
  });
});

describe('times', () => {
  const at = (timeline: Timeline, ...stamps: number[]): number[] => stamps.map((stamp) => timeline.at('video', stamp));
  it.each([
    ['begin at zero', [5_000, 5_040], [0, 40]],
    ['go on when 32 bits are over', [2 ** 32 - 20, 20], [0, 40]],
    ['go on when the clock is set back', [10_000, 10_040, 0, 40], [0, 40, 60, 100]],
    ['go on when the clock jumps ahead', [0, 40, 10_000_000, 10_000_040], [0, 40, 60, 100]],
    ['keep a gap that may be one', [0, 5_000], [0, 5_000]],
    ['stand still where a track runs back a little', [0, 100, 80, 120], [0, 100, 100, 120]],
  ])('%s', (_name, stamps, expected) => {
    expect(at(new Timeline(), ...stamps)).toEqual(expected);
  });

  it('never run backwards within a track, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('video' as const, 'audio' as const), fc.nat(0xffffffff))),
        (stamps) => {
          const timeline = new Timeline();
          const last = { video: 0, audio: 0 };
          for (const [track, stamp] of stamps) {
            const time = timeline.at(track, stamp);
            expect(time).toBeGreaterThanOrEqual(last[track]);
            last[track] = time;
          }
        },
      ),
    );
  });
});
