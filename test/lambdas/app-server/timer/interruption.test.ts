import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RouteId } from '../../../../lambdas/api/routes.ts';
import { failure } from '../support/memory-live.ts';
import { createRoom, room, type World, world } from '../support/world.ts';

const crash = failure('call', 'Timeout', true);

/** Breaks everything from the n-th upstream call on, before or after it took effect, as when the process is killed there. */
function killAt(at: World, count: number, when: 'before' | 'after'): void {
  let seen = 0;
  const isNext = (): boolean => ++seen >= count;
  const die = (): void => {
    throw crash;
  };
  at.rows.before = ({ table }) => {
    if (table !== 'settings' && isNext() && (seen > count || when === 'before')) {
      die();
    }
  };
  at.live.before = () => {
    if (isNext() && (seen > count || when === 'before')) {
      die();
    }
  };
  at.rows.after = at.live.after = () => {
    if (when === 'after' && seen >= count) {
      die();
    }
  };
}

function revive(at: World): void {
  at.rows.before = at.rows.after = at.live.before = at.live.after = () => undefined;
}

/** What has to be true of the cloud when nothing is being done. */
function expectConsistent(at: World): void {
  const rows = at.rows.all('rooms');
  expect(rows.map((row) => row.work)).toEqual(rows.map(() => 'none'));
  expect(new Set(at.live.groups.keys())).toEqual(new Set(rows.map((row) => String(row.room_id))));
  for (const row of rows) {
    expect(row.status_shard).toBe(`${['preparing', 'live', 'ended'][Number(row.status)]}#0`);
    expect(at.live.forbidden.has(`live/${row.room_id}`)).toBe(row.status === 2);
    if (row.status === 2 && row.meeting_info !== undefined) {
      expect(row.meeting_info).toBe('{"members":[]}');
    }
  }
  const known = new Set(rows.map((row) => row.room_id));
  expect(at.rows.all('room_stats').filter((row) => !known.has(String(row.room_id)))).toEqual([]);
}

async function settleDown(at: World): Promise<void> {
  revive(at);
  at.clock.time += 6 * 60_000;
  expect((await at.tick()).status).toBe(200);
}

const PLACES = [1, 2, 3, 4, 5, 6, 7].flatMap((count) =>
  (['before', 'after'] as const).map((when) => [count, when] as const),
);

describe('A7: the process is killed between any two upstream calls', () => {
  describe.each(['create', 'start', 'restart', 'stop', 'delete'] as const)('of %s', (what) => {
    it.each(PLACES)('at call %i, %s it took effect: the next tick leaves nothing half done', async (count, when) => {
      const at = await world();
      const id = await createRoom(at, 'anna');
      const body = { id, user_id: 'anna' };
      if (what !== 'start' && what !== 'create') {
        await at.as('anna', 'start', body);
      }
      if (what === 'restart') {
        await at.as('anna', 'stop', body);
      }
      killAt(at, count, when);
      const { status } =
        what === 'create'
          ? await at.as('anna', 'createV2', room('anna'))
          : await at.as('anna', what === 'restart' ? 'start' : what, body);
      expect([200, 503]).toContain(status);
      await settleDown(at);
      expectConsistent(at);
    });
  });
});

interface Call {
  readonly do: 'call';
  readonly route: RouteId;
  readonly user: string;
  readonly room: number;
}

type Step =
  | Call
  | { readonly do: 'kill'; readonly count: number; readonly when: 'before' | 'after' }
  | { readonly do: 'revive' }
  | { readonly do: 'tick' }
  /** So long that ended rooms are closed. */
  | { readonly do: 'wait' }
  | { readonly do: 'create' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('call' as const),
      route: fc.constantFrom<RouteId>('start', 'pause', 'stop', 'delete', 'get', 'updateMeetingInfo'),
      user: fc.constantFrom('anna', 'bob'),
      room: fc.nat({ max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('kill' as const),
      count: fc.integer({ min: 1, max: 6 }),
      when: fc.constantFrom('before', 'after'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Step>({ do: 'revive' }, { do: 'tick' }, { do: 'create' }, { do: 'wait' }),
  },
);

async function run(at: World, one: Step, ids: string[]): Promise<void> {
  if (one.do === 'kill') {
    killAt(at, one.count, one.when);
  } else if (one.do === 'revive') {
    revive(at);
  } else if (one.do === 'tick') {
    at.clock.time += 60_000;
    await at.tick();
  } else if (one.do === 'wait') {
    at.clock.time += 31 * 60_000;
    await at.tick();
  } else if (one.do === 'create') {
    const { body } = await at.as('anna', 'createV2', room('anna', { mode: 1 }));
    ids.push(String(body.id ?? 'none'));
  } else {
    const id = ids[one.room % ids.length];
    const before = JSON.stringify(at.rows.all('rooms'));
    const members = [{ user_id: 'anna' }, { user_id: 'bob' }];
    const answer = await at.as(one.user, one.route, { id, user_id: one.user, members });
    expect([200, 403, 404, 409, 503]).toContain(answer.status);
    if (answer.status === 403) {
      expect(JSON.stringify(at.rows.all('rooms'))).toBe(before);
    }
  }
}

describe('A4, A7: whatever people do while whatever breaks (model-based)', () => {
  it('is consistent after the next tick', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
        const at = await world({ LIVE_STACK_ARTC_APP_ID: 'artc0app' });
        const ids = [await createRoom(at, 'anna'), await createRoom(at, 'anna')];
        for (const one of steps) {
          await run(at, one, ids);
        }
        await settleDown(at);
        const plain = at.rows.all('rooms').filter((row) => row.mode === 0);
        const relayed = at.rows.all('rooms').filter((row) => row.mode === 1);
        for (const row of relayed) {
          const stream = `live/artc0app_${row.meeting_id}_anna_camera`;
          expect([row.work, at.live.forbidden.has(stream)]).toEqual(['none', row.status === 2]);
        }
        expect(plain.map((row) => [row.work, at.live.forbidden.has(`live/${row.room_id}`)])).toEqual(
          plain.map((row) => ['none', row.status === 2]),
        );
        const isOpen = (row: Record<string, unknown>): boolean => row.closed_at === undefined;
        const open = [...plain, ...relayed].filter(isOpen).map((row) => String(row.room_id));
        expect(new Set(at.live.groups.keys())).toEqual(new Set(open));
      }),
      { numRuns: 60 },
    );
  });
});
