import { beforeEach, describe, expect, it } from 'vitest';
import { loginResponse } from '../../../../lambdas/api/auth.ts';
import { SECRETS, START, type World, world } from '../support/world.ts';

let at: World;
beforeEach(async () => {
  at = await world();
});

const credentials = (username: string, password = username) => ({ username, password });
const list = { user_id: 'anna', page_num: 1, page_size: 10 };

describe('logging in on a demo stage', () => {
  it.each(['login', 'loginV1'] as const)('gotcha 11: %s takes a password that equals the name', async (route) => {
    const { status, body } = await at.as(undefined, route, credentials('anna'));
    expect(status).toBe(200);
    expect(loginResponse.parse(body)).toMatchObject({ code: 200, expire: '2026-11-29T13:00:00+08:00' });
    const authorization = `Bearer ${body.token}`;
    expect((await at.as(undefined, 'list', list, { authorization })).status).toBe(200);
  });

  it('gotcha 10: a wrong password is HTTP 401, with the code in the body', async () => {
    const { status, body } = await at.as(undefined, 'loginV1', credentials('anna', 'wrong'));
    expect(status).toBe(401);
    expect(body).toMatchObject({ code: 401, reason: 'login_failed' });
    expect(body).not.toHaveProperty('token');
  });

  it.each([
    ['username', credentials('')],
    ['username', credentials('anna lee')],
    ['username', credentials('anna&role=admin')],
    ['username', credentials('a'.repeat(65))],
    ['username', { password: 'anna' }],
    ['password', { username: 'anna' }],
    ['password', credentials('anna', '')],
    ['body', []],
    ['body', null],
    ['body', 'anna'],
  ])('W33: a wrong %s is 400: %j', async (path, body) => {
    const answer = await at.as(undefined, 'login', body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(new RegExp(`^${path}: `));
  });

  it('W33: a wrong user name is told what a right one looks like', async () => {
    const { body } = await at.as(undefined, 'login', credentials('anna lee'));
    expect(body.message).toBe('username: expected letters and digits, 1 to 64. Correct it and send it again.');
  });

  it('W6: a password stage does not take the name for a password, even of somebody whom it does not know', async () => {
    at = await world({ LIVE_STACK_AUTH_MODE: 'password' });
    const { status, body } = await at.as(undefined, 'login', credentials('anna'));
    expect(status).toBe(401);
    expect(body.reason).toBe('login_failed');
  });
});

describe('sessions', () => {
  const authorized = (authorization: string) => at.as(undefined, 'list', list, { authorization });

  it('accept "Bearer" with and without a space, and in any case', async () => {
    const token = await at.tokenOf('anna');
    for (const authorization of [`Bearer ${token}`, `Bearer${token}`, `bearer  ${token}`]) {
      expect((await authorized(authorization)).status).toBe(200);
    }
  });

  it.each([
    ['', 'session_required'],
    ['Bearer', 'session_required'],
    ['Basic YTpi', 'session_required'],
    ['Bearer live', 'session_invalid'],
    ['Bearer a.b.c', 'session_invalid'],
  ])('gotcha 9: "%s" is 403 %s and never 401', async (authorization, reason) => {
    const { status, body } = await authorized(authorization);
    expect(status).toBe(403);
    expect(body.reason).toBe(reason);
  });

  it('end after seven days', async () => {
    const token = await at.tokenOf('anna');
    at.clock.time = START + 7 * 86_400_000;
    expect((await authorized(`Bearer ${token}`)).body.reason).toBe('session_expired');
  });

  it('survive a rotation of the keys: the new one signs, the old one is still accepted', async () => {
    const old = await at.tokenOf('anna');
    const keys = [
      { id: 'k2', secret: 'the-new-secret-0123456789-0123456789', createdAt: START + 1 },
      { id: 'k1', secret: SECRETS.session, createdAt: START },
    ];
    await at.settings.write('session-keys', { keys });
    at.clock.time += 61_000;
    const fresh = await at.tokenOf('anna');
    expect(Buffer.from(String(fresh.split('.')[0]), 'base64url').toString()).toContain('"kid":"k2"');
    for (const token of [old, fresh]) {
      expect((await authorized(`Bearer ${token}`)).status).toBe(200);
    }
  });

  it('W31: survive rotation after rotation, until their key is no longer in the row', async () => {
    const keys = [{ id: 'k1', secret: String(SECRETS.session), createdAt: START }];
    const tokens = [await at.tokenOf('anna')];
    for (let day = 2; day <= 6; day++) {
      at.clock.time += 86_400_000;
      keys.unshift({ id: `k${day}`, secret: `secret-of-day-${day}-0123456789-0123456789`, createdAt: at.clock.time });
      await at.settings.write('session-keys', { keys });
      const other = await world();
      await other.settings.write('session-keys', { keys });
      other.clock.time = at.clock.time;
      tokens.push(await other.tokenOf('anna'));
    }
    for (const token of tokens) {
      expect((await authorized(`Bearer ${token}`)).status).toBe(200);
    }
    await at.settings.write('session-keys', { keys: keys.slice(0, 1) });
    at.clock.time += 60_000;
    const statuses = await Promise.all(tokens.map(async (token) => (await authorized(`Bearer ${token}`)).status));
    expect(statuses).toEqual([403, 403, 403, 403, 403, 200]);
  });

  it('of a key that another instance already uses are accepted at once, and invented keys cost one read', async () => {
    const other = await world();
    const keys = [{ id: 'k9', secret: 'the-new-secret-0123456789-0123456789', createdAt: START }];
    await other.settings.write('session-keys', { keys });
    other.clock.time += 61_000;
    const token = await other.tokenOf('anna');
    other.clock.time -= 61_000;

    expect((await authorized(`Bearer ${await at.tokenOf('anna')}`)).status).toBe(200);
    await at.settings.write('session-keys', { keys });
    expect((await authorized(`Bearer ${token}`)).status).toBe(200);
    const invented = `Bearer ${token.replace(/^[^.]+/, Buffer.from('{"alg":"HS256","typ":"JWT","kid":"kx"}').toString('base64url'))}`;
    at.forget();
    for (let index = 0; index < 20; index++) {
      expect((await authorized(invented)).body.reason).toBe('session_invalid');
    }
    expect(at.rows.calls).toEqual([]);
  });
});
