import { beforeEach, describe, expect, it } from 'vitest';
import { REOPEN_MS } from '../../../../lambdas/app-server/rooms/room.ts';
import { streamCallback } from '../callbacks/signed.ts';
import { failure } from '../support/memory-live.ts';
import { createRoom, type World, world } from '../support/world.ts';

const DAY = 86_400_000;

let at: World;
let id: string;
beforeEach(async () => {
  at = await world();
  id = await createRoom(at, 'anna');
});

const move = (type: 'start' | 'pause' | 'stop' | 'delete') => at.as('anna', type, { id, user_id: 'anna' });
const row = () => at.rows.all('rooms').find((one) => one.room_id === id);

async function end(): Promise<void> {
  await move('start');
  await move('stop');
}

async function pass(ms: number): Promise<Record<string, unknown>> {
  at.clock.time += ms;
  const { status, body } = await at.tick();
  expect(status).toBe(200);
  return body;
}

describe('W14: an ended room', () => {
  it('keeps its messaging group for half an hour, and then loses it', async () => {
    await end();
    expect(await pass(REOPEN_MS)).toMatchObject({ closed: 0 });
    expect([...at.live.groups.keys()]).toEqual([id]);
    const updatedAt = row()?.updated_at;
    expect(await pass(1)).toMatchObject({ closed: 1 });
    expect(at.live.groups.size).toBe(0);
    expect(row()).toMatchObject({ status: 2, work: 'none', status_shard: 'closed#0', closed_at: at.clock.time });
    expect(row()?.updated_at).toBe(updatedAt);
    expect(await pass(60_000)).toMatchObject({ closed: 0 });
  });

  it('that is opened again keeps its group, as long as it is open', async () => {
    await end();
    at.clock.time += REOPEN_MS - 1_000;
    expect((await move('start')).body).toMatchObject({ code: 200, status: 1 });
    expect(await pass(REOPEN_MS * 2)).toMatchObject({ closed: 0 });
    expect(at.live.groups.has(id)).toBe(true);
    await move('stop');
    expect(await pass(REOPEN_MS + 1)).toMatchObject({ closed: 1 });
  });

  it('A4: is opened by nobody afterwards: 409 that says what to do, any number of times', async () => {
    await end();
    for (const wait of [REOPEN_MS + 1, 60_000, 60_000]) {
      at.clock.time += wait;
      const { status, body } = await move('start');
      expect(status).toBe(409);
      expect(body).toMatchObject({ reason: 'room_closed', message: expect.stringContaining('Create another room') });
      await at.tick();
    }
    expect(row()).toMatchObject({ status: 2, sessions: 1 });
    const chinese = await at.as('anna', 'start', { id, user_id: 'anna' }, { 'accept-language': 'zh-CN' });
    expect(chinese.body.message).toContain('直播间');
  });

  it('can be seen, stopped again, updated and deleted when it is closed', async () => {
    await end();
    await pass(REOPEN_MS + 1);
    expect((await at.as('bob', 'get', { id, user_id: 'bob' })).body).toMatchObject({ code: 200, status: 2 });
    expect((await move('stop')).body).toMatchObject({ code: 200, status: 2 });
    expect((await at.as('anna', 'update', { id, title: 'Later' })).body.title).toBe('Later');
    expect((await move('delete')).status).toBe(200);
    expect(at.rows.all('rooms')).toEqual([]);
  });

  it('keeps its numbers when its group is gone, and nobody is asked for new ones', async () => {
    await move('start');
    Object.assign(at.live.groups.get(id) ?? {}, { online: 3, entries: 7 });
    await pass(60_000);
    await move('stop');
    await pass(REOPEN_MS + 1);
    at.forget();
    const { body } = await at.as('bob', 'get', { id, user_id: 'bob' });
    expect(body.metrics).toMatchObject({ pv: 7, online_count: 0 });
    expect(at.live.calls).toEqual([]);
  });

  it('W13: is not opened by a late callback, and its group is not made again', async () => {
    await end();
    await pass(REOPEN_MS + 1);
    at.live.online.add(`live/${id}`);
    const { status } = await streamCallback(at, { action: 'publish', id });
    expect(status).toBe(200);
    expect(row()?.status).toBe(2);
    expect(at.live.deletedGroups).toEqual(new Set([id]));
  });
});

describe('A7: closing that is interrupted', () => {
  const crash = failure('call', 'Timeout', true);

  it.each(['before', 'after'] as const)(
    'by a group that cannot be deleted (%s the effect): done by the next tick',
    async (when) => {
      await end();
      at.live[when] = ({ action }) => {
        if (action === 'DeleteLiveMessageGroup') {
          throw crash;
        }
      };
      expect(await pass(REOPEN_MS + 1)).toMatchObject({ closed: 0 });
      expect(row()).toMatchObject({ work: 'close', status_shard: 'ended#0' });
      expect((await move('start')).body.reason).toBe('room_closed');
      at.live[when] = () => undefined;
      expect(await pass(60_000)).toMatchObject({ closed: 1 });
      expect(at.live.groups.size).toBe(0);
    },
  );

  it.each([1, 2])('by a write of the room that fails (number %i): done by the next tick', async (count) => {
    await end();
    await pass(16 * 60_000);
    let seen = 0;
    at.rows.before = ({ operation, table }) => {
      if (operation === 'update' && table === 'rooms' && ++seen === count) {
        throw crash;
      }
    };
    await pass(REOPEN_MS);
    at.rows.before = () => undefined;
    await pass(60_000);
    expect(row()).toMatchObject({ work: 'none', status_shard: 'closed#0' });
    expect(at.live.groups.size).toBe(0);
  });

  it('A5: a start that comes while the timer closes is either first, and keeps the group, or refused', async () => {
    await end();
    at.clock.time += REOPEN_MS;
    // Read by the timer as ended for too long, while the anchor’s clock says it is not.
    at.rows.before = async ({ operation, table }) => {
      if (operation === 'update' && table === 'rooms') {
        at.rows.before = () => undefined;
        at.clock.time -= 1;
        expect((await move('start')).status).toBe(200);
        at.clock.time += 1;
      }
    };
    await pass(1);
    expect(row()?.status).toBe(1);
    expect(at.live.groups.has(id)).toBe(true);
  });
});

describe('deletion', () => {
  it('removes whatever belongs to the room, and nothing of another', async () => {
    const other = await createRoom(at, 'carl');
    for (const room of [id, other]) {
      await at.rows.put('viewers', { room_id: room, user_id: 'bob' }, { entered_at: 1 });
      await at.rows.put('bans', { room_id: room, user_id: 'eve' }, { banned_at: 1 });
    }
    await move('delete');
    for (const table of ['viewers', 'bans', 'rooms']) {
      expect(at.rows.all(table).map((one) => one.room_id)).toEqual([other]);
    }
  });

  it('of a room with many viewers takes a batch at a time, the row of the room last', async () => {
    for (let index = 0; index < 450; index++) {
      await at.rows.put('viewers', { room_id: id, user_id: `u${index}` }, { entered_at: 1 });
    }
    await move('delete');
    expect(at.rows.all('viewers')).toHaveLength(250);
    expect(row()).toMatchObject({ work: 'delete' });
    expect(await pass(60_000)).toMatchObject({ deleted: 0 });
    expect(at.rows.all('viewers')).toHaveLength(50);
    expect(await pass(60_000)).toMatchObject({ deleted: 1 });
    expect([...at.rows.all('viewers'), ...at.rows.all('rooms')]).toEqual([]);
  });
});

describe('W42: retention of ended rooms', () => {
  const start = async (days: string) => {
    at = await world({ LIVE_STACK_RETENTION_DAYS: days } as Parameters<typeof world>[0]);
    id = await createRoom(at, 'anna');
  };

  it('deletes them when they have been over for as many days as the stage says', async () => {
    await start('30');
    const [live, ended] = [await createRoom(at, 'bob'), await createRoom(at, 'carl')];
    await at.as('bob', 'start', { id: live, user_id: 'bob' });
    await end();
    await pass(REOPEN_MS + 1);
    await pass(29 * DAY);
    await at.as('carl', 'stop', { id: ended, user_id: 'carl' });
    expect(at.rows.all('rooms')).toHaveLength(3);
    expect(await pass(DAY)).toMatchObject({ expired: 1 });
    expect(
      at.rows
        .all('rooms')
        .map((one) => one.room_id)
        .toSorted(),
    ).toEqual([live, ended].toSorted());
  });

  it('keeps them where the stage says nothing', async () => {
    await end();
    await pass(REOPEN_MS + 1);
    expect(await pass(10_000 * DAY)).toMatchObject({ expired: 0 });
    expect(row()?.status).toBe(2);
  });

  it('A7: a deletion that is interrupted is finished by the next tick', async () => {
    await start('1');
    await end();
    await pass(REOPEN_MS + 1);
    at.live.before = () => {
      throw failure('call', 'Timeout', true);
    };
    await pass(2 * DAY);
    expect(row()).toMatchObject({ work: 'delete' });
    at.live.before = () => undefined;
    expect(await pass(60_000)).toMatchObject({ deleted: 1 });
    expect(at.rows.all('rooms')).toEqual([]);
  });
});
