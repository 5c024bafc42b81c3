import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { roomPage } from '../../../../lambdas/api/rooms.ts';
import { failure } from '../support/memory-live.ts';
import { createRoom, type World, world } from '../support/world.ts';

let at: World;
beforeEach(async () => {
  at = await world();
});

type Query = { status?: 0 | 1 | 2; limit?: number; cursor?: string };

async function page(query: Query) {
  const { status, body } = await at.as('bob', 'listByCursor', { user_id: 'bob', ...query });
  expect(status).toBe(200);
  return roomPage.parse(body);
}

/** Ids of all pages, with something that happens between two of them. */
async function walk(query: Query, between: () => Promise<unknown> = async () => undefined): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined, pages = 0; pages < 200; pages++) {
    const { rooms, next_cursor } = await page({ ...query, ...(cursor && { cursor }) });
    ids.push(...rooms.map((room) => room.id));
    if (next_cursor === undefined) {
      return ids;
    }
    cursor = next_cursor;
    await between();
  }
  throw new Error('the list has no end');
}

const move = (id: string, type: 'start' | 'pause' | 'stop' | 'delete') => at.as('anna', type, { id, user_id: 'anna' });

async function several(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    at.clock.time += index % 3;
    ids.push(await createRoom(at, 'anna', { mode: index % 2 }));
  }
  return ids;
}

describe('listing by cursor', () => {
  it('W42: answers every room once, newest first, and says when it is the end', async () => {
    const ids = await several(11);
    const walked = await walk({ limit: 3 });
    expect(walked.toSorted()).toEqual(ids.toSorted());
    const times = walked.map((id) => at.rows.all('rooms').find((row) => row.room_id === id)?.created_at);
    expect(times).toEqual(times.toSorted((a, b) => Number(b) - Number(a)));
    expect(await page({ limit: 11 })).not.toHaveProperty('next_cursor');
  });

  it('A11: is stable under inserts: what was there comes exactly once, whatever is created meanwhile', async () => {
    const ids = await several(10);
    const walked = await walk({ limit: 2 }, () => createRoom(at, 'carl'));
    expect(walked).toHaveLength(10);
    expect(walked.toSorted()).toEqual(ids.toSorted());
  });

  it('A11: rooms of the same millisecond are neither lost nor repeated', async () => {
    const ids = await Promise.all(Array.from({ length: 9 }, () => createRoom(at, 'anna')));
    expect((await walk({ limit: 1 })).toSorted()).toEqual(ids.toSorted());
  });

  it('A11: caps the page, and takes 20 when it is not told', async () => {
    await several(25);
    expect((await page({})).rooms).toHaveLength(20);
    expect((await page({ limit: 1_000_000 })).rooms).toHaveLength(25);
    await Promise.all(Array.from({ length: 80 }, (_, index) => createRoom(at, `user${index}`)));
    expect((await page({ limit: 1_000_000 })).rooms).toHaveLength(100);
  });

  it('is empty where there is nothing, for an empty user_id as well', async () => {
    const { status, body } = await at.as('bob', 'listByCursor', { user_id: '' });
    expect([status, body]).toEqual([200, { code: 200, rooms: [] }]);
  });

  it('W1: shows no URL to push or talk to; W17: calls no OpenAPI and reads the index and the counters once', async () => {
    await several(4);
    at.forget();
    const { rooms } = await page({ limit: 4 });
    expect(JSON.stringify(rooms)).not.toMatch(/push|rtc_/);
    expect(at.live.calls).toEqual([]);
    expect(at.rows.calls.map((call) => call.operation).filter((operation) => operation !== 'get')).toEqual(
      expect.arrayContaining(['range', 'batchGet']),
    );
    expect(at.rows.calls.filter((call) => call.operation === 'range' && call.table.startsWith('rooms_'))).toHaveLength(
      1,
    );
  });
});

describe('listing the rooms of a state', () => {
  it('W42: shows exactly the rooms that clients are told to be in it, also those with unfinished work', async () => {
    const ids = await several(9);
    const [a, b, c, d, e, f] = ids as [string, string, string, string, string, string];
    await move(a, 'start');
    await move(b, 'stop');
    await move(e, 'stop');
    at.clock.time += 31 * 60_000;
    expect((await at.tick()).body).toMatchObject({ closed: 2 });
    await move(d, 'stop');
    // Their streams are not forbidden, or not allowed again, before the timer comes.
    at.live.before = () => {
      throw failure('call', 'Timeout', true);
    };
    await move(c, 'stop');
    await move(d, 'start');
    at.live.before = () => undefined;
    await move(f, 'stop');
    const shelves = at.rows.all('rooms').map((row) => String(row.status_shard).replace('#0', ''));
    expect(new Set(shelves)).toEqual(new Set(['live', 'closed', 'forbid', 'resume', 'ended', 'preparing']));
    expect((await walk({ status: 1, limit: 1 })).toSorted()).toEqual([a, d].toSorted());
    expect((await walk({ status: 2, limit: 2 })).toSorted()).toEqual([b, c, e, f].toSorted());
    expect((await walk({ status: 0, limit: 2 })).toSorted()).toEqual(ids.slice(6).toSorted());
  });

  it('hides rooms that are being created or deleted', async () => {
    const [id = ''] = await several(2);
    at.live.before = () => {
      throw failure('call', 'Timeout', true);
    };
    await move(id, 'delete');
    await at.as('anna', 'createV1', { title: 'Half', anchor: 'anna' });
    expect(at.rows.all('rooms')).toHaveLength(3);
    expect(await walk({})).toHaveLength(1);
    expect([
      ...(await walk({ status: 0 })),
      ...(await walk({ status: 1 })),
      ...(await walk({ status: 2 })),
    ]).toHaveLength(1);
  });

  it('a room that gets its work done while the page is read is on it all the same', async () => {
    const [id = ''] = await several(1);
    at.live.before = () => {
      throw failure('call', 'Timeout', true);
    };
    await move(id, 'stop');
    at.live.before = () => undefined;
    at.clock.time += 60_000;
    let isFirst = true;
    at.rows.before = async ({ operation, table }) => {
      if (operation === 'range' && table === 'rooms_by_status' && isFirst) {
        isFirst = false;
        await at.tick();
      }
    };
    expect(await walk({ status: 2 })).toEqual([id]);
  });

  it('A11: whatever happens between pages, no room comes twice and none that stays is missed (property)', async () => {
    const step = fc.record({
      room: fc.nat({ max: 11 }),
      type: fc.constantFrom('start' as const, 'pause' as const, 'stop' as const, 'delete' as const),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 8 }),
        fc.array(step, { maxLength: 8 }),
        fc.constantFrom<(0 | 1 | 2 | undefined)[]>(undefined, 0, 1, 2),
        fc.integer({ min: 1, max: 4 }),
        async (before, meanwhile, status, limit) => {
          at = await world();
          const ids = await several(12);
          for (const one of before) {
            await move(ids[one.room] ?? '', one.type);
          }
          const touched = new Set(meanwhile.map((one) => ids[one.room]));
          const waiting = [...meanwhile];
          const query = { limit, ...(status !== undefined && { status }) };
          const stateOf = (id: string) => at.rows.all('rooms').find((row) => row.room_id === id)?.status;
          const staying = ids.filter((id) => {
            const state = stateOf(id);
            return !touched.has(id) && state !== undefined && (status === undefined || state === status);
          });
          const walked = await walk(query, async () => {
            const one = waiting.shift();
            await createRoom(at, 'carl');
            await (one && move(ids[one.room] ?? '', one.type));
          });
          expect(new Set(walked).size).toBe(walked.length);
          expect(staying.filter((id) => !walked.includes(id))).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('a cursor', () => {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each<[string, Query]>([
    ['is none', { cursor: 'AAAA' }],
    ['holds no JSON', { cursor: Buffer.from('{').toString('base64url') }],
    ['is of another form', { cursor: encode([2, 'all', 1, 'a']) }],
    ['holds a place that is none', { cursor: encode([1, 'all', -1, 'a']) }],
    ['holds an id that is none', { cursor: encode([1, 'all', 1, 'a/b']) }],
    ['is of another state', { status: 1, cursor: encode([1, 0, 1, 'a']) }],
    ['is of the list of all', { status: 1, cursor: encode([1, 'all', 1, 'a']) }],
  ])('A11: that %s is refused with its field', async (_, query) => {
    const { status, body } = await at.as('bob', 'listByCursor', { user_id: 'bob', ...query });
    expect(status).toBe(400);
    expect(body).toMatchObject({ reason: 'invalid_request', message: expect.stringMatching(/^cursor: /) });
  });

  it.each([
    ['cursor', { cursor: '' }],
    ['cursor', { cursor: 'a b' }],
    ['cursor', { cursor: 'a'.repeat(257) }],
    ['limit', { limit: 0 }],
    ['status', { status: 3 }],
  ])('A12: a wrong %s is refused: %j', async (path, wrong) => {
    const { status, body } = await at.as('bob', 'listByCursor', { user_id: 'bob', ...wrong });
    expect(status).toBe(400);
    expect(String(body.message)).toMatch(new RegExp(`^${path}\\b`));
  });

  it('goes on when the room that it names is gone', async () => {
    const ids = await several(6);
    const { rooms, next_cursor } = await page({ limit: 2 });
    const named = JSON.parse(Buffer.from(String(next_cursor), 'base64url').toString())[3];
    await move(named, 'delete');
    const rest = await page({ limit: 10, cursor: String(next_cursor) });
    const seen = [...rooms, ...rest.rooms].map((room) => room.id);
    expect(seen.toSorted()).toEqual(ids.filter((id) => id !== named).toSorted());
  });
});
