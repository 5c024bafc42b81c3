import { describe, expect, it } from 'vitest';
import type { VideoConfig } from '../../../../local/media/feed/frame.ts';
import { Hub, type Publication } from '../../../../local/media/feed/hub.ts';
import { pass } from '../../callbacks/moving-time.ts';
import { INGEST, PUSH, STREAMING, stage } from '../../live/stage.ts';

const VIDEO: VideoConfig = { kind: 'video', codec: 'h264', record: Buffer.from([1]), width: 320, height: 180 };

async function hubStage() {
  const held = await stage();
  const published: Publication[] = [];
  const hub = new Hub({ streams: held.live.streams, clock: held.clock, onPublished: (each) => published.push(each) });
  const publish = (cut: () => void = () => undefined): Publication => {
    const publication = hub.publish(PUSH, cut, { expects: { video: true, audio: false } });
    if (typeof publication === 'string') throw new Error(publication);
    return publication;
  };
  return { ...held, hub, published, publish };
}

describe('what is published', () => {
  it('is online in Live, found by either domain, and only under its app', async () => {
    const { hub, live, publish, published } = await hubStage();
    const publication = publish();
    expect(published).toEqual([publication]);
    expect(live.streams.onlineOn(INGEST)).toHaveLength(1);
    for (const domain of [INGEST, STREAMING])
      expect(hub.find({ ...PUSH, domain })).toMatchObject({ stream: { stream: 's1' } });
    expect(hub.find({ ...PUSH, app: 'other' })).toBeUndefined();
    hub.unpublish(publication);
    hub.unpublish(publication);
    expect(live.streams.onlineOn(INGEST)).toEqual([]);
    expect(hub.find(PUSH)).toBeUndefined();
  });

  it('tells Live its size, and that media arrives, but not with every frame', async () => {
    const { live, publish, clock } = await hubStage();
    let told = 0;
    live.streams.onData(() => {
      told += 1;
    });
    const { feed } = publish();
    feed.configure(VIDEO);
    for (let at = 0; at < 2_000; at += 40) {
      feed.push({ kind: 'video', dtsMs: at, ptsMs: at, isKey: true, data: Buffer.from([1]) });
      clock.advance(40);
    }
    expect(live.streams.find(PUSH)).toMatchObject({ width: 320, height: 180 });
    expect(told).toBeGreaterThan(2);
    expect(told).toBeLessThan(6);
  });

  it('is refused in Live’s words', async () => {
    const { hub, publish } = await hubStage();
    publish();
    expect(hub.publish(PUSH, () => undefined)).toBe('ALREADY PUBLISHED');
    expect(hub.publish({ ...PUSH, domain: 'nowhere' }, () => undefined)).toBe('UNKNOWN DOMAIN');
  });

  it('ends when Live cuts it, for its publisher and its viewers, once', async () => {
    const { live, publish, hub } = await hubStage();
    let cuts = 0;
    const publication = publish(() => {
      cuts += 1;
      hub.unpublish(publication);
    });
    live.streams.cut(PUSH);
    live.streams.cut(PUSH);
    expect([cuts, publication.feed.ended]).toEqual([1, 'cut']);
  });

  it('is cut when nothing ever arrives', async () => {
    const { publish, clock } = await hubStage();
    const { feed } = publish();
    await pass(clock, 10_000);
    expect(feed.ended).toBe('cut');
  });

  it('ends with the hub', async () => {
    const { publish, hub, live } = await hubStage();
    const { feed } = publish();
    hub.close();
    expect([feed.ended, live.streams.onlineOn(INGEST)]).toEqual(['stopped', []]);
  });
});
