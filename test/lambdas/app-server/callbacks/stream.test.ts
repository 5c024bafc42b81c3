import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '../support/memory-live.ts';
import { createRoom, SECRETS, type World, world } from '../support/world.ts';

let at: World;
beforeEach(async () => {
  at = await world();
});

const seconds = (): number => Math.floor(at.clock.time / 1_000);

interface Parts {
  readonly domain?: string;
  readonly timestamp?: number;
  readonly key?: string;
  readonly headers?: Record<string, string>;
}

/** A callback as the Live service sends it. */
function callback(query: Record<string, string | number>, parts: Parts = {}) {
  const timestamp = parts.timestamp ?? seconds();
  const text = `${parts.domain ?? 'ingest.localhost'}|${timestamp}|${parts.key ?? SECRETS.stream}`;
  const headers = parts.headers ?? {
    'ali-live-timestamp': String(timestamp),
    'ali-live-signature': createHash('md5').update(text).digest('hex'),
  };
  const all = {
    app: 'ingest.localhost',
    appname: 'live',
    time: String(seconds()),
    ip: '1.2.3.4',
    usrargs: 'x',
    ...query,
  };
  const parameters = new URLSearchParams(
    Object.entries(all).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return at.request(`/api/v1/live/handlePushStreamEventCallback?${parameters}`, { headers });
}

const statusOf = (id: string) => at.rows.all('rooms').find((row) => row.room_id === id)?.status;

describe('the stream callback', () => {
  it('makes a room live and paused again, and is confirmed by the Live service each time', async () => {
    const id = await createRoom(at, 'anna');
    at.live.online.add(`live/${id}`);
    expect(await callback({ action: 'publish', id })).toMatchObject({ status: 200, body: { code: 200 } });
    expect(statusOf(id)).toBe(1);
    at.clock.time += 5_000;
    at.live.online.clear();
    await callback({ action: 'publish_done', id });
    expect(statusOf(id)).toBe(0);
    expect(at.live.calls.filter((call) => call.action === 'DescribeLiveStreamState')).toHaveLength(2);
  });

  it('W45: tells the group that the anchor is back, and that its stream broke off with a type that only our clients know', async () => {
    const id = await createRoom(at, 'anna');
    at.live.online.add(`live/${id}`);
    await callback({ action: 'publish', id });
    expect(at.live.messages).toEqual([{ group: id, type: 10_003, body: '{}' }]);
    at.live.online.clear();
    at.clock.time += 5_000;
    await callback({ action: 'publish_done', id });
    expect(at.live.messages.slice(1)).toEqual([
      { group: id, type: 19_001, body: '{"status":0,"reason":"stream_lost"}' },
    ]);
    await callback({ action: 'publish_done', id });
    expect(at.live.messages).toHaveLength(2);
  });

  it('a group without anybody in it, which refuses the message, is no failure', async () => {
    const id = await createRoom(at, 'anna');
    at.live.online.add(`live/${id}`);
    at.live.before = ({ action }) => {
      if (action === 'SendLiveMessageGroup') {
        throw failure(action, 'InputInvalid');
      }
    };
    expect((await callback({ action: 'publish', id })).status).toBe(200);
    expect(statusOf(id)).toBe(1);
  });

  it('W10: what the Live service confirms only later counts when the callback is repeated', async () => {
    const id = await createRoom(at, 'anna');
    const signedAt = seconds();
    const publish = () => callback({ action: 'publish', id, time: signedAt }, { timestamp: signedAt });
    const refused = await publish();
    expect(refused).toMatchObject({ status: 503, body: { reason: 'stream_not_confirmed' } });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(statusOf(id)).toBe(0);
    at.clock.time += 1_000;
    at.live.online.add(`live/${id}`);
    expect((await publish()).status).toBe(200);
    expect(statusOf(id)).toBe(1);
    at.forget();
    expect((await publish()).status).toBe(200);
    expect(at.live.calls).toEqual([]);
  });

  it('W10: what the Live service does not confirm changes nothing', async () => {
    const id = await createRoom(at, 'anna');
    await at.as('anna', 'start', { id, user_id: 'anna' });
    at.live.online.add(`live/${id}`);
    at.clock.time += 5_000;
    expect((await callback({ action: 'publish_done', id })).status).toBe(503);
    expect(statusOf(id)).toBe(1);
  });

  it('a plain stream beside the relayed one says nothing about the room, and is not asked for again', async () => {
    const id = await createRoom(at, 'anna', { mode: 1 });
    at.live.online.add(`live/${id}`);
    expect((await callback({ action: 'publish', id })).status).toBe(200);
    expect(statusOf(id)).toBe(0);
  });

  it('A8: a duplicate and a late event change nothing and ask nothing', async () => {
    const id = await createRoom(at, 'anna');
    at.live.online.add(`live/${id}`);
    at.clock.time += 10_000;
    await callback({ action: 'publish', id });
    at.forget();
    await callback({ action: 'publish', id });
    await callback({ action: 'publish_done', id, time: seconds() - 5 });
    expect(at.live.calls).toEqual([]);
    expect(at.rows.calls.filter((call) => call.operation === 'update')).toEqual([]);
    expect(statusOf(id)).toBe(1);
  });

  it('W13: an ended room is not opened by its stream', async () => {
    const id = await createRoom(at, 'anna');
    await at.as('anna', 'stop', { id, user_id: 'anna' });
    at.live.online.add(`live/${id}`);
    at.clock.time += 5_000;
    await callback({ action: 'publish', id });
    expect(statusOf(id)).toBe(2);
  });

  it.each<[string, Parts, string]>([
    ['no headers', { headers: {} }, 'not signed'],
    ['a wrong key', { key: 'another-key-0123456789' }, 'wrong signature'],
    ['another domain in the signature', { domain: 'other.localhost' }, 'wrong signature'],
    [
      'a signature that is no hash',
      { headers: { 'ali-live-timestamp': '1', 'ali-live-signature': 'zz' } },
      'wrong signature',
    ],
    ['a time that is none', { headers: { 'ali-live-timestamp': 'x', 'ali-live-signature': 'zz' } }, 'not signed'],
    ['an old signature', { timestamp: 1_795_323_600 - 301 }, 'wrong time'],
    ['a signature from the future', { timestamp: 1_795_323_600 + 301 }, 'wrong time'],
  ])('A8: refuses %s', async (_, parts, problem) => {
    const id = await createRoom(at, 'anna');
    at.live.online.add(`live/${id}`);
    expect(seconds()).toBe(1_795_323_600);
    const { status, body } = await callback({ action: 'publish', id }, parts);
    expect(status).toBe(403);
    expect(body).toMatchObject({ reason: 'callback_refused', message: expect.stringContaining(problem) });
    expect(statusOf(id)).toBe(0);
  });

  it('A8: refuses another domain in the query, and an event from long ago', async () => {
    const id = await createRoom(at, 'anna');
    expect((await callback({ action: 'publish', id, app: 'other.localhost' })).status).toBe(403);
    expect((await callback({ action: 'publish', id, time: seconds() - 301 })).status).toBe(403);
  });

  it.each([
    ['action', { action: 'publish_start' }],
    ['time', { action: 'publish', time: 'now' }],
    ['id', { action: 'publish', id: '' }],
  ])('A12: a wrong %s is 400', async (path, query) => {
    const { status, body } = await callback({ id: 'x', ...query });
    expect(status).toBe(400);
    expect(body.message).toMatch(new RegExp(`^${path}: `));
  });

  it('a stream of nobody, of no room, or of another app is no error', async () => {
    const id = await createRoom(at, 'anna');
    at.live.online.add(`live/${id}`);
    const queries: Record<string, string>[] = [{ id: 'somebody' }, { id: 'f'.repeat(32) }, { id, appname: 'other' }];
    for (const query of queries) {
      expect(await callback({ action: 'publish', ...query })).toMatchObject({ status: 200, body: { code: 200 } });
    }
    expect(statusOf(id)).toBe(0);
  });
});

describe('the callback of a relayed stream', () => {
  const relayed = (room: Record<string, unknown>, user: string): string => `artc0app_${room.meeting_id}_${user}_camera`;

  it('W8: finds exactly its room among several', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => createRoom(at, 'anna', { mode: 1 })));
    const [, , wanted] = ids;
    const room = at.rows.all('rooms').find((row) => row.room_id === wanted) ?? {};
    const stream = relayed(room, 'anna');
    at.live.online.add(`live/${stream}`);
    await callback({ action: 'publish', id: stream });
    expect(ids.map(statusOf)).toEqual([0, 0, 1, 0, 0]);
  });

  it('A8: a guest who leaves never ends the room', async () => {
    const id = await createRoom(at, 'anna', { mode: 1 });
    await at.as('anna', 'start', { id, user_id: 'anna' });
    const [room = {}] = at.rows.all('rooms');
    at.clock.time += 5_000;
    expect((await callback({ action: 'publish_done', id: relayed(room, 'bob') })).status).toBe(200);
    expect(statusOf(id)).toBe(1);
    await callback({ action: 'publish_done', id: relayed(room, 'anna') });
    expect(statusOf(id)).toBe(0);
  });
});
