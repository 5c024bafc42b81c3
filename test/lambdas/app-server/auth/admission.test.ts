import { beforeEach, describe, expect, it } from 'vitest';
import { ROUTES, type Route, type RouteId } from '../../../../lambdas/api/routes.ts';
import { BODIES } from '../support/bodies.ts';
import { failure } from '../support/memory-live.ts';
import { invoke, operate } from '../support/operator.ts';
import { type Answer, createRoom, type World, world } from '../support/world.ts';

let at: World;
beforeEach(async () => {
  at = await world();
});

const list = (user: string, world = at): Promise<Answer> =>
  world.as(user, 'list', { user_id: user, page_num: 1, page_size: 1 });
const logIn = (username: string): Promise<Answer> => at.as(undefined, 'login', { username, password: username });
const readsOfBans = (): number => at.rows.calls.filter(({ table }) => table === 'bans').length;

const closed = (Object.entries(ROUTES) as [RouteId, Route][]).filter(
  ([, route]) => route.access === 'session' || route.access === 'owner',
);

describe('A19: a user who is banned from the stage', () => {
  it('cannot log in, and is told so only with the right password', async () => {
    await operate(at, 'stage.ban', { user_id: 'anna' });
    expect(await logIn('anna')).toMatchObject({ status: 403, body: { reason: 'banned' } });
    const wrong = await at.as(undefined, 'login', { username: 'anna', password: 'wrong' });
    expect(wrong.body.reason).toBe('login_failed');
    expect((await logIn('bob')).status).toBe(200);
  });

  it.each(closed)('gets no answer from %s, with a session from before', async (id) => {
    const room = await createRoom(at, 'anna', { mode: 1 });
    await operate(at, 'stage.ban', { user_id: 'anna' });
    at.live.calls.splice(0);
    const { status, body } = await at.as('anna', id, BODIES[id]('anna', room));
    expect(status).toBe(403);
    expect(body.reason).toBe('banned');
    expect(at.live.calls).toEqual([]);
  });

  it('cannot trade a jump token for a session', async () => {
    const live_id = await createRoom(at, 'anna');
    const link = await at.as('anna', 'getLiveJumpUrl', { user_id: 'anna', live_id });
    const token = new URL(String(link.body.live_jump_url)).searchParams.get('token') ?? '';
    await operate(at, 'stage.ban', { user_id: 'anna' });
    const body = { user_id: 'anna', live_id, app_server: 'https://x.cn', token };
    expect((await at.as(undefined, 'verifyAuthToken', body)).body.reason).toBe('banned');
  });

  it('is let in again, with his old session, when the ban is lifted', async () => {
    await operate(at, 'stage.ban', { user_id: 'anna' });
    expect((await list('anna')).status).toBe(403);
    await operate(at, 'stage.unban', { user_id: 'anna' });
    expect((await list('anna')).status).toBe(200);
  });

  it('a ban from one room is none from the stage', async () => {
    const id = await createRoom(at, 'bob');
    await at.as('bob', 'banUser', { id, user_id: 'bob', target_ids: ['anna'] });
    at.clock.time += 60_000;
    expect((await list('anna')).status).toBe(200);
  });
});

describe('sessions that the operator ends', () => {
  it('are void at once, and the user may log in again in the same second', async () => {
    const token = String((await logIn('anna')).body.token);
    await operate(at, 'sessions.end', { user_id: 'anna' });
    const ask = (bearer: unknown) =>
      at.as(undefined, 'list', { user_id: 'anna', page_num: 1, page_size: 1 }, { authorization: `Bearer ${bearer}` });
    expect((await ask(token)).body.reason).toBe('session_expired');
    expect((await ask((await logIn('anna')).body.token)).status).toBe(200);
    expect((await list('bob')).status).toBe(200);
  });

  it('leave no rows for ever: what is older than any session is removed with the next one', async () => {
    await operate(at, 'sessions.end', { user_id: 'anna' });
    at.clock.time += 31 * 86_400_000;
    await operate(at, 'sessions.end', { user_id: 'bob' });
    await expect.poll(() => at.rows.all('bans').map((row) => row.user_id)).toEqual(['bob']);
  });
});

describe('what it costs to know who is banned', () => {
  it('nothing for a list or a get: one read serves everybody for seconds', async () => {
    const users = Array.from({ length: 20 }, (_, index) => `user${index}`);
    await list('anna');
    at.forget();
    await Promise.all(users.map((user) => list(user)));
    expect(readsOfBans()).toBe(0);
  });

  it('a crowd on a new instance reads once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => list(`user${index}`)));
    expect(readsOfBans()).toBe(1);
  });

  it('a request does not wait for a list that is some seconds old: it is read beside it', async () => {
    await list('anna');
    at.clock.time += 6_000;
    let release = (): void => undefined;
    const blocked = new Promise<void>((resolve) => {
      release = resolve;
    });
    at.rows.before = ({ table }) => (table === 'bans' ? blocked : undefined);
    expect((await list('anna')).status).toBe(200);
    release();
  });

  it('an instance that rested for longer asks first', async () => {
    const other = await at.restarted();
    await list('anna', other);
    await operate(at, 'stage.ban', { user_id: 'anna' });
    at.clock.time += 30_000;
    expect((await list('anna', other)).status).toBe(403);
  });

  it('A17: while the table does not answer, the last list serves; without any, nobody is let in', async () => {
    await operate(at, 'stage.ban', { user_id: 'bob' });
    await list('anna');
    at.clock.time += 60_000;
    at.rows.before = ({ table }) => {
      if (table === 'bans') {
        throw failure('GetRange', 'OTSServerBusy', true);
      }
    };
    expect((await list('anna')).status).toBe(200);
    expect((await list('bob')).status).toBe(403);
    expect(at.log.join()).toContain('an older list serves');
    const fresh = await at.restarted();
    expect((await list('anna', fresh)).status).toBe(503);
  });

  it('more bans than one read gives are all known', async () => {
    const { range } = at.rows;
    Object.assign(at.rows, {
      range: (table: string, query: Parameters<typeof range>[1]) =>
        range(table, table === 'bans' ? { ...query, limit: 2 } : query),
    });
    const users = ['a', 'b', 'c', 'd', 'e', 'max', 'min'];
    for (const user_id of users) {
      await operate(at, 'stage.ban', { user_id });
    }
    const answers = await Promise.all([...users, 'anna'].map((user) => list(user)));
    expect(answers.map(({ status }) => status)).toEqual([...users.map(() => 403), 200]);
  });
});

it('nobody reaches the operations over the HTTP trigger', async () => {
  for (const path of ['/http-invoke', '/initialize', '', undefined]) {
    const answer = await at.request('/invoke', {
      method: 'POST',
      headers: path === undefined ? {} : { 'x-fc-control-path': path },
      body: JSON.stringify({ action: 'stage.ban', user_id: 'anna' }),
    });
    expect(answer).toMatchObject({ status: 404, body: { reason: 'unknown_route' } });
  }
  expect(at.rows.all('bans')).toEqual([]);
  expect((await invoke(at, { action: 'stage.ban', user_id: 'anna' })).status).toBe(200);
});
