import { beforeEach, describe, expect, it } from 'vitest';
import { OPERATIONS, type OperationName } from '../../../../lambdas/api/operator.ts';
import { addCheapUser, invoke, operate } from '../support/operator.ts';
import { createRoom, START, type World, world } from '../support/world.ts';

let at: World;
beforeEach(async () => {
  at = await world({ LIVE_STACK_AUTH_MODE: 'password' });
});

const EVENTS: { readonly [Name in OperationName]: object } = {
  'users.add': { username: 'bob', password: 'correct horse' },
  'users.remove': { username: 'anna' },
  'users.list': {},
  'users.setPassword': { username: 'anna', password: 'correct horse' },
  'sessions.end': { user_id: 'anna' },
  'rooms.stop': { room_id: '' },
  'stage.ban': { user_id: 'anna' },
  'stage.unban': { user_id: 'anna' },
  'stage.listBanned': {},
};

describe('what the operator can do by an event', () => {
  it.each(Object.entries(EVENTS))(
    '%s answers its schema, and the log notes it with its subject',
    async (name, rest) => {
      await addCheapUser(at, 'anna', 'correct horse');
      const about = 'room_id' in rest ? { room_id: await createRoom(at, 'anna') } : rest;
      const { status, body } = await invoke(at, { action: name, ...about });
      expect(status).toBe(200);
      expect(OPERATIONS[name as OperationName].response.safeParse(body).error?.issues).toBeUndefined();
      const line = at.log.map((text) => JSON.parse(text)).find(({ event }) => event === 'operation');
      const subject = 'username' in rest ? rest.username : 'user_id' in rest ? rest.user_id : undefined;
      expect(line).toMatchObject({ action: name, ...(subject === undefined ? {} : { user: subject }) });
      expect(line).toMatchObject('room_id' in about ? { room: about.room_id } : {});
    },
  );

  it.each([
    [{ action: 'users.drop' }, /^action: expected users\.add or /],
    [{ action: 7 }, /^action: /],
    [{ action: 'users.add' }, /^username: expected text/],
    [{ action: 'users.add', username: 'anna lee' }, /^username: expected letters and digits, 1 to 64/],
    [{ action: 'users.add', username: 'bob', password: 'short' }, /^password: at least 8 characters/],
    [{ action: 'users.add', username: 'bob', password: 'x'.repeat(129) }, /^password: at most 128/],
    [{ action: 'users.add', username: 'bob', password: 'two\nlines here' }, /^password: /],
    [{ action: 'users.add', username: 'bob', pasword: 'correct horse' }, /^body: there is no field pasword/],
    [{ action: 'users.add', username: 'bobsname', password: 'BobsName' }, /^password: expected another one/],
    [{ action: 'users.list', limit: 5_000 }, /^limit: at most 1000/],
    [{ action: 'stage.ban', user_id: '*' }, /^user_id: expected letters and digits/],
  ])('%j is refused, with what is wrong', async (event, message) => {
    const { status, body } = await invoke(at, event);
    expect(status).toBe(400);
    expect(body.message).toMatch(message);
    expect(at.rows.all('users')).toEqual([]);
    expect(at.rows.all('bans')).toEqual([]);
  });

  it('timer events are still timer events', async () => {
    expect(await at.tick()).toMatchObject({ status: 200, body: { trigger: 'tick' } });
    expect((await invoke(at, { hello: 1 })).status).toBe(400);
  });
});

describe('users', () => {
  it('are added once; a second time is an error that says what to do instead', async () => {
    await operate(at, 'users.add', { username: 'bob', password: 'correct horse' });
    const again = await invoke(at, { action: 'users.add', username: 'bob', password: 'another one' });
    expect(again).toMatchObject({ status: 409, body: { reason: 'user_exists' } });
    expect(String(again.body.message)).toContain('users.setPassword');
    const login = { username: 'bob', password: 'correct horse' };
    expect((await at.as(undefined, 'login', login)).status).toBe(200);
  });

  it('get a password made for them when none is given, told once and kept nowhere', async () => {
    const { password } = await operate(at, 'users.add', { username: 'bob' });
    expect(password).toMatch(/^[A-Za-z0-9]{16}$/);
    const logIn = (given: unknown) => at.as(undefined, 'login', { username: 'bob', password: given });
    expect((await logIn(password)).status).toBe(200);
    const next = await operate(at, 'users.setPassword', { username: 'bob' });
    expect(next.password).not.toBe(password);
    expect((await logIn(password)).status).toBe(401);
    expect((await logIn(next.password)).status).toBe(200);
    const kept = JSON.stringify([at.rows.all('users'), at.log]);
    expect(kept).not.toContain(password);
    expect(kept).not.toContain(next.password);
    expect(await operate(at, 'users.setPassword', { username: 'bob', password: 'of my own' })).not.toHaveProperty(
      'password',
    );
  });

  it.each(['users.remove', 'users.setPassword'])('%s of somebody unknown is 404', async (action) => {
    expect(await invoke(at, { action, username: 'nobody' })).toMatchObject({
      status: 404,
      body: { reason: 'user_not_found' },
    });
  });

  it('a removal that failed half-way is finished by repeating it', async () => {
    await addCheapUser(at, 'anna', 'correct horse');
    at.rows.before = ({ table }) => {
      if (table === 'bans') {
        throw new Error('killed');
      }
    };
    expect((await invoke(at, { action: 'users.remove', username: 'anna' })).status).toBe(500);
    at.rows.before = () => undefined;
    expect((await invoke(at, { action: 'users.remove', username: 'anna' })).status).toBe(404);
    expect(at.rows.all('bans')).toMatchObject([{ room_id: '*sessions', user_id: 'anna' }]);
  });

  it('are listed by name, a page at a time, without their hashes', async () => {
    const names = ['zoe', 'anna', 'min', 'max', 'bob', '7'];
    for (const name of names) {
      await addCheapUser(at, name, 'correct horse');
    }
    const found: unknown[] = [];
    let from: string | undefined;
    do {
      const page = await operate(at, 'users.list', { limit: 2, ...(from === undefined ? {} : { from }) });
      found.push(...(page.users as unknown[]));
      from = page.next as string | undefined;
      expect(found.length).toBeLessThanOrEqual(names.length);
    } while (from !== undefined);
    expect(found).toEqual(
      [...names].sort().map((username) => ({ username, created_at: START, password_set_at: START })),
    );
  });

  it.each(['demo', 'jwks'])('a stage with authentication %s keeps none, and says so', async (mode) => {
    at = await world({
      LIVE_STACK_AUTH_MODE: mode,
      LIVE_STACK_AUTH_JWKS_URL: 'https://id.example.com/keys',
      LIVE_STACK_AUTH_ISSUER: 'https://id.example.com/',
      LIVE_STACK_AUTH_AUDIENCE: 'live',
    });
    for (const action of ['users.add', 'users.remove', 'users.setPassword', 'users.list']) {
      const rest = action === 'users.list' ? {} : { username: 'bob' };
      const { status, body } = await invoke(at, { action, ...rest });
      expect(status).toBe(409);
      expect(body).toMatchObject({ reason: 'users_not_kept', message: expect.stringContaining(`"${mode}"`) });
    }
    expect(at.rows.all('users')).toEqual([]);
  });
});

describe('bans of the stage', () => {
  it('are listed with their time; lifting one that is not there is no error', async () => {
    await operate(at, 'stage.ban', { user_id: 'bob' });
    at.clock.time += 1_000;
    await operate(at, 'stage.ban', { user_id: 'anna' });
    expect(await operate(at, 'stage.listBanned', {})).toEqual({
      code: 200,
      banned: [
        { user_id: 'anna', banned_at: START + 1_000 },
        { user_id: 'bob', banned_at: START },
      ],
    });
    await operate(at, 'stage.unban', { user_id: 'nobody' });
    await operate(at, 'stage.unban', { user_id: 'anna' });
    expect(await operate(at, 'stage.listBanned', { limit: 1 })).toMatchObject({ banned: [{ user_id: 'bob' }] });
  });
});
