import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { ROUTES, type Route, type RouteId } from '../../../../lambdas/api/routes.ts';
import { once } from '../../../../lambdas/app-server/http/idempotency.ts';
import { BODIES } from '../support/bodies.ts';
import { failure } from '../support/memory-live.ts';
import { type Answer, createRoom, room, type World, world } from '../support/world.ts';

let at: World;
beforeEach(async () => {
  at = await world();
});

const withKey = (key: string) => ({ 'idempotency-key': key });
const create = (more: object = {}, key = 'key-1', user = 'anna', world = at): Promise<Answer> =>
  world.as(user, 'createV2', room(user, more), withKey(key));
const rooms = () => at.rows.all('rooms');
const records = () => at.rows.calls.filter(({ table }) => table === 'idempotency').map(({ operation }) => operation);

const sessions = (Object.entries(ROUTES) as [RouteId, Route][]).filter(
  ([id, route]) => (route.access === 'session' || route.access === 'owner') && id !== 'tokenV1',
);
const keyed = sessions.filter(([, route]) => !route.isRepeatable);
const repeatable = sessions.filter(([, route]) => route.isRepeatable);

describe('A6: a request with an Idempotency-Key', () => {
  it.each(keyed)('%s: is answered alike when it is sent again, by whichever instance, and done once', async (id) => {
    const roomId = await createRoom(at, 'anna', { mode: 1 });
    const send = (world: World) => world.as('anna', id, BODIES[id]('anna', roomId), withKey('key-1'));
    const first = await send(at);
    expect(first.status).toBe(200);
    at.clock.time += 3_600_000;
    const other = await at.restarted();
    at.forget();
    const again = await send(other);
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
    expect(at.live.calls).toEqual([]);
    const touched = new Set(at.rows.calls.map(({ table }) => table));
    for (const table of ['settings', 'bans', 'rate_limits', 'idempotency']) {
      touched.delete(table);
    }
    expect([...touched]).toEqual([]);
  });

  it.each(repeatable)('%s: takes one, and keeps nothing of what it answers', async (id) => {
    const roomId = await createRoom(at, 'anna', { mode: 1 });
    at.forget();
    const send = () => at.as('anna', id, BODIES[id]('anna', roomId), withKey('key-1'));
    expect([(await send()).status, (await send()).status]).toEqual([200, 200]);
    expect(records()).toEqual([]);
    expect((await at.as('anna', id, BODIES[id]('anna', roomId), withKey('two words'))).status).toBe(400);
  });

  it('A9: a guest who was sent off gets no URLs by repeating its join', async () => {
    const id = await createRoom(at, 'anna', { mode: 1 });
    await at.as('anna', 'approveCoStreaming', { id, user_id: 'anna', guest_id: 'bob' });
    const join = () => at.as('bob', 'joinCoStreaming', { id, user_id: 'bob' }, withKey('key-1'));
    expect((await join()).body).toHaveProperty('rtc_push_url');
    await at.as('anna', 'kickCoStreaming', { id, user_id: 'anna', guest_id: 'bob' });
    const again = await join();
    expect(again).toMatchObject({ status: 403, body: { reason: 'not_on_stage' } });
    expect(JSON.stringify(again.body)).not.toContain('artc:');
  });

  it.each([
    [65_536, 1],
    [65_537, 2],
  ])('an answer of %i bytes: the request is carried out %i times when it is sent twice', async (bytes, times) => {
    let runs = 0;
    const answer = { text: 'é'.repeat((bytes - '{"text":""}'.length) >> 1) + 'x'.repeat((bytes - 11) & 1) };
    expect(Buffer.byteLength(JSON.stringify(answer))).toBe(bytes);
    const run = async () => {
      runs++;
      return answer;
    };
    const scope = () => Object.assign(at.scope, { caller: 'anna' });
    const request = { route: 'update', key: 'key-1', request: {} } as const;
    expect([await once(scope(), request, run), await once(scope(), request, run)]).toEqual([answer, answer]);
    expect(runs).toBe(times);
  });

  it('W20: creates one room, however often a client repeats itself', async () => {
    const answers = [await create(), await create(), await create()];
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(rooms()).toHaveLength(1);
    expect(at.live.groups.size).toBe(1);
  });

  it('likes are counted once', async () => {
    const id = await createRoom(at, 'anna');
    const like = () =>
      at.as('bob', 'sendLikeMessage', { user_id: 'bob', chatroom_id: id, like_count: 7 }, withKey('key-1'));
    await like();
    await like();
    const { body } = await at.as('bob', 'getStatistics', { user_id: 'bob', chatroom_id: id });
    expect(body.like_count).toBe(7);
  });

  it('costs two writes the first time and one with one read later; without the header nothing', async () => {
    await create();
    expect(records()).toEqual(['put', 'put']);
    at.forget();
    await create();
    expect(records()).toEqual(['put', 'get']);
    at.forget();
    await createRoom(at, 'anna');
    expect(records()).toEqual([]);
  });

  it('with another payload is refused, and changes nothing', async () => {
    await create();
    expect(await create({ title: 'Another' })).toMatchObject({
      status: 422,
      body: { code: 422, reason: 'idempotency_key_reused' },
    });
    expect(rooms()).toHaveLength(1);
  });

  it('is the same request however it is written: order of members, spaces, unknown fields', async () => {
    const first = await create();
    const body = JSON.stringify(
      { device: 'x', im_server: ['aliyun_new'], mode: 0, anchor: 'anna', title: 'My channel' },
      null,
      2,
    );
    const authorization = `Bearer ${await at.tokenOf('anna')}`;
    const again = await at.request('/api/v2/live/create', {
      method: 'POST',
      headers: { ...withKey('key-1'), authorization },
      body,
    });
    expect(again.body.id).toBe(first.body.id);
  });

  it('belongs to its caller and its route', async () => {
    const mine = await create();
    const theirs = await create({}, 'key-1', 'bob');
    expect(theirs.body.anchor_id).toBe('bob');
    const other = await at.as('anna', 'createV1', { title: 'My channel', anchor: 'anna' }, withKey('key-1'));
    expect(new Set([mine, theirs, other].map(({ body }) => body.id)).size).toBe(3);
  });

  it('is checked like any other before its answer is told again', async () => {
    await create();
    const answer = await at.as(undefined, 'createV2', room('anna'), withKey('key-1'));
    expect(answer).toMatchObject({ status: 403, body: { reason: 'session_required' } });
    expect((await at.as('bob', 'createV2', room('anna'), withKey('key-1'))).body.reason).toBe('identity_mismatch');
  });

  it('is forgotten after a day, also while the table still has it', async () => {
    const first = await create();
    at.clock.time += 86_400_000;
    const later = await create({ title: 'Another' });
    expect(later.status).toBe(200);
    expect(later.body.id).not.toBe(first.body.id);
    expect((await create({ title: 'Another' })).body.id).toBe(later.body.id);
  });

  it.each(['', ' ', 'two words', 'a'.repeat(256), 'schlüssel', 'a\tb'])(
    'W43: %j is no key: 400 that says what is',
    async (key) => {
      const { status, body } = await create({}, key);
      expect(status).toBe(400);
      expect(body.message).toMatch(/^Idempotency-Key: expected 1 to 255 visible ASCII characters/);
      expect(rooms()).toEqual([]);
    },
  );

  it.each(['a', '"8e03978e-40d5-43dd-bc93-6894a57f9324"', '~'.repeat(255)])('%s is a key', async (key) => {
    expect((await create({}, key)).status).toBe(200);
  });

  it('means nothing to routes without a session', async () => {
    const body = { username: 'anna', password: 'anna' };
    expect((await at.as(undefined, 'login', body, withKey('not a key'))).status).toBe(200);
    expect(records()).toEqual([]);
  });
});

describe('A6: when it is sent twice at once', () => {
  it('one is carried out and the others are told to ask again', async () => {
    const instances = [at, await at.restarted()];
    const sent = Array.from({ length: 20 }, (_, index) => create({}, 'key-1', 'anna', instances[index % 2]));
    const answers = await Promise.all(sent);
    const done = answers.filter(({ status }) => status === 200);
    const waiting = answers.filter(({ status }) => status === 409);
    expect(done).toHaveLength(1);
    expect(waiting).toHaveLength(19);
    expect(waiting[0]).toMatchObject({ body: { reason: 'request_in_progress' } });
    expect(waiting[0]?.headers.get('retry-after')).toBe('2');
    expect(rooms()).toHaveLength(1);
    expect((await create()).body.id).toBe(done[0]?.body.id);
  });
});

describe('A6, A7: when an attempt fails or dies', () => {
  it('an error is not replayed: the next attempt goes on under the same id', async () => {
    at.live.before = () => {
      throw failure('CreateLiveMessageGroup', 'Throttling.User', true);
    };
    expect((await create()).status).toBe(503);
    const [begun] = rooms();
    at.live.before = () => undefined;
    const { status, body } = await create();
    expect(status).toBe(200);
    expect(body.id).toBe(begun?.room_id);
    expect(rooms()).toHaveLength(1);
    expect(rooms()[0]?.work).toBe('none');
  });

  /** Every call that a creation makes, by what comes after it in the process: nothing. */
  const DEATHS = ['idempotency put', 'rooms put', 'live CreateLiveMessageGroup', 'rooms update', 'idempotency put 2'];

  it.each(DEATHS.flatMap((call) => [[call, 'before'] as const, [call, 'after'] as const]))(
    'W20: killed at %s (%s it took place), a creation is continued under the same room id',
    async (call, when) => {
      const [target, action, nth = '1'] = call.split(' ');
      let seen = 0;
      const die = (place: string | undefined, done: string | undefined): Promise<void> | undefined => {
        const isIt = place === target && done === action && ++seen === Number(nth);
        return isIt ? new Promise(() => undefined) : undefined;
      };
      at.rows[when] = ({ table, operation }) => die(table, operation);
      at.live[when] = ({ action: name }) => die('live', name);
      // Never answers: its process is gone.
      void create();
      await new Promise(setImmediate);
      await expect.poll(() => seen).toBeGreaterThan(0);
      at.rows[when] = () => undefined;
      at.live[when] = () => undefined;
      const begun = rooms().map((row) => row.room_id);

      const next = await at.restarted();
      const early = await create({}, 'key-1', 'anna', next);
      expect([200, 409]).toContain(early.status);
      at.clock.time += 30_000;
      const { status, body } = await create({}, 'key-1', 'anna', next);
      expect(status).toBe(200);
      expect(rooms().map((row) => [row.room_id, row.work])).toEqual([[body.id, 'none']]);
      expect([...at.live.groups.keys()]).toEqual([body.id]);
      expect(begun.length === 0 || begun[0] === body.id).toBe(true);
      expect((await create({}, 'key-1', 'anna', next)).body).toEqual(body);
    },
  );

  it('after the timer has removed what was abandoned, the key makes a new room', async () => {
    at.rows.before = ({ table, operation }) =>
      table === 'rooms' && operation === 'update' ? new Promise(() => undefined) : undefined;
    void create();
    await expect.poll(() => at.live.groups.size).toBe(1);
    at.rows.before = () => undefined;
    const next = await at.restarted();
    at.clock.time += 10 * 60_000;
    await next.tick();
    expect(rooms()).toEqual([]);
    const { status, body } = await create({}, 'key-1', 'anna', next);
    expect(status).toBe(200);
    expect([...at.live.groups.keys()]).toEqual([body.id]);
    expect((await create({}, 'key-1', 'anna', next)).body).toEqual(body);
    // Nothing of the id that was used up stays, either.
    at.clock.time += 10 * 60_000;
    await next.tick();
    expect(rooms().map((row) => [row.room_id, row.work])).toEqual([[body.id, 'none']]);
  });

  it('an attempt that outlived its lease does not overwrite the answer of the next', async () => {
    let release = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    let first = true;
    at.live.before = () => {
      const wait = first ? slow : undefined;
      first = false;
      return wait;
    };
    const late = create();
    await expect.poll(() => at.live.calls.length).toBe(1);
    at.clock.time += 30_000;
    const taken = await create();
    release();
    const outlived = await late;
    expect(taken.status).toBe(200);
    expect(outlived.status === 200 ? outlived.body.id : outlived.body.reason).toBe(
      outlived.status === 200 ? taken.body.id : 'room_busy',
    );
    expect(rooms()).toHaveLength(1);
    expect((await create()).body).toEqual(taken.body);
  });

  it('A17: without the table the request is refused before anything is done: it could not be done only once', async () => {
    at.rows.before = ({ table }) => {
      if (table === 'idempotency') {
        throw failure('PutRow', 'OTSServerBusy', true);
      }
    };
    expect((await create()).status).toBe(503);
    expect(rooms()).toEqual([]);
    expect(at.live.calls).toEqual([]);
  });

  it('an outcome that could not be kept is answered all the same, and the log says so', async () => {
    let writes = 0;
    at.rows.before = ({ table, operation }) => {
      if (table === 'idempotency' && operation === 'put' && ++writes === 2) {
        throw failure('PutRow', 'OTSServerBusy', true);
      }
    };
    const first = await create();
    expect(first.status).toBe(200);
    expect(at.log.join()).toContain('was not kept');
    at.clock.time += 30_000;
    const again = await create();
    expect(again.body.id).toBe(first.body.id);
    expect(rooms()).toHaveLength(1);
  });

  it('whatever fails and however often it is sent again, there is at most one room for a key', async () => {
    const fault = fc.constantFrom('none', 'before', 'after');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fault, fc.nat({ max: 6 })), { maxLength: 6 }), async (attempts) => {
        at = await world();
        for (const [when, at_call] of attempts) {
          let calls = 0;
          const fail = (): void => {
            if (calls++ === at_call) {
              throw failure('any', 'Timeout', true);
            }
          };
          const hook = when === 'none' ? 'before' : when;
          at.live[hook] = when === 'none' ? () => undefined : fail;
          at.rows[hook] = ({ table }) => (when === 'none' || table === 'settings' ? undefined : fail());
          await create();
          at.live[hook] = () => undefined;
          at.rows[hook] = () => undefined;
          at.clock.time += 31_000;
        }
        const { status, body } = await create();
        expect(status).toBe(200);
        expect(rooms().map((row) => [row.room_id, row.work])).toEqual([[body.id, 'none']]);
        expect(at.live.groups.size).toBe(1);
      }),
      { numRuns: 60 },
    );
  });
});
