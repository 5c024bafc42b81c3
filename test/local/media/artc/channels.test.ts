import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { channelToken } from '../../../../local/rtc/channel-token.ts';
import { pass } from '../../callbacks/moving-time.ts';
import { ARTC_APP } from '../../live/live-cloud.ts';
import { INGEST, STREAMING } from '../../live/stage.ts';
import { INGEST_KEY, type MediaStage, mediaStage } from '../support/media-stage.ts';
import { RtcClient } from '../support/rtc-client.ts';

const CHANNEL = 'room1';
const RELAYED = 'app_room1_anna_camera';
/** Of a task that relays one person. */
const ANNA = JSON.stringify({ UserId: 'anna' });

function url(
  { media, clock }: MediaStage,
  purpose: 'push' | 'play',
  userId: string,
  wrong: Record<string, string> = {},
): string {
  const login = {
    appId: ARTC_APP.appId,
    channelId: CHANNEL,
    userId,
    timestamp: String(Math.floor(clock.now() / 1_000) + 3_600),
  };
  const token = channelToken(ARTC_APP.appKey, login);
  const query = new URLSearchParams({ sdkAppId: login.appId, userId, timestamp: login.timestamp, token, ...wrong });
  return `${media.httpOrigin}/rtc/${purpose}/${CHANNEL}?${query}`;
}

async function enter(held: MediaStage, userId: string, groups = 1): Promise<RtcClient & { readonly location: string }> {
  const client = new RtcClient();
  client.send(groups);
  const { status, location, text } = await client.post(url(held, 'push', userId));
  if (status !== 201) throw new Error(`${status} ${text}`);
  return Object.assign(client, { location });
}

async function relayedStage(): Promise<MediaStage> {
  const held = await mediaStage();
  const { CreateAutoLiveStreamRule } = held.rtc.service.actions;
  const rule = { AppId: ARTC_APP.appId, PlayDomain: `rtmp://${STREAMING}/live`, RuleName: 'relay' };
  await CreateAutoLiveStreamRule?.(rule, { accountId: '1' } as never);
  return held;
}

/** Sends pictures and sound of one group until something holds; `mark` is in each of them. */
async function sendUntil(client: RtcClient, isDone: () => boolean, group = 0, mark = 0): Promise<void> {
  for (let time = 0; !isDone(); time += 40) {
    if (time % 200 === 0) client.key(time, group, mark);
    else client.picture(time, group, mark);
    client.sound(time, group, mark);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The publisher's signalling socket, with what it has been told. */
async function signalling(held: MediaStage, location: string) {
  const socket = new WebSocket(`${held.media.httpOrigin.replace('http', 'ws')}${location}/signal`);
  onTestFinished(() => socket.terminate());
  const told: { readonly type: string; readonly mode?: number; readonly panes?: unknown; readonly picture?: string }[] =
    [];
  let wake: () => void = () => undefined;
  socket.on('message', (data) => {
    told.push(JSON.parse(String(data)));
    wake();
  });
  const until = async (isDone: () => boolean): Promise<void> => {
    while (!isDone()) await new Promise<void>((resolve) => (wake = resolve));
  };
  await until(() => told.length > 0);
  return { socket, told, until, say: (message: object) => socket.send(JSON.stringify(message)) };
}

describe('a channel', () => {
  it('lets people see each other', async () => {
    const held = await mediaStage();
    const anna = await enter(held, 'anna');
    const ben = await enter(held, 'ben');
    expect(held.rtc.channels.users('app', CHANNEL)).toMatchObject([
      { userId: 'anna', role: 'interactive', media: { audio: true, video: true } },
      { userId: 'ben', role: 'interactive' },
    ]);
    const seen = new RtcClient();
    seen.receive();
    expect(await seen.post(url(held, 'play', 'anna'))).toMatchObject({ status: 201 });
    await sendUntil(anna, () => new Set(seen.received.map(({ kind }) => kind)).size === 2, 0, 7);
    expect(seen.received.some(({ kind, payload }) => kind === 'video' && payload[1] === 7)).toBe(true);
    await fetch(`${held.media.httpOrigin}${ben.location}`, { method: 'DELETE' });
    expect(held.rtc.channels.users('app', CHANNEL)).toMatchObject([{ userId: 'anna' }]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['a wrong token', { token: '0'.repeat(64) }, 'INVALID TOKEN'],
    ['another user’s token', { userId: 'mallory' }, 'INVALID TOKEN'],
    ['another application', { sdkAppId: 'other' }, 'UNKNOWN APP'],
    ['a time that was changed', { timestamp: '9999999999' }, 'INVALID TIMESTAMP'],
    ['a time that is over', { timestamp: '1000000000' }, 'EXPIRED'],
    ['an impossible user', { userId: 'a b' }, 'INVALID ID'],
  ])('refuses %s, for push and play', async (_name, wrong, problem) => {
    const held = await mediaStage();
    for (const purpose of ['push', 'play'] as const) {
      const answer = await fetch(url(held, purpose, 'anna', wrong), { method: 'POST', body: 'v=0' });
      expect([answer.status, await answer.text()]).toEqual([403, `${problem}: ask the AppServer for a new URL\n`]);
    }
    expect(held.rtc.channels.of('app')).toEqual([]);
  });

  it('refuses another channel’s token, and URLs that are none', async () => {
    const held = await mediaStage();
    const other = url(held, 'push', 'anna').replace(`/${CHANNEL}?`, '/room2?');
    expect(await fetch(other, { method: 'POST', body: 'v=0' })).toMatchObject({ status: 403 });
    for (const path of ['/rtc/push/room1', '/rtc/listen/room1?sdkAppId=app', '/rtc/x']) {
      expect(await fetch(`${held.media.httpOrigin}${path}`, { method: 'POST' })).toMatchObject({ status: 400 });
    }
  });

  it('shows nothing of somebody who is not there, and lets nobody in with a bad offer', async () => {
    const held = await mediaStage();
    expect(await fetch(url(held, 'play', 'anna'), { method: 'POST', body: 'v=0' })).toMatchObject({ status: 404 });
    expect(await fetch(url(held, 'push', 'anna'), { method: 'POST', body: 'v=0' })).toMatchObject({ status: 400 });
    expect(held.rtc.channels.of('app')).toEqual([]);
  });

  it.each<[string, (held: MediaStage) => unknown]>([
    [
      'is removed',
      (held) =>
        held.call('RemoveTerminals', {
          AppId: 'app',
          ChannelId: CHANNEL,
          'TerminalIds.1': 'anna',
        }),
    ],
    ['loses the channel', (held) => held.call('DeleteChannel', { AppId: 'app', ChannelId: CHANNEL })],
    ['comes with a second device', (held) => enter(held, 'anna')],
  ])('ends the connection of somebody who %s', async (_name, act) => {
    const held = await mediaStage();
    const anna = await enter(held, 'anna');
    await act(held);
    expect(await fetch(`${held.media.httpOrigin}${anna.location}`, { method: 'DELETE' })).toMatchObject({
      status: 404,
    });
  });
});

describe('stream relay', () => {
  it('by a rule puts an anchor on the streaming domain, for FLV and WHEP, under the name of the service', async () => {
    const held = await relayedStage();
    const anna = await enter(held, 'anna');
    expect(held.live.streams.onlineOn(INGEST)).toMatchObject([{ app: 'live', stream: RELAYED }]);
    const viewer = await held.watch(RELAYED);
    await sendUntil(anna, () => viewer.flv.frames.length > 20);
    await fetch(`${held.media.httpOrigin}${anna.location}`, { method: 'DELETE' });
    await viewer.over();
    expect(held.live.streams.onlineOn(INGEST)).toEqual([]);
  });

  it('does not happen without a rule or a task', async () => {
    const held = await mediaStage();
    await enter(held, 'anna');
    expect(held.live.streams.onlineOn(INGEST)).toEqual([]);
  });

  it('that is forbidden ends, leaves the channel alone, and comes back when it is resumed', async () => {
    const held = await relayedStage();
    const anna = await enter(held, 'anna');
    const name = { domain: INGEST, app: 'live', stream: RELAYED };
    held.live.streams.forbid(name, undefined);
    expect(held.live.streams.onlineOn(INGEST)).toEqual([]);
    expect(held.rtc.channels.users('app', CHANNEL)).toHaveLength(1);
    held.live.streams.resume(name);
    anna.picture(0);
    await pass(held.clock, 1_000);
    expect(held.live.streams.onlineOn(INGEST)).toHaveLength(1);
  });

  const task = (held: MediaStage, stream = 'mixed') => ({
    ...{ AppId: 'app', ChannelId: CHANNEL, TaskId: 't1' },
    StreamURL: `rtmp://${INGEST}${held.sign(`/live/${stream}`, INGEST_KEY)}`,
  });

  it.each([
    ['the ingest domain', `rtmp://${INGEST}`],
    ['the media server, as URLs of this machine do', 'rtmp://127.0.0.1:1935'],
  ])('by a task whose URL names %s begins and ends with it', async (_which, origin) => {
    const held = await mediaStage();
    const anna = await enter(held, 'anna');
    const StreamURL = task(held).StreamURL.replace(`rtmp://${INGEST}`, origin);
    await held.call('StartLiveMPUTask', { ...task(held), StreamURL, MixMode: '0', SingleSubParams: ANNA });
    expect(held.live.streams.onlineOn(INGEST)).toMatchObject([{ stream: 'mixed' }]);
    const viewer = await held.watch('mixed');
    await sendUntil(anna, () => viewer.flv.frames.length > 0);
    await held.call('StopLiveMPUTask', { AppId: 'app', TaskId: 't1' });
    await viewer.over();
  });

  it('by a task whose URL is not signed for the ingest domain is refused, and the log says so once', async () => {
    const held = await mediaStage();
    const anna = await enter(held, 'anna');
    const StreamURL = `rtmp://${INGEST}${held.sign('/live/mixed', 'wrongkey1')}`;
    await held.call('StartLiveMPUTask', {
      ...task(held),
      StreamURL,
      MixMode: '0',
      SingleSubParams: ANNA,
    });
    for (let second = 0; second < 3; second += 1) {
      anna.picture(second);
      await pass(held.clock, 1_000);
    }
    expect(held.live.streams.onlineOn(INGEST)).toEqual([]);
    expect(held.logged.filter((line) => line.includes('INVALID MD5HASH'))).toHaveLength(1);
  });

  it('goes on when the anchor’s browser comes back', async () => {
    const held = await mediaStage();
    const anna = await enter(held, 'anna');
    await enter(held, 'ben');
    await held.call('StartLiveMPUTask', { ...task(held), MixMode: '0', SingleSubParams: ANNA });
    await fetch(`${held.media.httpOrigin}${anna.location}`, { method: 'DELETE' });
    expect(held.live.streams.onlineOn(INGEST)).toEqual([]);
    await enter(held, 'anna');
    expect(held.live.streams.onlineOn(INGEST)).toMatchObject([{ stream: 'mixed' }]);
  });
});

describe('mixing', () => {
  const panes = [
    { UserInfo: { UserId: 'anna' }, X: '0', Y: '0', Width: '0.5', Height: '1', ZOrder: '0' },
    { UserInfo: { UserId: 'ben' }, X: '0.5', Y: '0', Width: '0.5', Height: '1', ZOrder: '1' },
  ];
  const mixing = {
    AppId: 'app',
    ChannelId: CHANNEL,
    TaskId: 't1',
    MixMode: '1',
    TranscodeParams: JSON.stringify({ Layout: { UserPanes: panes } }),
  };

  const single = { AppId: 'app', ChannelId: CHANNEL, TaskId: 't1' };

  it('is told to the anchor’s browser by the tasks, and seen by viewers without an interruption', async () => {
    const held = await mediaStage();
    const anna = await enter(held, 'anna', 2);
    const { told, until, say } = await signalling(held, anna.location);
    expect(told).toEqual([{ type: 'mix', mode: 0, panes: [] }]);
    const StreamURL = `rtmp://${INGEST}${held.sign('/live/mixed', INGEST_KEY)}`;
    await held.call('StartLiveMPUTask', {
      ...single,
      StreamURL,
      MixMode: '0',
      SingleSubParams: ANNA,
    });
    const viewer = await held.watch('mixed');
    const showing = (mark: number) =>
      viewer.flv.frames.some(({ type, body }) => type === 9 && body.includes(Buffer.from([0x65, mark, 0x80])));
    await sendUntil(anna, () => showing(1), 0, 1);

    await held.call('UpdateLiveMPUTask', { ...mixing, StreamURL });
    await until(() => told.length === 2);
    expect(told[1]).toEqual({
      ...{ type: 'mix', mode: 1 },
      panes: [
        { userId: 'anna', x: 0, y: 0, w: 0.5, h: 1, z: 0 },
        { userId: 'ben', x: 0.5, y: 0, w: 0.5, h: 1, z: 1 },
      ],
    });
    say({ type: 'mixing', on: true });
    await sendUntil(anna, () => told.at(-1)?.picture === 'mix', 1, 2);
    await sendUntil(anna, () => showing(2), 1, 2);

    await held.call('UpdateLiveMPUTask', { ...mixing, StreamURL, MixMode: '0' });
    await until(() => told.at(-1)?.mode === 0);
    await sendUntil(anna, () => told.at(-1)?.picture === 'camera', 0, 3);
    await sendUntil(anna, () => showing(3), 0, 3);
    expect(viewer.isOver).toBe(false);
    const times = viewer.flv.frames.filter(({ type }) => type === 9).map(({ timeMs }) => timeMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('begins on the browser’s own word where a rule relays, as with the client-side way of the service', async () => {
    const held = await relayedStage();
    const anna = await enter(held, 'anna', 2);
    const { told, say } = await signalling(held, anna.location);
    await held.watch(RELAYED);
    say({ type: 'mixing', on: true });
    await sendUntil(anna, () => told.at(-1)?.picture === 'mix', 1, 2);
    say({ type: 'mixing', on: false });
    await sendUntil(anna, () => told.at(-1)?.picture === 'camera', 0, 1);
    expect(told.map(({ picture }) => picture).filter(Boolean)).toEqual(['mix', 'camera']);
  });

  it('is not seen while the task says that one person is to be seen', async () => {
    const held = await mediaStage();
    const anna = await enter(held, 'anna', 2);
    const { told, until, say } = await signalling(held, anna.location);
    const StreamURL = `rtmp://${INGEST}${held.sign('/live/mixed', INGEST_KEY)}`;
    await held.call('StartLiveMPUTask', {
      ...single,
      StreamURL,
      MixMode: '0',
      SingleSubParams: ANNA,
    });
    say({ type: 'mixing', on: true });
    const viewer = await held.watch('mixed');
    let rounds = 0;
    const enough = (): boolean => {
      rounds += 1;
      return rounds > 20;
    };
    await sendUntil(anna, enough, 1, 2);
    await sendUntil(anna, () => viewer.flv.frames.length > 4, 0, 1);
    expect(told.some(({ picture }) => picture === 'mix')).toBe(false);
    await held.call('UpdateLiveMPUTask', { ...mixing, StreamURL });
    await until(() => told.at(-1)?.mode === 1);
    await sendUntil(anna, () => told.at(-1)?.picture === 'mix', 1, 2);
  });

  it.each(['hello', '{}', '{"type":"mixing"}', 'null'])('says nothing to a socket that sends %s', async (text) => {
    const held = await mediaStage();
    const anna = await enter(held, 'anna');
    const { socket } = await signalling(held, anna.location);
    const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)));
    socket.send(text);
    expect(await closed).toBe(1_008);
    expect(held.rtc.channels.users('app', CHANNEL)).toHaveLength(1);
  });

  it('has no socket for a session that does not exist', async () => {
    const held = await mediaStage();
    const socket = new WebSocket(`${held.media.httpOrigin.replace('http', 'ws')}/session/${'0'.repeat(32)}/signal`);
    const error = await new Promise<Error>((resolve) => socket.on('error', resolve));
    expect(error.message).toContain('404');
  });
});
