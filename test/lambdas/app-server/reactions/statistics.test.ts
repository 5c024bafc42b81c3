import { beforeEach, describe, expect, it } from 'vitest';
import { metrics } from '../../../../lambdas/api/rooms.ts';
import { LIST_CACHE_MS, toMetrics } from '../../../../lambdas/app-server/reactions/statistics.ts';
import { addLikes, NONE } from '../../../../lambdas/app-server/reactions/store.ts';
import { failure } from '../support/memory-live.ts';
import { createRoom, type World, world } from '../support/world.ts';

let at: World;
let id: string;
beforeEach(async () => {
  at = await world();
  id = await createRoom(at, 'anna');
  at.forget();
});

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const get = async (user: string) => (await at.as(user, 'get', { id, user_id: user })).body;
const listed = async (on: World = at) => {
  const { body } = await on.as('bob', 'list', { user_id: 'bob', page_num: 1, page_size: 20 });
  return (body as unknown as { id: string; metrics: unknown }[]).find((room) => room.id === id)?.metrics;
};
const inGroup = (numbers: { online?: number; entries?: number }) =>
  Object.assign(at.live.groups.get(id) ?? {}, numbers);
const tables = (): string[] => at.rows.calls.map(({ operation, table }) => `${operation} ${table}`);

describe('statistics', () => {
  it('gotcha 17: are at the top for Android and under metrics for iOS', async () => {
    inGroup({ online: 2, entries: 5 });
    await at.as('bob', 'sendLikeMessage', { chatroom_id: id, like_count: 3 });
    const numbers = { pv: 5, uv: 0, online_count: 2, like_count: 3 };
    const { body } = await at.as('bob', 'getStatistics', { chatroom_id: id });
    expect(body).toEqual({ code: 200, ...numbers, metrics: numbers });
  });

  it('gotcha 2: fit 32 bits and the strict shape, whatever was counted', () => {
    const huge = { ...NONE, pv: 1, joins: 3e9, uv: 2 ** 40, onlineCount: -3, likeCount: 2_147_483_648 };
    const told = metrics.parse(toMetrics(huge));
    expect(told).toEqual({ pv: 2_147_483_647, uv: 2_147_483_647, online_count: 0, like_count: 2_147_483_647 });
  });

  it('of a room that does not exist are 404', async () => {
    expect((await at.as('bob', 'getStatistics', { chatroom_id: 'nosuchroom' })).status).toBe(404);
  });

  it('W18: follow the new messaging service although the request names none', async () => {
    inGroup({ online: 2, entries: 5 });
    expect((await get('bob')).metrics).toMatchObject({ pv: 5, online_count: 2 });
    at.clock.time += 60_000;
    inGroup({ entries: 6 });
    const started = await at.as('anna', 'start', { id, user_id: 'anna' });
    expect(started.body.metrics).toMatchObject({ pv: 6, online_count: 2 });
  });

  it('are fetched at most every five seconds, by one of a crowd', async () => {
    const describes = () => at.live.calls.filter(({ action }) => action === 'DescribeLiveMessageGroup').length;
    await Promise.all(Array.from({ length: 30 }, (_, index) => get(`user${index}`)));
    expect(describes()).toBe(1);
    await settled();
    at.clock.time += 4_999;
    await get('bob');
    expect(describes()).toBe(1);
    at.clock.time += 1;
    await get('bob');
    expect(describes()).toBe(2);
  });

  it('W27: a messaging service that fails is no visit less: the numbers stay as they were, and it is logged', async () => {
    inGroup({ online: 2, entries: 5 });
    await get('bob');
    await settled();
    at.clock.time += 10_000;
    at.live.before = ({ action }) => {
      throw failure(action, 'Throttling.User', true);
    };
    const room = await get('bob');
    expect(room.metrics).toMatchObject({ pv: 5, online_count: 2 });
    expect(at.log.join('\n')).toContain('Throttling.User');
  });

  it.each(['deleted', 'gone'])('the visits of a room outlive its group, which is %s', async (how) => {
    inGroup({ online: 2, entries: 5 });
    await get('bob');
    await settled();
    at.live.groups.delete(id);
    if (how === 'deleted') at.live.deletedGroups.add(id);
    at.clock.time += 10_000;
    expect((await get('bob')).metrics).toMatchObject({ pv: 5 });
  });
});

describe('unique viewers', () => {
  it('are counted once each, however often and on however many instances they enter, and the anchor is none', async () => {
    const other = await at.restarted();
    for (const user of ['anna', 'bob', 'bob', 'carl']) {
      await get(user);
      await other.as(user, 'get', { id, user_id: user });
    }
    await settled();
    expect((await get('bob')).metrics).toMatchObject({ uv: 2 });
  });

  it('of a thousand entries of fifty users at once are fifty', async () => {
    const instances = [at, await at.restarted()];
    const entries = Array.from({ length: 1_000 }, (_, index) => {
      const user = `user${index % 50}`;
      return instances[index % 2]?.as(user, 'get', { id, user_id: user });
    });
    await Promise.all(entries);
    await settled();
    expect((await get('bob')).metrics).toMatchObject({ uv: 50 });
  });

  it('of another room are others, and who is not let in is none', async () => {
    const second = await createRoom(at, 'anna');
    await at.as('anna', 'banUser', { id, target_ids: ['bob'] });
    await get('bob');
    await at.as('bob', 'get', { id: second, user_id: 'bob' });
    await settled();
    const uv = async (room: string) => (await at.as('anna', 'getStatistics', { chatroom_id: room })).body.uv;
    expect([await uv(id), await uv(second)]).toEqual([0, 1]);
  });
});

describe('lists', () => {
  it('W16, W17: of twenty rooms need two calls of Tablestore and none of the messaging service', async () => {
    for (let index = 0; index < 19; index++) {
      await createRoom(at, 'anna');
    }
    at.forget();
    await listed();
    expect(tables().filter((call) => !call.endsWith('settings'))).toEqual([
      'range rooms_by_time',
      'batchGet room_stats',
    ]);
    expect(at.live.calls).toEqual([]);
  });

  it('W17: repeat their numbers for two seconds, and then read them anew', async () => {
    expect(await listed()).toMatchObject({ like_count: 0 });
    await addLikes(at.rows, id, 7);
    at.forget();
    expect(await listed()).toMatchObject({ like_count: 0 });
    expect(tables()).not.toContain('batchGet room_stats');
    at.clock.time += LIST_CACHE_MS;
    expect(await listed()).toMatchObject({ like_count: 7 });
  });

  it('gotcha 3: have numbers also when they cannot be read', async () => {
    at.rows.before = ({ table }) => {
      if (table === 'room_stats') throw new Error('no answer');
    };
    expect(await listed()).toEqual({ pv: 0, uv: 0, online_count: 0, like_count: 0 });
  });
});

describe('the calls of get', () => {
  it('are at most two in sequence: what it reads first, and then the messaging service', async () => {
    await get('bob');
    await settled();
    at.clock.time += 10_000;
    at.forget();
    // Everything of one generation is asked before anything of it is answered.
    const open = { rows: 0, generations: [] as string[][] };
    const enter = async (name: string) => {
      if (open.rows++ === 0) open.generations.push([]);
      open.generations.at(-1)?.push(name);
      await settled();
      open.rows--;
    };
    at.rows.before = ({ table }) => enter(table);
    at.live.before = ({ action }) => enter(action);
    expect((await get('bob')).id).toBe(id);
    const answered = open.generations.filter((names) => !names.every((name) => name === 'settings'));
    expect(answered[0]).toEqual(expect.arrayContaining(['rooms', 'room_stats', 'bans']));
    expect(new Set(answered[1])).toEqual(new Set(['DescribeLiveMessageGroup', 'DescribeLiveMessageGroupBand']));
    // What the answer does not wait for.
    expect(answered.slice(2).flat()).toEqual(['room_stats']);
  });
});
