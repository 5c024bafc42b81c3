import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApiClient } from '../../../lambdas/api/client.ts';
import { PAGE_CACHE_MS } from '../../../lambdas/app-server/rooms/list.ts';
import { type LocalStage, startLocalStage } from './support/local-stage.ts';
import { createRoom, type World, world } from './support/world.ts';

/** Tables that are counted apart: rows that make a request repeatable or bounded. */
const BESIDE = ['idempotency', 'rate_limits'];

let at: World;
beforeEach(async () => {
  at = await world();
});

const upstream = () => [
  ...at.rows.calls
    .filter(({ table }) => !BESIDE.includes(table))
    .map(({ operation, table }) => `${operation} ${table}`),
  ...at.live.calls.map(({ action }) => action),
];

describe('how many calls of the cloud a request costs, once the keys are in memory', () => {
  it('list of 20 rooms: an index range and a counter batch, and W17: no OpenAPI call', async () => {
    for (let n = 0; n < 20; n++) {
      await createRoom(at, 'anna', { mode: n % 2 });
    }
    const list = () => at.as('bob', 'list', { user_id: 'bob', page_num: 1, page_size: 20 });
    await list();
    at.clock.time += 3_000;
    at.forget();
    expect((await list()).body).toHaveLength(20);
    expect(upstream()).toEqual(['range rooms_by_time', 'batchGet room_stats']);
    at.clock.time += 1_000;
    at.forget();
    await list();
    expect(upstream()).toEqual(['range rooms_by_time']);
  });

  it.each(['list', 'listByCursor'] as const)(
    '%s of a crowd is read once a second, and anew when a room changed',
    async (route) => {
      const id = await createRoom(at, 'anna');
      const ask = async () => {
        const { body } = await at.as('bob', route, route === 'list' ? { page_num: 1, page_size: 20 } : { limit: 20 });
        return route === 'list' ? body : body.rooms;
      };
      at.clock.time += 2_000;
      at.forget();
      await Promise.all([ask(), ask(), ask()]);
      await ask();
      expect(upstream()).toEqual(['range rooms_by_time', 'batchGet room_stats']);
      await at.as('anna', 'start', { id, user_id: 'anna' });
      expect(await ask()).toMatchObject([{ id, status: 1 }]);
      const other = await at.restarted();
      await other.as('anna', 'pause', { id, user_id: 'anna' });
      at.clock.time += PAGE_CACHE_MS;
      expect(await ask()).toMatchObject([{ id, status: 0 }]);
    },
  );

  it('get of a crowd in one room reads nothing of each of its members', async () => {
    const id = await createRoom(at, 'anna');
    const get = (user: string) => at.as(user, 'get', { id, user_id: user });
    await get('anna');
    await get('bob');
    at.forget();
    for (const user of ['carl', 'dora']) {
      await get(user);
    }
    expect(at.rows.calls.filter(({ table }) => table === 'bans')).toEqual([]);
  });

  it.each(['listByCursor', 'list'] as const)('%s answers a hundred rooms with the same two calls', async (route) => {
    for (let n = 0; n < 100; n++) {
      await createRoom(at, `user${n}`);
    }
    const ask = () =>
      route === 'list' ? at.as('bob', route, { page_num: 1, page_size: 100 }) : at.as('bob', route, { limit: 100 });
    await ask();
    at.clock.time += 3_000;
    at.forget();
    expect((await ask()).status).toBe(200);
    expect(upstream().length).toBeLessThanOrEqual(2);
    expect(at.live.calls).toEqual([]);
  });

  it('get: at most two calls after one another, and one while the numbers are fresh', async () => {
    const id = await createRoom(at, 'anna', { mode: 1 });
    const get = () => at.as('anna', 'get', { id, user_id: 'anna' });
    await get();
    at.clock.time += 6_000;
    expect(await depthOf(get)).toBe(2);
    expect(await depthOf(get)).toBe(1);
  });

  it('get: nobody waits until a viewer is counted', async () => {
    const id = await createRoom(at, 'anna');
    await at.as('anna', 'get', { id, user_id: 'anna' });
    at.rows.before = ({ table }) => (table === 'viewers' ? new Promise(() => undefined) : undefined);
    expect((await at.as('bob', 'get', { id, user_id: 'bob' })).status).toBe(200);
    expect(at.rows.calls.some(({ table }) => table === 'viewers')).toBe(true);
  });

  it('create: one OpenAPI call and two writes of the room', async () => {
    await createRoom(at, 'anna');
    at.forget();
    await createRoom(at, 'anna', { mode: 1 });
    expect(upstream()).toEqual(['put rooms', 'update rooms', 'CreateLiveMessageGroup']);
    at.forget();
    const { status } = await at.as('anna', 'createV1', { title: 'x', anchor: 'anna' }, { 'idempotency-key': 'k1' });
    expect(status).toBe(200);
    expect(upstream()).toEqual(['put rooms', 'update rooms', 'CreateLiveMessageGroup']);
    expect(at.rows.calls.filter(({ table }) => table === 'idempotency').length).toBeLessThanOrEqual(2);
  });

  it('tokens of other services and addresses are made without the cloud, but for the limit of their number', async () => {
    const id = await createRoom(at, 'anna', { mode: 1 });
    at.forget();
    expect(
      (
        await at.as('anna', 'tokenV2', {
          user_id: 'anna',
          device_id: 'd',
          device_type: 'web',
          im_server: ['aliyun_new'],
        })
      ).status,
    ).toBe(200);
    expect(at.live.calls).toEqual([]);
    expect((await at.as('anna', 'getRtcAuthToken', { room_id: id, user_id: 'anna' })).status).toBe(200);
    expect(at.live.calls).toEqual([]);
  });

  /** How many calls of the cloud followed one another before the answer: calls that began together count once. */
  async function depthOf(request: () => Promise<unknown>): Promise<number> {
    let waves = 0;
    let waiting: (() => void)[] = [];
    const wait = (): Promise<void> =>
      new Promise((resolve) => {
        if (waiting.length === 0) {
          waves += 1;
          // Everything that the request asks for at this point has been asked when nothing else can run.
          setImmediate(() => {
            const wave = waiting;
            waiting = [];
            for (const go of wave) {
              go();
            }
          });
        }
        waiting.push(resolve);
      });
    // What is written down for the next request is not waited for.
    at.rows.before = ({ operation }) => (operation === 'update' ? undefined : wait());
    at.live.before = wait;
    await request();
    const depth = waves;
    at.rows.before = () => undefined;
    at.live.before = () => undefined;
    return depth;
  }
});

describe('the same over the wire protocols', () => {
  let stage: LocalStage;
  let anna: ApiClient;
  beforeAll(async () => {
    stage = await startLocalStage((endpoint) => vi.stubEnv('LIVE_STACK_CLOUD_ENDPOINT', endpoint));
    anna = await stage.as('anna');
  });
  afterAll(async () => {
    await stage.close();
    vi.unstubAllEnvs();
  });

  it('a list of 20 rooms is two reads of Tablestore at most', async () => {
    for (let n = 0; n < 20; n++) {
      await anna.call('createV1', { title: 'Channel', anchor: 'anna' });
    }
    await anna.call('list', { page_num: 1, page_size: 20 });
    // What was remembered is from before this room.
    await anna.call('createV1', { title: 'Channel', anchor: 'anna' });
    stage.requests.splice(0);
    expect(await anna.call('list', { page_num: 1, page_size: 20 })).toHaveLength(20);
    const actions = stage.requests.map(({ action }) => action);
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !['GetRange', 'BatchGetRow'].includes(action))).toEqual([]);
  });
});
