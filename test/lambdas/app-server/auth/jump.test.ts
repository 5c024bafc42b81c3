import { beforeEach, describe, expect, it } from 'vitest';
import { signToken } from '../../../../lambdas/app-server/auth/token.ts';
import { createRoom, SECRETS, START, type World, world } from '../support/world.ts';

let at: World;
let id: string;
beforeEach(async () => {
  at = await world();
  id = await createRoom(at, 'anna');
});

async function jump(more: object = {}): Promise<URLSearchParams> {
  const { body } = await at.as('anna', 'getLiveJumpUrl', { user_id: 'anna', live_id: id, ...more });
  const url = String(body.live_jump_url);
  expect(url).toMatch(/^auipusher:\/\/page\/live-room\?/);
  return new URLSearchParams(url.split('?')[1]);
}

const redeem = (token: string, more: object = {}) =>
  at.as(undefined, 'verifyAuthToken', { user_id: 'anna', live_id: id, app_server: 'https://x.cn', token, ...more });

describe('the link to the desktop streaming program', () => {
  it('W32: has the public address, and every value is encoded', async () => {
    const query = await jump({ user_name: 'A&B=安', version: '2' });
    expect(query.get('app_server')).toBe('https://app.example.com');
    expect(query.get('user_name')).toBe('A&B=安');
    expect([...query.keys()]).toEqual(['app_server', 'token', 'user_id', 'user_name', 'live_id', 'version']);
    expect([...(await jump({ user_name: null })).keys()]).toEqual(['app_server', 'token', 'user_id', 'live_id']);
  });

  it('W2: its token buys a session of the user who asked, which works', async () => {
    const { status, body } = await redeem(String((await jump()).get('token')));
    expect(status).toBe(200);
    const authorization = `Bearer ${body.login_token}`;
    const get = await at.as(undefined, 'get', { id, user_id: 'anna' }, { authorization });
    expect(get.body).toHaveProperty('push_url_info');
  });

  it('W2: its token is good for that user, that room and some minutes, and is no session', async () => {
    const token = String((await jump()).get('token'));
    expect((await redeem(token, { user_id: 'bob' })).status).toBe(403);
    expect((await redeem(token, { live_id: await createRoom(at, 'anna') })).status).toBe(403);
    const asSession = { authorization: `Bearer ${token}` };
    expect((await at.as(undefined, 'get', { id, user_id: 'anna' }, asSession)).status).toBe(403);
    at.clock.time += 600_000;
    expect((await redeem(token)).body.reason).toBe('session_expired');
  });

  it('W2: neither a session nor a token of another key buys anything', async () => {
    const now = START / 1_000;
    const claims = { subject: 'anna', issuedAt: now, expiresAt: now + 600 };
    const purpose = { type: 'jump', audience: `app-server/test/${id}` } as const;
    const published = signToken(claims, purpose, { id: 'jump', secret: 'a-constant-that-was-published-once-upon' });
    expect((await redeem(published)).body.reason).toBe('session_invalid');
    expect((await redeem(await at.tokenOf('anna'))).body.reason).toBe('session_invalid');
    const rightful = signToken(claims, purpose, { id: 'jump', secret: SECRETS.jump });
    expect((await redeem(rightful)).status).toBe(200);
  });

  it('is not made for a room that does not exist', async () => {
    expect((await at.as('anna', 'getLiveJumpUrl', { user_id: 'anna', live_id: 'nosuchroom' })).status).toBe(404);
  });
});
