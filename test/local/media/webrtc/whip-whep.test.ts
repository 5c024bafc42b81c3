import { describe, expect, it } from 'vitest';
import { SILENCE_MS } from '../../../../local/media/webrtc/incoming.ts';
import { pass } from '../../callbacks/moving-time.ts';
import { INGEST } from '../../live/stage.ts';
import { clipTags } from '../support/clip.ts';
import { INGEST_KEY, type MediaStage, mediaStage, STREAMING_KEY } from '../support/media-stage.ts';
import { type Answer, RtcClient } from '../support/rtc-client.ts';

function whipUrl({ media, sign }: MediaStage, stream = 'w1'): string {
  return `${media.httpOrigin}/whip${sign(`/live/${stream}`, INGEST_KEY)}`;
}

function whepUrl({ media, sign }: MediaStage, stream = 'w1'): string {
  return `${media.httpOrigin}/whep${sign(`/live/${stream}`, STREAMING_KEY)}`;
}

async function publish(held: MediaStage): Promise<RtcClient & { readonly location: string }> {
  const client = new RtcClient();
  client.send();
  const { status, location, text } = await client.post(whipUrl(held));
  if (status !== 201) throw new Error(`${status} ${text}`);
  return Object.assign(client, { location });
}

async function play(held: MediaStage): Promise<RtcClient> {
  const client = new RtcClient();
  client.receive();
  expect(await client.post(whepUrl(held))).toMatchObject({ status: 201 });
  return client;
}

/** Sends until somebody has what it waits for: packets of the first moment are lost in any network. */
async function sendUntil(client: RtcClient, isDone: () => boolean): Promise<void> {
  for (let time = 0; !isDone(); time += 40) {
    if (time % 400 === 0) client.key(time);
    else client.picture(time);
    client.sound(time);
    client.sound(time + 20);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('WHIP', () => {
  it('puts a stream on the air, which is played by WHEP, FLV and HLS', async () => {
    const held = await mediaStage();
    const publisher = await publish(held);
    expect(held.live.streams.onlineOn(INGEST)).toMatchObject([
      { stream: 'w1', publishUrl: expect.stringMatching(/^artc:\/\/ingest/) },
    ]);
    const viewer = await play(held);
    const flv = await held.watch('w1');
    const kinds = () => new Set(viewer.received.map(({ kind }) => kind));
    await sendUntil(publisher, () => kinds().size === 2 && flv.flv.frames.length > 60);
    expect(flv.flv.flags).toBe(5);
    expect(flv.flv.tags.some(({ body }) => body.toString('latin1', 1, 5) === 'Opus')).toBe(true);
    expect(await (await fetch(held.playUrl('w1.m3u8'))).text()).toContain('#EXTINF');
    expect(held.live.streams.onlineOn(INGEST)).toMatchObject([{ width: 640, height: 360 }]);
  });

  it('tells players to show each picture when it comes', async () => {
    const held = await mediaStage();
    const publisher = await publish(held);
    const viewer = await play(held);
    const of = (wanted: string) => viewer.received.filter(({ kind }) => kind === wanted);
    await sendUntil(publisher, () => of('video').length > 0 && of('audio').length > 0);
    expect(of('video')[0]?.extensions).toEqual([Buffer.from([0, 0, 0])]);
    expect(of('audio')[0]?.extensions).toEqual([]);
  });

  it('asks for a key picture every second, and for each new viewer', async () => {
    const held = await mediaStage();
    const publisher = await publish(held);
    const flv = await held.watch('w1');
    await sendUntil(publisher, () => flv.flv.frames.length > 0);
    for (let seconds = 0; seconds < 3; seconds += 1) {
      const { asked } = publisher;
      publisher.picture(1);
      await pass(held.clock, 1_000);
      await publisher.until((client) => client.asked > asked);
    }
    const { asked } = publisher;
    await pass(held.clock, 400);
    await play(held);
    await publisher.until((client) => client.asked > asked);
  });

  it('ends by DELETE, and all who watch are told', async () => {
    const held = await mediaStage();
    const publisher = await publish(held);
    const flv = await held.watch('w1');
    await sendUntil(publisher, () => flv.flv.frames.length > 0);
    const gone = await fetch(`${held.media.httpOrigin}${publisher.location}`, { method: 'DELETE' });
    expect(gone.status).toBe(200);
    await flv.over();
    expect(held.live.streams.onlineOn(INGEST)).toEqual([]);
    expect(await fetch(`${held.media.httpOrigin}${publisher.location}`, { method: 'DELETE' })).toMatchObject({
      status: 404,
    });
  });

  it('ends two seconds after the last packet: a closed tab says nothing', async () => {
    const held = await mediaStage();
    const publisher = await publish(held);
    const flv = await held.watch('w1');
    await sendUntil(publisher, () => flv.flv.frames.length > 0);
    await pass(held.clock, SILENCE_MS - 1_000);
    publisher.picture(100_000);
    expect(held.live.streams.onlineOn(INGEST)).toHaveLength(1);
    await pass(held.clock, SILENCE_MS + 1_000);
    await flv.over();
    expect(held.live.streams.onlineOn(INGEST)).toEqual([]);
  });

  it('is cut when the stream is forbidden, and refused until it is resumed', async () => {
    const held = await mediaStage();
    await publish(held);
    const name = { domain: INGEST, app: 'live', stream: 'w1' };
    held.live.streams.forbid(name, undefined);
    const again = new RtcClient();
    again.send();
    expect(await again.post(whipUrl(held))).toMatchObject({ status: 403, text: 'FORBIDDEN\n' });
    held.live.streams.resume(name);
    await publish(held);
  });

  it('is refused to a second publisher, also when the first came by RTMP', async () => {
    const held = await mediaStage();
    await held.publisher('w1');
    const second = new RtcClient();
    second.send();
    expect(await second.post(whipUrl(held))).toMatchObject({ status: 409, text: 'ALREADY PUBLISHED\n' });
  });
});

describe('WHIP and WHEP are refused', () => {
  const post = async (held: MediaStage, target: string): Promise<Answer> => {
    const client = new RtcClient();
    client.send();
    return client.post(`${held.media.httpOrigin}${target}`);
  };
  it.each(['whip', 'whep'] as const)(
    '%s: with a URL that is not signed, signed with the other domain’s key, for another stream, or expired',
    async (kind) => {
      const held = await mediaStage();
      const [key, other] = kind === 'whip' ? [INGEST_KEY, STREAMING_KEY] : [STREAMING_KEY, INGEST_KEY];
      for (const target of [
        '/live/w1',
        held.sign('/live/w1', other),
        held.sign('/live/w2', key).replace('w2', 'w1'),
        held.sign('/live/w1', key, { expiresInSeconds: -1 }),
      ]) {
        expect(await post(held, `/${kind}${target}`)).toMatchObject({ status: 403 });
      }
      expect(held.live.streams.onlineOn(INGEST)).toEqual([]);
    },
  );

  it.each([
    ['is none', 'v=0'],
    ['has no H.264', 'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\n'],
    [
      'is none of werift’s',
      'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1\r\n',
    ],
  ])('when the offer %s, and the name is free again', async (_name, body) => {
    const held = await mediaStage();
    expect(await fetch(whipUrl(held), { method: 'POST', body })).toMatchObject({ status: 400 });
    expect(held.live.streams.onlineOn(INGEST)).toEqual([]);
  });

  it('when the offer is too long', async () => {
    const held = await mediaStage();
    expect(await fetch(whipUrl(held), { method: 'POST', body: 'x'.repeat(100_000) })).toMatchObject({ status: 413 });
  });

  it('when the stream is not live, or has sound that WebRTC lacks', async () => {
    const held = await mediaStage();
    const viewer = new RtcClient();
    viewer.receive();
    expect(await viewer.post(whepUrl(held))).toMatchObject({ status: 404 });
    (await held.publisher('w1')).tags(clipTags(1));
    const other = new RtcClient();
    other.receive();
    expect(await other.post(whepUrl(held))).toMatchObject({
      status: 406,
      text: expect.stringContaining('play FLV or HLS'),
    });
  });
});

describe('pages of any origin', () => {
  it('may publish and play: preflights are answered', async () => {
    const held = await mediaStage();
    const answer = await fetch(whipUrl(held), { method: 'OPTIONS' });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-methods')).toContain('DELETE');
    expect((await fetch(held.playUrl('s1.flv'))).headers.get('access-control-allow-origin')).toBe('*');
  });

  it('learn what is here', async () => {
    const held = await mediaStage();
    expect(await (await fetch(`${held.media.httpOrigin}/`)).text()).toContain('docs/local-media.md');
    expect(await fetch(`${held.media.httpOrigin}/nothing/here`)).toMatchObject({ status: 404 });
    expect(await fetch(`${held.media.httpOrigin}/%zz`)).toMatchObject({ status: 400 });
  });
});
