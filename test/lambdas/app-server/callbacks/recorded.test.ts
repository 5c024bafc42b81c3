import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '../support/memory-live.ts';
import { createRoom, type World, world } from '../support/world.ts';
import { type Parts, recordingCallback, seconds, vodCallback } from './signed.ts';

let at: World;
let id: string;
beforeEach(async () => {
  at = await world();
  id = await createRoom(at, 'anna');
  await at.as('anna', 'start', { id, user_id: 'anna' });
  await at.as('anna', 'stop', { id, user_id: 'anna' });
  at.live.videos.set('v1', { stream: id, start: at.clock.time, end: at.clock.time + 60_000, status: 'Normal' });
  at.forget();
});

const SENDERS = {
  recording: (body: object, parts?: Parts) => recordingCallback(at, { stream: id, ...body }, parts),
  vod: (body: object, parts?: Parts) => vodCallback(at, { StreamName: id, ...body }, parts),
};
const SERVICES = ['recording', 'vod'] as const;

const row = () => at.rows.all('rooms').find((one) => one.room_id === id);
const recordings = () => JSON.parse(String(row()?.recordings ?? '[]')) as { videoId: string }[];
const asked = () => at.live.calls.map((call) => call.action);

describe.each(SERVICES)('the %s callback', (service) => {
  const send = SENDERS[service];

  it('A20: finds the recording, and stores what VOD says itself', async () => {
    expect(await send({ VideoId: 'somebody-elses', uri: 'any/thing.m3u8' })).toMatchObject({
      status: 200,
      body: { code: 200 },
    });
    expect(at.live.calls).toEqual([
      {
        action: 'ListLiveRecordVideo',
        params: {
          ...{ DomainName: 'streaming.localhost', AppName: 'live', StreamName: id },
          ...{ SortBy: 'CreationTime:Asc', PageSize: 100 },
        },
      },
    ]);
    expect(recordings().map((one) => one.videoId)).toEqual(['v1']);
  });

  it('A20: twice, late and together with the timer, a recording is there once', async () => {
    await send({});
    at.clock.time += 2_000;
    await Promise.all([send({}), send({ VideoId: 'v2', uri: 'b' }), at.tick()]);
    expect(recordings().map((one) => one.videoId)).toEqual(['v1']);
  });

  it('A8: the same callback again asks nothing', async () => {
    const recorded = { timestamp: seconds(at) };
    await send({}, recorded);
    at.forget();
    at.clock.time += 6_000;
    expect((await send({}, recorded)).status).toBe(200);
    expect(asked()).toEqual([]);
  });

  it('A8: a recorded signature proves nothing else, neither about the same at once nor about another later', async () => {
    const recorded = { timestamp: seconds(at) };
    const refused = { status: 403, body: { reason: 'callback_refused', message: expect.stringContaining('replayed') } };
    await send({}, recorded);
    expect(await send({ start_time: 1, EventTime: '2026-11-22T05:00:01Z' }, recorded)).toMatchObject(refused);
    expect((await send({ uri: 'live/y/1_2.m3u8', VideoId: 'v2' }, recorded)).status).toBe(200);
    at.clock.time += 61_000;
    expect(await send({ uri: 'live/z/1_2.m3u8', VideoId: 'v3' }, recorded)).toMatchObject(refused);
  });

  it.each<[string, Parts, string]>([
    ['no headers', { headers: {} }, 'not signed'],
    ['a wrong key', { key: 'another-key-0123456789' }, 'wrong signature'],
    ['the key of the stream callback', { key: 'StreamCallbackKey0123456789abcdef' }, 'wrong signature'],
    ['another address in the signature', { address: 'other.example.com' }, 'wrong signature'],
    ['the ingest domain in the signature', { address: 'ingest.localhost' }, 'wrong signature'],
    ['an old signature', { timestamp: 1_795_323_600 - 301 }, 'wrong time'],
    ['a signature from the future', { timestamp: 1_795_323_600 + 301 }, 'wrong time'],
  ])('A8: refuses %s', async (_, parts, problem) => {
    const { status, body } = await send({}, parts);
    expect(status).toBe(403);
    expect(body).toMatchObject({ reason: 'callback_refused', message: expect.stringContaining(problem) });
    expect(asked()).toEqual([]);
    expect(recordings()).toEqual([]);
  });

  it('A17: when VOD does not answer the callback fails, and its repetition finds the recording', async () => {
    at.live.before = () => {
      throw failure('ListLiveRecordVideo', 'Timeout', true);
    };
    const recorded = { timestamp: seconds(at) };
    expect((await send({}, recorded)).status).toBe(503);
    at.live.before = () => undefined;
    expect((await send({}, recorded)).status).toBe(200);
    expect(recordings()).toHaveLength(1);
  });

  it('W19: asks VOD nothing about a room that is not over, and W13: opens no room', async () => {
    await at.as('anna', 'start', { id, user_id: 'anna' });
    at.forget();
    expect((await send({})).status).toBe(200);
    expect(asked()).toEqual([]);
    await at.as('anna', 'stop', { id, user_id: 'anna' });
    at.clock.time += 2_000;
    await send({});
    expect(row()?.status).toBe(2);
  });

  it('a stream of nobody, of a deleted room or of another app is no error and asks nothing', async () => {
    for (const name of ['somebody', 'f'.repeat(32)]) {
      expect((await send({ stream: name, StreamName: name })).status).toBe(200);
    }
    expect((await send({ app: 'other', AppName: 'other' })).status).toBe(200);
    await at.as('anna', 'delete', { id, user_id: 'anna' });
    at.forget();
    at.clock.time += 1_000;
    expect((await send({})).status).toBe(200);
    expect(asked()).toEqual([]);
  });

  it('a room that is deleted while VOD is asked stays deleted', async () => {
    at.live.after = async () => {
      at.live.after = () => undefined;
      await at.as('anna', 'delete', { id, user_id: 'anna' });
    };
    expect((await send({})).status).toBe(200);
    expect(at.rows.all('rooms')).toEqual([]);
  });

  it('a stage that records nothing asks nothing', async () => {
    at = await world({ LIVE_STACK_RECORDING: 'none' });
    id = await createRoom(at, 'anna');
    await at.as('anna', 'stop', { id, user_id: 'anna' });
    at.forget();
    expect((await send({})).status).toBe(200);
    expect(asked()).toEqual([]);
  });
});

describe('what only one of the two does', () => {
  it('A8: the recording callback of another domain is refused', async () => {
    expect(await SENDERS.recording({ domain: 'other.localhost' })).toMatchObject({
      status: 403,
      body: { reason: 'callback_refused' },
    });
  });

  it('the VOD callback is that of the account, so a video of another domain or of no stream is no error', async () => {
    expect((await SENDERS.vod({ DomainName: 'other.localhost' })).status).toBe(200);
    const other = { EventType: 'TranscodeComplete', StreamName: undefined, DomainName: undefined };
    expect((await SENDERS.vod(other)).status).toBe(200);
    expect(asked()).toEqual([]);
  });

  it('a recording that begins or pauses is no news', async () => {
    for (const event of ['record_started', 'record_paused', 'record_resumed']) {
      expect((await SENDERS.recording({ event, uri: undefined })).status).toBe(200);
    }
    expect(asked()).toEqual([]);
  });

  it('the host of the callback URL may carry its port in the signature', async () => {
    await at.settings.write('public-url', { url: 'http://127.0.0.1:8443' });
    at = await world();
    await at.settings.write('public-url', { url: 'http://127.0.0.1:8443' });
    for (const address of ['127.0.0.1', '127.0.0.1:8443']) {
      expect((await recordingCallback(at, { stream: 'x' }, { address })).status).toBe(200);
    }
    const address = 'http://127.0.0.1:8443/api/v1/callbacks/vod';
    expect((await vodCallback(at, { StreamName: 'x' }, { address })).status).toBe(200);
  });

  it.each([
    ['domain', '/api/v1/callbacks/recording', { app: 'live', stream: 'x' }],
    ['uri', '/api/v1/callbacks/recording', { domain: 'd', app: 'live', stream: 'x', uri: 7 }],
    ['EventType', '/api/v1/callbacks/vod', { VideoId: 'v1' }],
  ])('A12: a wrong %s is 400', async (path, address, body) => {
    const answer = await at.request(address, { method: 'POST', body: JSON.stringify(body) });
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(new RegExp(`^${path}: `));
  });
});

describe('W9: relayed streams', () => {
  it('a guest’s recording is no replay of the room; the anchor’s is', async () => {
    const room = await createRoom(at, 'anna', { mode: 1 });
    await at.as('anna', 'start', { id: room, user_id: 'anna' });
    await at.as('anna', 'stop', { id: room, user_id: 'anna' });
    const meeting = at.rows.all('rooms').find((one) => one.room_id === room)?.meeting_id;
    const stream = (user: string): string => `artc0app_${meeting}_${user}_camera`;
    at.live.videos.set('guest', { stream: stream('bob'), start: 1, end: 2, status: 'Normal' });
    at.live.videos.set('anchor', { stream: stream('anna'), start: 1, end: 2, status: 'Normal' });
    at.forget();
    await vodCallback(at, { StreamName: stream('bob') });
    expect(asked()).toEqual([]);
    await vodCallback(at, { StreamName: stream('anna') });
    const found = at.rows.all('rooms').find((one) => one.room_id === room)?.recordings;
    expect(JSON.parse(String(found))).toMatchObject([{ videoId: 'anchor' }]);
  });
});
