import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '../support/memory-live.ts';
import { type Answer, type World, world } from '../support/world.ts';
import { type StageOf, stageOf } from './support.ts';

let at: World;
let on: StageOf;
/** Two processes on the same tables. */
let instances: World[];
beforeEach(async () => {
  at = await world({ LIVE_STACK_COSTREAMING: 'strict' });
  on = await stageOf(at);
  instances = [at, await world({ LIVE_STACK_COSTREAMING: 'strict' }, at)];
});

const users = Array.from({ length: 50 }, (_, index) => `user${index}`);
const via = (index: number): World => instances[index % instances.length] ?? at;
const call = (index: number, user: string, route: 'joinCoStreaming' | 'leaveCoStreaming'): Promise<Answer> =>
  via(index).as(user, route, { id: on.id, user_id: user });
const guests = async () => (await on.members()).filter((user) => user !== 'anna');
const stageWrites = () =>
  at.rows.calls.filter(({ operation, table }) => operation === 'put' && table === 'co_streaming').length;

/** Every call of a table takes some turns of the loop, so that others come in between. */
function shuffleTables(seed: number): void {
  let state = seed;
  at.rows.before = async () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    for (let turns = state % 4; turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
  };
}

describe('A5: a crowd', () => {
  it.each([1, 2, 3])(
    '200 joins and leaves of 50 users on two instances lose nobody and invent nobody (%i)',
    async (seed) => {
      await Promise.all(users.map((user) => on.approve(user)));
      shuffleTables(seed);
      at.forget();
      const most: number[] = [];
      const work = users.flatMap((user, index) => [
        async () => [user, 'join', (await call(index, user, 'joinCoStreaming')).status] as const,
        async () => [user, 'join', (await call(index + 1, user, 'joinCoStreaming')).status] as const,
        async () => {
          most.push((await guests()).length);
          return [user, 'look', 200] as const;
        },
        // Those who stay: every second user never leaves.
        async () =>
          index % 2 === 0
            ? ([user, 'leave', (await call(index, user, 'leaveCoStreaming')).status] as const)
            : ([user, 'join', (await call(index, user, 'joinCoStreaming')).status] as const),
      ]);
      const done = await Promise.all(work.map((one) => one()));
      expect(new Set(done.map(([, , status]) => status)).size).toBeGreaterThan(1);
      expect(done.filter(([, , status]) => ![200, 403, 409].includes(status))).toEqual([]);
      expect(done.filter(([, what, status]) => what === 'leave' && status !== 200)).toEqual([]);
      const now = await guests();
      expect(new Set(now).size).toBe(now.length);
      expect(Math.max(...most, now.length)).toBeLessThanOrEqual(5);
      // Whoever is there was let in and has not left; whoever was let in and has not left is there.
      const stayers = new Set(
        done.flatMap(([user, what, status]) => (what === 'join' && status === 200 ? [user] : [])),
      );
      const leavers = new Set(done.flatMap(([user, what]) => (what === 'leave' ? [user] : [])));
      expect(now.filter((user) => !stayers.has(user))).toEqual([]);
      expect([...stayers].filter((user) => !leavers.has(user) && !now.includes(user))).toEqual([]);
      // Those that wait are written together.
      expect(stageWrites()).toBeLessThan(200);
    },
  );

  it('of one instance costs few writes, and one message about all of them', async () => {
    await Promise.all(users.map((user) => on.approve(user)));
    at.forget();
    at.live.messages.splice(0);
    const answers = await Promise.all(users.map((user) => on.join(user)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(answers.filter(({ body }) => body.reason === 'stage_full')).toHaveLength(45);
    expect(stageWrites()).toBeLessThanOrEqual(3);
    expect(at.live.messages.filter(({ type }) => type === 19_002).length).toBeLessThanOrEqual(3);
    expect(at.live.messages.filter(({ type }) => type === 20_003)).toHaveLength(5);
  });

  it('in any order, on any instance, ends as if everybody had come one after the other', async () => {
    const step = fc.record({
      user: fc.constantFrom(...users.slice(0, 8)),
      type: fc.constantFrom('joinCoStreaming' as const, 'leaveCoStreaming' as const),
      instance: fc.nat({ max: 1 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), fc.nat(), async (steps, seed) => {
        at.rows.before = () => undefined;
        await Promise.all(users.slice(0, 8).map((user) => on.leave(user)));
        await Promise.all(users.slice(0, 8).map((user) => on.approve(user)));
        shuffleTables(seed);
        const done = await Promise.all(
          steps.map(async ({ user, type, instance }) => ({ user, type, ...(await call(instance, user, type)) })),
        );
        const now = await guests();
        expect(now.length).toBeLessThanOrEqual(5);
        for (const user of users.slice(0, 8)) {
          const own = done.filter((one) => one.user === user);
          const joined = own.some((one) => one.type === 'joinCoStreaming' && one.status === 200);
          const left = own.some((one) => one.type === 'leaveCoStreaming');
          if (!joined) expect(now).not.toContain(user);
          if (joined && !left) expect(now).toContain(user);
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('a row that somebody else writes', () => {
  it('is read again with growing waits, and the step is asked again with what it says now', async () => {
    await on.approve('bob');
    let rivals = 3;
    at.rows.before = async ({ operation, table }) => {
      if (operation === 'put' && table === 'co_streaming' && rivals > 0) {
        rivals--;
        const row = at.rows.all('co_streaming')[0];
        if (row) row.version = Number(row.version) + 1;
      }
    };
    expect((await on.join('bob')).status).toBe(200);
    expect(await guests()).toEqual(['bob']);
  });

  it('without end makes the room busy within seconds, and nobody is half on stage', async () => {
    await on.approve('bob');
    at.rows.before = async ({ operation, table }) => {
      const row = at.rows.all('co_streaming')[0];
      if (operation === 'put' && table === 'co_streaming' && row) row.version = Number(row.version) + 1;
    };
    const before = at.clock.time;
    const { status, body, headers } = await on.join('bob');
    expect([status, body.reason, headers.get('retry-after')]).toEqual([409, 'room_busy', '1']);
    expect(at.clock.time - before).toBeLessThan(6_000);
    at.rows.before = () => undefined;
    expect(await guests()).toEqual([]);
  });

  it('A17: a failure of the table is told to all who waited, and the next ones get through', async () => {
    await Promise.all([on.approve('bob'), on.approve('carl')]);
    at.rows.before = ({ operation, table }) => {
      if (operation === 'put' && table === 'co_streaming') throw failure('PutRow', 'OTSTimeout', true);
    };
    const answers = await Promise.all([on.join('bob'), on.join('carl')]);
    expect(answers.map(({ status }) => status)).toEqual([503, 503]);
    at.rows.before = () => undefined;
    expect((await on.join('bob')).status).toBe(200);
    expect(await guests()).toEqual(['bob']);
  });

  it('one who is refused does not stop those who are written together with it', async () => {
    await on.approve('bob');
    const [bob, carl, dora] = await Promise.all([on.join('bob'), on.join('carl'), on.kick('bob', 'dora')]);
    expect([bob.status, carl.body.reason, dora.body.reason]).toEqual([200, 'not_on_stage', 'not_room_owner']);
  });

  it('whoever is kicked by what is written together with its joining is told that it is not on stage', async () => {
    await on.approve('bob');
    at.forget();
    // Two wait while the first is under way, so they are written together.
    const [, joined, kicked] = await Promise.all([on.apply('carl'), on.join('bob'), on.kick('bob')]);
    expect(kicked.status).toBe(200);
    expect([200, 403]).toContain(joined.status);
    expect(await guests()).toEqual([]);
    if (joined.status === 403) expect(joined.body).not.toHaveProperty('rtc_push_url');
  });
});
