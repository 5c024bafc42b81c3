import { describe, expect, it } from 'vitest';
import { opusConfig } from '../../../../local/media/audio/opus.ts';
import { Feed } from '../../../../local/media/feed/feed.ts';
import type { Frame } from '../../../../local/media/feed/frame.ts';
import { MOST_BEHIND_MS, MOST_WAITING_BYTES, SlowViewerPolicy } from '../../../../local/media/flv/slow-viewer.ts';
import { type Tag, tagBody } from '../../../../local/media/flv/tag.ts';
import { TagStream } from '../../../../local/media/flv/tag-stream.ts';
import { videoConfig } from '../../../../local/media/h264/avc.ts';

const SPS = Buffer.from('6742c016d900a02ff97011000003000100000300140f162e48', 'hex');
const OTHER_SPS = Buffer.from('674d401feca02802dd8088000003000800000300a078c18cb0', 'hex');
const PPS = Buffer.from('68cb83cb20', 'hex');
const VIDEO = videoConfig([SPS], [PPS]);
const OTHER = videoConfig([OTHER_SPS], [PPS]);
if (!VIDEO || !OTHER) throw new Error('the parameter sets of this test are wrong');

const picture = (dtsMs: number, isKey: boolean, bytes = 10): Frame => ({
  ...{ kind: 'video', dtsMs, ptsMs: dtsMs, isKey, data: Buffer.alloc(bytes, isKey ? 1 : 2) },
});
const sound = (dtsMs: number): Frame => ({ kind: 'audio', dtsMs, ptsMs: dtsMs, isKey: true, data: Buffer.from([9]) });

class Kept {
  readonly started: (readonly Tag[])[] = [];
  readonly tags: Tag[] = [];
  isOver = false;
  start(tags: readonly Tag[]): void {
    this.started.push(tags);
  }
  tag(tag: Tag): void {
    this.tags.push(tag);
  }
  end(): void {
    this.isOver = true;
  }
}

function started(feed: Feed): Feed {
  feed.expect({ video: true, audio: false });
  feed.configure(VIDEO as NonNullable<typeof VIDEO>);
  return feed;
}

describe('who joins', () => {
  it('gets everything since the last key picture, and then what comes', () => {
    const feed = started(new Feed());
    const stream = new TagStream(feed);
    for (const frame of [picture(0, true), picture(40, false), picture(80, true), picture(120, false)])
      feed.push(frame);
    const viewer = new Kept();
    stream.join(viewer);
    const [beginning = []] = viewer.started;
    expect(beginning.map(({ type, timestampMs }) => [type, timestampMs])).toEqual([
      [18, 0],
      [9, 80],
      [9, 80],
      [9, 120],
    ]);
    feed.push(picture(160, false));
    expect(viewer.tags.map(({ timestampMs }) => timestampMs)).toEqual([160]);
  });

  it('waits for a key picture when there is none', () => {
    const feed = started(new Feed());
    const stream = new TagStream(feed);
    const viewer = new Kept();
    stream.join(viewer);
    feed.push(picture(0, false));
    expect(viewer.started).toEqual([]);
    feed.push(picture(40, true));
    expect(viewer.started).toHaveLength(1);
    expect(stream.viewers).toBe(1);
  });

  it('begins with any sound where there are no pictures', () => {
    const feed = new Feed({ expects: { video: false, audio: true } });
    const stream = new TagStream(feed);
    feed.configure(opusConfig());
    const viewer = new Kept();
    stream.join(viewer);
    feed.push(sound(0));
    expect(viewer.started).toHaveLength(1);
  });

  it('hears Opus in the extended form that browsers’ players know', () => {
    const feed = new Feed({ expects: { video: false, audio: true } });
    const stream = new TagStream(feed);
    feed.configure(opusConfig());
    feed.push(sound(0));
    const viewer = new Kept();
    stream.join(viewer);
    const bodies = (viewer.started[0] ?? []).slice(1).map((tag) => tagBody(tag));
    expect(bodies.map((body) => body.toString('latin1', 0, 5))).toEqual(['\x90Opus', '\x91Opus']);
    expect(bodies[0]?.toString('latin1', 5, 13)).toBe('OpusHead');
  });

  it('is told at once when the stream is over', () => {
    const feed = started(new Feed());
    const stream = new TagStream(feed);
    feed.end('stopped');
    const viewer = new Kept();
    stream.join(viewer);
    expect(viewer.isOver).toBe(true);
  });

  it('learns of a changed picture size, also when it joins later in the same run', () => {
    const feed = started(new Feed());
    const stream = new TagStream(feed);
    const early = new Kept();
    stream.join(early);
    feed.push(picture(0, true));
    feed.configure(OTHER as NonNullable<typeof OTHER>);
    feed.push(picture(40, true));
    expect(early.tags.map((tag) => tagBody(tag)[1])).toEqual([0, 1]);
    const late = new Kept();
    stream.join(late);
    expect(tagBody((late.started[0] ?? [])[1] as Tag).subarray(5)).toEqual(OTHER?.record);
  });
});

describe('memory', () => {
  it('for those who join is bounded, however long no key picture comes', () => {
    const feed = started(new Feed());
    const stream = new TagStream(feed);
    feed.push(picture(0, true));
    for (let index = 1; index < 2_000; index += 1) {
      feed.push(picture(index * 40, false, 10_000));
      expect(stream.keptBytes).toBeLessThan(9 * 1024 * 1024);
    }
    const viewer = new Kept();
    stream.join(viewer);
    expect(viewer.started).toEqual([]);
    feed.push(picture(100_000, true));
    expect(viewer.started).toHaveLength(1);
  });
});

describe('a viewer who cannot keep up', () => {
  const tag = (timestampMs: number, isKeyPicture: boolean, isVideo = true): Tag => ({
    ...{ type: isVideo ? 9 : 8, timestampMs, isKeyPicture, isVideo, bytes: Buffer.alloc(0) },
  });
  it('misses pictures up to a key that fits, and goes on with it', () => {
    const policy = new SlowViewerPolicy();
    expect(policy.judge(tag(0, true), 0)).toBe('send');
    expect(policy.judge(tag(40, false), MOST_WAITING_BYTES + 1)).toBe('skip');
    expect(policy.judge(tag(80, false), 0)).toBe('skip');
    expect(policy.judge(tag(90, false, false), 0)).toBe('send');
    expect(policy.judge(tag(120, true), 0)).toBe('send');
    expect(policy.judge(tag(160, false), 0)).toBe('send');
  });

  it('is disconnected when nothing gets better', () => {
    const policy = new SlowViewerPolicy();
    expect(policy.judge(tag(0, true), MOST_WAITING_BYTES + 1)).toBe('skip');
    expect(policy.judge(tag(MOST_BEHIND_MS, true), MOST_WAITING_BYTES)).toBe('skip');
    expect(policy.judge(tag(MOST_BEHIND_MS + 1, true), MOST_WAITING_BYTES)).toBe('drop');
  });
});
