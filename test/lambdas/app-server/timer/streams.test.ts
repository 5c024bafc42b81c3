import { beforeEach, describe, expect, it } from 'vitest';
import { MISSING_MS } from '../../../../lambdas/app-server/rooms/room.ts';
import { stopIfThere } from '../../../../lambdas/app-server/rooms/stop.ts';
import { streamCallback } from '../callbacks/signed.ts';
import { failure } from '../support/memory-live.ts';
import { operate } from '../support/operator.ts';
import { createRoom, type World, world } from '../support/world.ts';

let at: World;
beforeEach(async () => {
  at = await world();
});

const MINUTE = 60_000;
const rowOf = (id: string) => at.rows.all('rooms').find((row) => row.room_id === id) ?? {};
const start = (id: string) => at.as('anna', 'start', { id, user_id: 'anna' });

/** A room that its anchor started and streams to, as the timer has seen. */
async function seen(more: object = {}): Promise<{ id: string; stream: string }> {
  const id = await createRoom(at, 'anna', more);
  await start(id);
  const { meeting_id: meeting } = rowOf(id);
  const stream = meeting === undefined ? `live/${id}` : `live/artc0app_${meeting}_anna_camera`;
  at.live.online.add(stream);
  await minutes(1);
  at.live.messages.splice(0);
  return { id, stream };
}

async function minutes(count: number): Promise<number[]> {
  const paused: number[] = [];
  for (let minute = 0; minute < count; minute++) {
    at.clock.time += MINUTE;
    paused.push(Number((await at.tick()).body.lost));
  }
  return paused;
}

describe('A8: the timer and streams whose callback was lost', () => {
  it.each([{ mode: 0 }, { mode: 1 }])(
    'a room whose stream is gone for a while is paused, and everybody is told: %j',
    async (more) => {
      const { id, stream } = await seen(more);
      at.live.online.delete(stream);
      expect(await minutes(2)).toEqual([0, 0]);
      expect(rowOf(id)).toMatchObject({ status: 1 });
      expect(await minutes(2)).toEqual([1, 0]);
      expect(rowOf(id)).toMatchObject({ status: 0, status_shard: 'preparing#0' });
      expect(rowOf(id)).not.toHaveProperty('missing_at');
      expect(at.live.messages).toContainEqual({ group: id, type: 19_001, body: '{"status":0,"reason":"stream_lost"}' });
    },
  );

  it('a stream that comes back in time, or is not known to be gone, leaves the room live', async () => {
    const { id, stream } = await seen();
    at.live.online.delete(stream);
    await minutes(1);
    at.live.online.add(stream);
    await minutes(1);
    at.live.online.delete(stream);
    await minutes(1);
    at.live.before = ({ action }) => {
      if (action === 'DescribeLiveStreamState') {
        throw failure(action, 'ServiceUnavailable', true);
      }
    };
    await minutes(5);
    expect(rowOf(id)).toMatchObject({ status: 1 });
    expect(at.live.messages).toEqual([]);
  });

  it('a room that was started and never streamed to is left alone, also when it streamed in an earlier session', async () => {
    const never = await createRoom(at, 'anna');
    await start(never);
    const { id: earlier, stream } = await seen();
    await at.as('anna', 'pause', { id: earlier, user_id: 'anna' });
    at.live.online.delete(stream);
    await start(earlier);
    expect(await minutes(5)).toEqual([0, 0, 0, 0, 0]);
    expect([never, earlier].map((id) => rowOf(id).status)).toEqual([1, 1]);
  });

  it('notes about a stream change nothing that anybody sees, and are made only when something changed', async () => {
    const { id, stream } = await seen();
    const { updated_at, event_at, version } = rowOf(id);
    await minutes(3);
    expect(rowOf(id).version).toBe(version);
    at.live.online.delete(stream);
    await minutes(1);
    expect(rowOf(id)).toMatchObject({ updated_at, event_at, missing_at: at.clock.time, version: Number(version) + 1 });
  });

  it('a room that a callback made live counts as seen', async () => {
    const id = await createRoom(at, 'anna');
    at.live.online.add(`live/${id}`);
    expect((await streamCallback(at, { action: 'publish', id })).status).toBe(200);
    at.live.online.clear();
    expect(await minutes(3)).toEqual([0, 0, 1]);
    expect(rowOf(id).status).toBe(0);
  });

  it('an anchor who ends the room meanwhile is not overruled', async () => {
    const { id, stream } = await seen();
    at.live.online.delete(stream);
    await minutes(1);
    at.clock.time += MISSING_MS;
    at.live.after = async ({ action }) => {
      if (action === 'DescribeLiveStreamState') {
        at.live.after = () => undefined;
        await at.as('anna', 'stop', { id, user_id: 'anna' });
      }
    };
    expect((await at.tick()).body).toMatchObject({ lost: 0 });
    expect(rowOf(id).status).toBe(2);
    expect(at.live.messages).toEqual([]);
  });

  it('asks about 200 rooms a tick, and about all of them in turn', async () => {
    const id = await createRoom(at, 'anna');
    await start(id);
    const row = rowOf(id);
    const ids = Array.from({ length: 450 }, (_, index) => String(index).padStart(32, '0'));
    for (const [index, room_id] of ids.entries()) {
      const { room_id: _, ...columns } = row;
      await at.rows.put('rooms', { room_id }, { ...columns, created_at: Number(row.created_at) - 1_000 - index });
    }
    const asked = (): string[] =>
      at.live.calls
        .filter(({ action }) => action === 'DescribeLiveStreamState')
        .map(({ params }) => String(params.StreamName));
    const turns = new Set<string>();
    for (let minute = 0; minute < 3; minute++) {
      at.forget();
      at.clock.time += MINUTE;
      await at.tick();
      const some = asked();
      expect(some.length).toBeLessThanOrEqual(200);
      for (const name of some) {
        turns.add(name);
      }
    }
    expect(turns).toEqual(new Set([...ids, id]));
  });
});

describe('A19: the rooms of a user who is shut out of the stage', () => {
  const rooms = async (): Promise<string[]> => {
    const ids = [await createRoom(at, 'anna'), await createRoom(at, 'anna'), await createRoom(at, 'bob')];
    await start(String(ids[0]));
    await at.as('bob', 'start', { id: ids[2], user_id: 'bob' });
    return ids;
  };

  it('end with the ban, live ones and those that could be, and their streams are forbidden; nobody else’s do', async () => {
    const ids = await rooms();
    await operate(at, 'stage.ban', { user_id: 'anna' });
    expect(ids.map((id) => rowOf(id).status)).toEqual([2, 2, 1]);
    expect(at.live.forbidden).toEqual(new Set([`live/${ids[0]}`, `live/${ids[1]}`]));
  });

  it('are ended by the next tick when the ban did not come so far', async () => {
    const [first = '', second = '', other = ''] = await rooms();
    at.rows.before = ({ operation, table }) => {
      if (operation === 'update' && table === 'rooms') {
        throw failure('UpdateRow', 'OTSTimeout', true);
      }
    };
    await operate(at, 'stage.ban', { user_id: 'anna' });
    at.rows.before = () => undefined;
    expect(rowOf(first).status).toBe(1);
    at.clock.time += MINUTE;
    expect((await at.tick()).body).toMatchObject({ shutOut: 1 });
    expect([first, second, other].map((id) => rowOf(id).status)).toEqual([2, 0, 1]);
    expect(at.live.forbidden).toEqual(new Set([`live/${first}`]));
    // The one that is not live ends as soon as it is.
    at.live.online.add(`live/${second}`);
    await streamCallback(at, { action: 'publish', id: second });
    expect((await at.tick()).body).toMatchObject({ shutOut: 1 });
    expect(rowOf(second).status).toBe(2);
  });

  it('rooms.stop ends one room, again without an error, and says when there is none', async () => {
    const [id = ''] = await rooms();
    expect(await operate(at, 'rooms.stop', { room_id: id })).toEqual({ code: 200, room_id: id });
    await operate(at, 'rooms.stop', { room_id: id });
    expect(rowOf(id).status).toBe(2);
    expect(at.live.forbidden).toEqual(new Set([`live/${id}`]));
    await expect(operate(at, 'rooms.stop', { room_id: 'nothing' })).rejects.toThrow('room_not_found');
  });

  it('a room that is gone meanwhile needs no stop', async () => {
    expect(await stopIfThere(at.scope, { id: 'nothing' })).toBe(false);
  });
});
