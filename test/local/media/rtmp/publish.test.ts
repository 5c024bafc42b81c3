import { describe, expect, it } from 'vitest';
import { INGEST, STREAMING } from '../../live/stage.ts';
import { CLIP_FRAMES, CLIP_SIZE, clipTags, isKeyPicture } from '../support/clip.ts';
import { INGEST_KEY, type MediaStage, mediaStage, STREAMING_KEY, setKeys } from '../support/media-stage.ts';
import { RtmpClient } from '../support/rtmp-client.ts';

/** What the server answers to a publisher with this URL. */
async function publish({ rtmpPort }: MediaStage, app: string, name: string): Promise<{ code: string; why: string }> {
  const client = new RtmpClient(rtmpPort);
  await client.connect(app);
  const code = await client.publish(name);
  const why = client.descriptions.at(-1) ?? '';
  if (code !== 'NetStream.Publish.Start') await client.closed();
  else await client.stop();
  return { code, why };
}

describe('a publisher by RTMP', () => {
  it('is on the air with its first message: listed, described and played', async () => {
    const held = await mediaStage();
    const publisher = await held.publisher();
    expect(held.live.streams.find({ domain: INGEST, app: 'live', stream: 's1' })).toMatchObject({
      clientIp: '127.0.0.1',
    });
    publisher.tags(clipTags(1));
    const viewer = await held.watch();
    await viewer.until(({ frames }) => frames.length > 10);
    const { OnlineInfo } = await held.call('DescribeLiveStreamsOnlineList', { DomainName: INGEST });
    expect(OnlineInfo).toMatchObject({
      LiveStreamOnlineInfo: [{ StreamName: 's1', AppName: 'live', Width: CLIP_SIZE.width, Height: CLIP_SIZE.height }],
    });
  });

  it('reaches viewers byte for byte: nothing is decoded', async () => {
    const held = await mediaStage();
    const publisher = await held.publisher();
    const viewer = await held.watch();
    publisher.tags(clipTags(1));
    const count = CLIP_FRAMES.length;
    await viewer.until(({ frames }) => frames.length === count);
    expect(viewer.flv.frames).toEqual(CLIP_FRAMES);
  });

  it('ends by deleteStream, and its viewers with it', async () => {
    const held = await mediaStage();
    const publisher = await held.publisher();
    publisher.tags(clipTags(1));
    const viewer = await held.watch();
    await publisher.stop();
    await viewer.over();
    expect(held.live.streams.onlineOn(INGEST)).toEqual([]);
    expect(await fetch(held.playUrl('s1.flv'))).toMatchObject({ status: 404 });
  });

  it('that is killed is off the air at once', async () => {
    const held = await mediaStage();
    const publisher = await held.publisher();
    publisher.tags(clipTags(1));
    const viewer = await held.watch();
    publisher.kill();
    await viewer.over();
    expect(held.live.streams.onlineOn(INGEST)).toEqual([]);
  });

  it('can come back at once under its name', async () => {
    const held = await mediaStage();
    await (await held.publisher()).stop();
    const publisher = await held.publisher();
    publisher.tags(clipTags(1));
    await (await held.watch()).until(({ frames }) => frames.length > 0);
  });

  it('may have its arguments at the app instead of the stream key, as some encoders send them', async () => {
    const held = await mediaStage();
    const [, query] = held.sign('/live/s1', INGEST_KEY).split('?');
    expect(await publish(held, `live?${query}`, 's1')).toMatchObject({ code: 'NetStream.Publish.Start' });
  });
});

describe('ingest is refused at once', () => {
  const sign = (held: MediaStage, path: string, key: string, expiresInSeconds?: number): string =>
    held.sign(path, key, expiresInSeconds === undefined ? {} : { expiresInSeconds }).replace('/live/', '');
  const cases: readonly (readonly [string, (held: MediaStage) => string, string])[] = [
    ['without a signature', () => 's1', 'INVALID AUTH_KEY'],
    ['with a malformed one', () => 's1?auth_key=1-2-3', 'INVALID AUTH_KEY'],
    ['signed with another key', (held) => sign(held, '/live/s1', 'otherkey1'), 'INVALID MD5HASH'],
    ['signed with the key of the streaming domain', (held) => sign(held, '/live/s1', STREAMING_KEY), 'INVALID MD5HASH'],
    ['signed for another stream', (held) => sign(held, '/live/s2', INGEST_KEY).replace('s2', 's1'), 'INVALID MD5HASH'],
    ['signed for another app', (held) => held.sign('/other/s1', INGEST_KEY).replace('/other/', ''), 'INVALID MD5HASH'],
    ['expired', (held) => sign(held, '/live/s1', INGEST_KEY, -1), 'INVALID TIMESTAMP'],
  ];
  it.each(cases)('%s', async (_name, nameOf, why) => {
    const held = await mediaStage();
    expect(await publish(held, 'live', nameOf(held))).toEqual({ code: 'NetStream.Publish.BadName', why });
    expect(held.live.streams.onlineOn(INGEST)).toEqual([]);
  });

  it('to a second publisher of the same name, which does not disturb the first', async () => {
    const held = await mediaStage();
    const first = await held.publisher();
    const second = await publish(held, 'live', sign(held, '/live/s1', INGEST_KEY));
    expect(second).toEqual({ code: 'NetStream.Publish.BadName', why: 'ALREADY PUBLISHED' });
    first.tags(clipTags(1));
    await (await held.watch()).until(({ frames }) => frames.length > 0);
  });

  it('for a stream that is forbidden, until it is resumed', async () => {
    const held = await mediaStage();
    const stream = { DomainName: INGEST, AppName: 'live', StreamName: 's1', LiveStreamType: 'publisher' };
    const first = await held.publisher();
    first.tags(clipTags(1));
    const viewer = await held.watch();
    await held.call('ForbidLiveStream', stream);
    await first.closed();
    await viewer.over();
    expect(await publish(held, 'live', sign(held, '/live/s1', INGEST_KEY))).toMatchObject({ why: 'FORBIDDEN' });
    await held.call('ResumeLiveStream', stream);
    await held.publisher();
  });

  it('when the address is none', async () => {
    const held = await mediaStage();
    expect(await publish(held, 'live', 'a/b')).toMatchObject({ code: 'NetStream.Publish.BadName' });
  });

  it('but both keys of a domain are good, so that keys can be rotated', async () => {
    const held = await mediaStage();
    await setKeys(held, INGEST, 'freshkey1', INGEST_KEY);
    expect(await publish(held, 'live', sign(held, '/live/s1', INGEST_KEY))).toMatchObject({
      code: 'NetStream.Publish.Start',
    });
    expect(await publish(held, 'live', sign(held, '/live/s1', 'freshkey1'))).toMatchObject({
      code: 'NetStream.Publish.Start',
    });
  });
});

describe('playback', () => {
  const extensions = ['flv', 'm3u8'] as const;
  it.each(extensions)(
    'of .%s is refused without, with a wrong, an expired, and another stream’s signature',
    async (extension) => {
      const held = await mediaStage();
      (await held.publisher()).tags(clipTags(1));
      const path = `/live/s1.${extension}`;
      const status = async (target: string): Promise<number> =>
        (await fetch(`${held.media.httpOrigin}${target}`)).status;
      expect(await status(path)).toBe(403);
      expect(await status(held.sign(path, 'otherkey1'))).toBe(403);
      expect(await status(held.sign(path, INGEST_KEY))).toBe(403);
      expect(await status(held.sign(path, STREAMING_KEY, { expiresInSeconds: -1 }))).toBe(403);
      expect(await status(held.sign('/live/s1', STREAMING_KEY).replace('s1', `s1.${extension}`))).toBe(403);
      expect(await status(held.sign(`/live/s2.${extension}`, STREAMING_KEY).replace('s2', 's1'))).toBe(403);
      expect(await status(held.sign(`/live/s9.${extension}`, STREAMING_KEY))).toBe(404);
    },
  );

  it('is signed with the streaming domain’s keys, either of them', async () => {
    const held = await mediaStage();
    (await held.publisher()).tags(clipTags(1));
    await setKeys(held, STREAMING, 'freshkey1', STREAMING_KEY);
    await held.watch();
    const fresh = await fetch(`${held.media.httpOrigin}${held.sign('/live/s1.flv', 'freshkey1')}`, { method: 'HEAD' });
    expect(fresh.status).toBe(200);
  });

  it('needs a streaming domain that is mapped to the ingest domain, else there is no such stream', async () => {
    const held = await mediaStage();
    (await held.publisher()).tags(clipTags(1));
    await held.call('DeleteLiveDomainMapping', { PullDomain: STREAMING, PushDomain: INGEST });
    expect(await fetch(held.playUrl('s1.flv'))).toMatchObject({ status: 404 });
  });

  it('is possible by RTMP as well, from a key picture on', async () => {
    const held = await mediaStage();
    (await held.publisher()).tags(clipTags(1));
    const player = new RtmpClient(held.rtmpPort);
    await player.connect('live');
    expect(await player.play(held.sign('/live/s1', STREAMING_KEY).replace('/live/', ''))).toBe('NetStream.Play.Start');
    await player.until(({ received }) => received.some((message) => message.type === 9 && message.body[1] === 1));
    const [picture] = player.received.filter((message) => message.type === 9 && message.body[1] === 1);
    expect(picture && isKeyPicture(picture)).toBe(true);
    player.kill();
    const refused = new RtmpClient(held.rtmpPort);
    await refused.connect('live');
    expect(await refused.play('s1')).toBe('NetStream.Play.StreamNotFound');
    await refused.closed();
  });
});

describe('a publisher that sends nothing', () => {
  it.each([
    ['for ten seconds, as in the service', {}, 10_000],
    ['for as long as has been set', { streamIdleMs: 3_000 }, 3_000],
  ])('%s is cut', async (_name, settings, idleMs) => {
    const held = await mediaStage({ settings });
    const publisher = await held.publisher();
    publisher.tags(clipTags(1));
    const viewer = await held.watch();
    await viewer.until(({ frames }) => frames.length > 0);
    for (let passed = 0; passed < idleMs - 1_000; passed += 1_000) {
      held.clock.advance(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(held.live.streams.onlineOn(INGEST)).toHaveLength(1);
    held.clock.advance(1_000);
    await publisher.closed();
    await viewer.over();
    expect(held.live.streams.onlineOn(INGEST)).toEqual([]);
  });
});
