import { beforeEach, describe, expect, it } from 'vitest';
import { addCheapUser, operate } from '../support/operator.ts';
import { type Answer, type World, world } from '../support/world.ts';

const PASSWORD = 'correct horse battery';

let at: World;
beforeEach(async () => {
  at = await world({ LIVE_STACK_AUTH_MODE: 'password' });
});

const logIn = (username: string, password: string, world = at): Promise<Answer> =>
  world.as(undefined, 'login', { username, password });

const list = (token: unknown, user = 'anna', world = at): Promise<Answer> =>
  world.as(undefined, 'list', { user_id: user, page_num: 1, page_size: 1 }, { authorization: `Bearer ${token}` });

describe('logging in with a password', () => {
  it('W6: takes the password of the user, and no longer the name', async () => {
    await addCheapUser(at, 'anna', PASSWORD);
    const right = await logIn('anna', PASSWORD);
    expect(right.status).toBe(200);
    expect((await list(right.body.token)).status).toBe(200);
    for (const wrong of ['anna', 'Correct horse battery', `${PASSWORD} `]) {
      expect((await logIn('anna', wrong)).body).toMatchObject({ code: 401, reason: 'login_failed' });
    }
  });

  it('a wrong name and a wrong password are answered alike', async () => {
    await addCheapUser(at, 'anna', PASSWORD);
    const [name, password] = [await logIn('nobody', PASSWORD), await logIn('anna', 'wrong password')];
    const told = ({ status, body: { request_id: _, ...body } }: Answer) => ({ status, body });
    expect(told(name)).toEqual(told(password));
  });

  it('A2: the session is that of the user and of nobody else', async () => {
    await addCheapUser(at, 'anna', PASSWORD);
    const { body } = await logIn('anna', PASSWORD);
    expect((await list(body.token, 'bob')).body.reason).toBe('identity_mismatch');
  });

  it('raises the cost of an old hash when its password is known, so that nobody has to set it again', async () => {
    await addCheapUser(at, 'anna', PASSWORD);
    const stored = () => String(at.rows.all('users')[0]?.password_hash);
    expect(stored()).toContain('ln=4');
    await logIn('anna', 'wrong password');
    expect(stored()).toContain('ln=4');
    await logIn('anna', PASSWORD);
    await expect.poll(stored, { timeout: 20_000 }).toContain('ln=14,r=8,p=5');
    expect((await logIn('anna', PASSWORD)).status).toBe(200);
  });

  it('a password that was set meanwhile is not overwritten by the old one at a higher cost', async () => {
    await addCheapUser(at, 'anna', PASSWORD);
    let updates = 0;
    at.rows.before = ({ operation, table }) => {
      if (table === 'users' && operation === 'update') {
        updates++;
        const [row] = at.rows.all('users');
        Object.assign(row ?? {}, { password_hash: 'set meanwhile' });
      }
    };
    expect((await logIn('anna', PASSWORD)).status).toBe(200);
    await expect.poll(() => updates, { timeout: 20_000 }).toBe(1);
    await new Promise(setImmediate);
    expect(at.rows.all('users')[0]?.password_hash).toBe('set meanwhile');
  });

  it('neither passwords nor their hashes come into the log', async () => {
    await addCheapUser(at, 'anna', PASSWORD);
    await logIn('anna', PASSWORD);
    await logIn('anna', 'a wrong one');
    await operate(at, 'users.setPassword', { username: 'anna', password: 'yet another one' });
    expect(at.log.length).toBeGreaterThan(2);
    expect(at.log.join()).not.toMatch(/correct horse|a wrong one|yet another|scrypt/);
  });
});

describe('what becomes of sessions', () => {
  const session = async (): Promise<unknown> => (await logIn('anna', PASSWORD)).body.token;

  beforeEach(async () => {
    await addCheapUser(at, 'anna', PASSWORD);
  });

  it('a user who is removed can neither log in nor go on', async () => {
    const token = await session();
    await operate(at, 'users.remove', { username: 'anna' });
    expect((await logIn('anna', PASSWORD)).status).toBe(401);
    expect(await list(token)).toMatchObject({ status: 403, body: { reason: 'session_expired' } });
  });

  it('a new password ends the sessions from before, even in the same second, and not those from after', async () => {
    const token = await session();
    await operate(at, 'users.setPassword', { username: 'anna', password: 'another password' });
    expect((await list(token)).status).toBe(403);
    const fresh = await logIn('anna', 'another password');
    expect((await list(fresh.body.token)).status).toBe(200);
    expect((await logIn('anna', PASSWORD)).status).toBe(401);
  });

  it('a user of the same name who is added again does not inherit the sessions of the first', async () => {
    const token = await session();
    await operate(at, 'users.remove', { username: 'anna' });
    await operate(at, 'users.add', { username: 'anna', password: PASSWORD });
    expect((await list(token)).status).toBe(403);
    expect((await list(await session())).status).toBe(200);
  });

  it('whoever logs in while the password is changed gets a session that is already void', async () => {
    let changed: Promise<unknown> | undefined;
    at.rows.after = () => undefined;
    at.rows.before = async ({ operation, table }) => {
      if (table === 'bans' && operation === 'range' && !changed) {
        // The old password was right a moment ago; the session is not yet signed.
        changed = operate(at, 'users.setPassword', { username: 'anna', password: 'another password' });
        await changed;
      }
    };
    const token = await session();
    expect(changed).toBeDefined();
    expect((await list(token)).status).toBe(403);
  });

  it('on other instances sessions end within seconds, and within half a minute on one that rested', async () => {
    const other = await at.restarted();
    const token = await session();
    expect((await list(token, 'anna', other)).status).toBe(200);
    await operate(at, 'users.remove', { username: 'anna' });
    at.clock.time += 5_000;
    // This request is still served, and reads the list beside it.
    await list(token, 'anna', other);
    await new Promise(setImmediate);
    expect((await list(token, 'anna', other)).status).toBe(403);

    const rested = await at.restarted();
    expect((await list(token, 'anna', rested)).status).toBe(403);
  });

  it('jump tokens from before buy nothing any more', async () => {
    const authorization = `Bearer ${await session()}`;
    const created = await at.as(undefined, 'createV1', { title: 'Channel', anchor: 'anna' }, { authorization });
    const live_id = String(created.body.id);
    const link = await at.as(undefined, 'getLiveJumpUrl', { user_id: 'anna', live_id }, { authorization });
    const token = new URL(String(link.body.live_jump_url)).searchParams.get('token') ?? '';
    const redeem = () =>
      at.as(undefined, 'verifyAuthToken', { user_id: 'anna', live_id, app_server: 'https://x.cn', token });
    expect((await redeem()).status).toBe(200);
    await operate(at, 'users.setPassword', { username: 'anna', password: 'another password' });
    expect((await redeem()).body.reason).toBe('session_expired');
  });
});
