import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '../support/memory-live.ts';
import { createRoom, room, type World, world } from '../support/world.ts';

let at: World;
beforeEach(async () => {
  at = await world();
});

const MINUTE = 60_000;
const crash = failure('call', 'Timeout', true);

/** Fails once, at the n-th upstream call (row or OpenAPI), before or after it took effect. */
function failAt(count: number, when: 'before' | 'after'): void {
  let seen = 0;
  const hook = (): void => {
    if (++seen === count) {
      throw crash;
    }
  };
  const writes = new Set(['put', 'update', 'delete']);
  at.rows[when] = ({ operation, table }) => {
    if (writes.has(operation) && table === 'rooms') {
      hook();
    }
  };
  at.live[when] = hook;
}

function calm(): void {
  at.rows.before = at.rows.after = at.live.before = at.live.after = () => undefined;
}

describe('A7: creation that is interrupted', () => {
  const places = ['before', 'after'] as const;
  const cases = places.flatMap((when) => [1, 2, 3].map((count) => [count, when] as const));

  it.each(cases)(
    'at upstream call %i, %s its effect: an error, no visible room, and nothing left after the sweep',
    async (count, when) => {
      failAt(count, when);
      const { status } = await at.as('anna', 'createV2', room('anna'));
      expect(status).toBe(503);
      calm();

      const visible = async (): Promise<number> =>
        ((await at.as('anna', 'list', { user_id: 'anna', page_num: 1, page_size: 10 })).body as unknown as []).length;
      // Only an answer that was lost at the very end leaves a room, and that one is complete.
      const isComplete = count === 3 && when === 'after';
      expect(await visible()).toBe(isComplete ? 1 : 0);

      at.clock.time += 6 * MINUTE;
      expect((await at.tick()).status).toBe(200);
      expect(at.rows.all('rooms')).toHaveLength(isComplete ? 1 : 0);
      expect(at.live.groups.size).toBe(isComplete ? 1 : 0);
      expect(await visible()).toBe(isComplete ? 1 : 0);
    },
  );

  it('a creation that is still running is left alone', async () => {
    at.live.before = async ({ action }) => {
      if (action === 'CreateLiveMessageGroup') {
        at.clock.time += MINUTE;
        at.live.before = () => undefined;
        await at.tick();
      }
    };
    expect((await at.as('anna', 'createV2', room('anna'))).status).toBe(200);
    expect(at.rows.all('rooms')).toHaveLength(1);
  });

  it('a creation that wakes up after the sweep finds its room taken, and leaves no room', async () => {
    at.live.after = async ({ action }) => {
      if (action === 'CreateLiveMessageGroup') {
        at.live.after = () => undefined;
        at.clock.time += 6 * MINUTE;
        await at.tick();
      }
    };
    expect((await at.as('anna', 'createV2', room('anna'))).status).toBe(409);
    expect(at.rows.all('rooms')).toEqual([]);
    expect(at.live.groups.size).toBe(0);
  });

  it('a room that cannot be removed now is removed by the next tick, and does not stop the others', async () => {
    for (let index = 0; index < 3; index++) {
      failAt(2, 'after');
      await at.as('anna', 'createV2', room('anna'));
      calm();
    }
    const [stubborn] = [...at.live.groups.keys()];
    at.clock.time += 6 * MINUTE;
    at.live.before = ({ action, params }) => {
      if (action === 'DeleteLiveMessageGroup' && params.GroupId === stubborn) {
        throw crash;
      }
    };
    expect((await at.tick()).body).toMatchObject({ abandoned: 2 });
    expect(at.rows.all('rooms')).toHaveLength(1);
    calm();
    expect((await at.tick()).body).toMatchObject({ deleted: 1 });
    expect(at.rows.all('rooms')).toEqual([]);
    expect(at.live.groups.size).toBe(0);
  });
});

describe('A7: start and stop whose call to the Live service fails', () => {
  const move = (type: 'start' | 'stop', id: string) => at.as('anna', type, { id, user_id: 'anna' });

  it('stop succeeds, and the timer forbids the stream', async () => {
    const id = await createRoom(at, 'anna');
    await move('start', id);
    failAt(2, 'before');
    const stopped = await move('stop', id);
    expect(stopped.status).toBe(200);
    expect(stopped.body.status).toBe(2);
    calm();
    expect(at.live.forbidden.size).toBe(0);
    await at.tick();
    expect(at.live.forbidden.size).toBe(0);
    at.clock.time += MINUTE;
    expect((await at.tick()).body).toMatchObject({ settled: 1 });
    expect(at.live.forbidden).toEqual(new Set([`live/${id}`]));
    expect(at.rows.all('rooms')[0]).toMatchObject({ work: 'none', status_shard: 'ended#0' });
  });

  it('the next stop repairs too, without a change of the room', async () => {
    const id = await createRoom(at, 'anna');
    failAt(2, 'before');
    const first = await move('stop', id);
    calm();
    const second = await move('stop', id);
    expect(second.body.stopped_at).toBe(first.body.stopped_at);
    expect(at.live.forbidden).toEqual(new Set([`live/${id}`]));
  });

  it.each(['before', 'after'] as const)(
    'a start whose note is lost %s it was made is settled by the timer',
    async (when) => {
      const id = await createRoom(at, 'anna');
      await move('stop', id);
      failAt(3, when);
      expect((await move('start', id)).body.status).toBe(1);
      calm();
      at.clock.time += MINUTE;
      await at.tick();
      expect(at.live.forbidden.size).toBe(0);
      expect(at.rows.all('rooms')[0]).toMatchObject({ status: 1, work: 'none', status_shard: 'live#0' });
    },
  );
});

describe('the timer', () => {
  it('refreshes the numbers of live rooms, so that the list is not older than a minute', async () => {
    const id = await createRoom(at, 'anna');
    await at.as('anna', 'start', { id, user_id: 'anna' });
    Object.assign(at.live.groups.get(id) ?? {}, { online: 4, entries: 9 });
    at.clock.time += MINUTE;
    expect((await at.tick()).body).toMatchObject({ refreshed: 1 });
    const { body } = await at.as('anna', 'list', { user_id: 'anna', page_num: 1, page_size: 10 });
    expect((body as unknown as { metrics: unknown }[])[0]?.metrics).toMatchObject({ pv: 9, online_count: 4 });
  });

  it.each([undefined, '/http-invoke', '/initialize'])(
    'is not to be had over the HTTP trigger: control path %s',
    async (path) => {
      const answer = await at.request('/invoke', {
        method: 'POST',
        headers: path === undefined ? {} : { 'x-fc-control-path': path },
        body: '{"triggerName":"tick"}',
      });
      expect(answer.status).toBe(404);
      expect(at.rows.calls).toEqual([]);
    },
  );

  it('an event that is none is refused, so that the platform counts it as an error', async () => {
    const headers = { 'x-fc-control-path': '/invoke' };
    expect((await at.request('/invoke', { method: 'POST', headers, body: '{}' })).status).toBe(400);
  });

  it('begins nothing new when its time is up, and goes on with the next tick', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => createRoom(at, 'anna')));
    at.live.before = ({ action }) => {
      if (action === 'ForbidLiveStream') {
        throw crash;
      }
    };
    await Promise.all(ids.map((id) => at.as('anna', 'stop', { id, user_id: 'anna' })));
    at.clock.time += MINUTE;
    at.live.before = () => {
      at.clock.time += 10_000;
    };
    const first = Number((await at.tick()).body.settled);
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(12);
    calm();
    at.clock.time += MINUTE;
    expect((await at.tick()).body.settled).toBe(12 - first);
    expect(at.live.forbidden.size).toBe(12);
  });

  it('a job that fails stops no other, and the tick fails afterwards, so that the platform repeats it', async () => {
    const id = await createRoom(at, 'anna');
    await at.as('anna', 'start', { id, user_id: 'anna' });
    Object.assign(at.live.groups.get(id) ?? {}, { online: 4, entries: 9 });
    at.clock.time += MINUTE;
    let isFirst = true;
    at.rows.before = ({ table }) => {
      if (table === 'rooms_by_status' && isFirst) {
        isFirst = false;
        throw crash;
      }
    };
    expect((await at.tick()).status).toBe(503);
    expect(at.rows.all('room_stats')).toMatchObject([{ online_count: 4 }]);
    expect(at.log.join()).toContain('"job":"settled"');
  });

  it('a tick that cannot read the rooms fails, so that the platform repeats it', async () => {
    at.rows.before = () => {
      throw crash;
    };
    expect((await at.tick()).status).toBe(503);
  });
});

describe('the calls of the platform', () => {
  it('initialization reads the settings ahead, and an unreachable table does not stop the instance', async () => {
    const headers = { 'x-fc-control-path': '/initialize' };
    expect((await at.request('/initialize', { method: 'POST', headers })).status).toBe(200);
    expect(at.rows.calls).toEqual([{ operation: 'get', table: 'settings' }]);
    at = await world();
    at.rows.before = () => {
      throw crash;
    };
    expect((await at.request('/initialize', { method: 'POST', headers })).status).toBe(200);
    expect((await at.request('/pre-stop', { headers: { 'x-fc-control-path': '/pre-stop' } })).status).toBe(200);
  });

  it.each([
    ['POST', '/initialize'],
    ['GET', '/pre-stop'],
  ])('%s %s is nothing for visitors', async (method, path) => {
    expect((await at.request(path, { method, headers: { 'x-fc-control-path': '/http-invoke' } })).status).toBe(404);
  });
});
