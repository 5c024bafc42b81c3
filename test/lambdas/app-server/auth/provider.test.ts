import { createHmac, createPublicKey } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type IdentityProvider,
  makeKey,
  type ProviderKey,
  signed,
  startProvider,
} from '../support/identity-provider.ts';
import { operate } from '../support/operator.ts';
import { type Answer, START, type World, world } from '../support/world.ts';

const ISSUER = 'https://id.example.com/';
const NOW = START / 1_000;
const claims = { iss: ISSUER, aud: 'live', sub: 'anna', iat: NOW, exp: NOW + 600 };

let rsa: ProviderKey;
let ec: ProviderKey;
let stranger: ProviderKey;
beforeAll(async () => {
  [rsa, ec, stranger] = await Promise.all([makeKey('r1', 'RS256'), makeKey('e1', 'ES256'), makeKey('r1', 'RS256')]);
});

let provider: IdentityProvider;
let at: World;
const stage = (more: Parameters<typeof world>[0] = {}): Promise<World> =>
  world({
    LIVE_STACK_AUTH_MODE: 'jwks',
    LIVE_STACK_AUTH_JWKS_URL: provider.url,
    LIVE_STACK_AUTH_ISSUER: ISSUER,
    LIVE_STACK_AUTH_AUDIENCE: 'live',
    ...more,
  });
beforeEach(async () => {
  provider = await startProvider();
  provider.keys = [rsa.publicJwk, ec.publicJwk];
  at = await stage();
});
afterEach(() => provider.close());

const list = (token: string, user = 'anna', world = at): Promise<Answer> =>
  world.as(undefined, 'list', { user_id: user, page_num: 1, page_size: 1 }, { authorization: `Bearer ${token}` });

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** HS256 with the published public key as the secret: what verifiers without a list of algorithms accept. */
function confused(): string {
  const pem = createPublicKey({ key: { ...rsa.publicJwk }, format: 'jwk' }).export({
    type: 'spki',
    format: 'pem',
  });
  const text = `${encode({ alg: 'HS256', typ: 'JWT', kid: 'r1' })}.${encode(claims)}`;
  return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`;
}

describe('a stage that trusts an identity provider', () => {
  it.each(['RS256', 'ES256'])('A2: takes a token of %s for the session of its subject', async (alg) => {
    const token = await signed(alg === 'RS256' ? rsa : ec, claims);
    expect((await list(token)).status).toBe(200);
    expect((await list(token, 'bob')).body.reason).toBe('identity_mismatch');
    const room = { title: 'Channel', anchor: 'anna' };
    const created = await at.as(undefined, 'createV1', room, { authorization: `Bearer ${token}` });
    expect(created.body.anchor_id).toBe('anna');
  });

  it.each<[string, () => Promise<string> | string, string]>([
    ['another issuer', () => signed(rsa, { ...claims, iss: 'https://other.example.com/' }), 'session_invalid'],
    ['another audience', () => signed(rsa, { ...claims, aud: 'mail' }), 'session_invalid'],
    ['no audience', () => signed(rsa, { ...claims, aud: undefined }), 'session_invalid'],
    ['no expiry', () => signed(rsa, { ...claims, exp: undefined }), 'session_invalid'],
    ['an expiry long ago', () => signed(rsa, { ...claims, exp: NOW - 61 }), 'session_expired'],
    ['a start in the future', () => signed(rsa, { ...claims, nbf: NOW + 61 }), 'session_invalid'],
    ['a key of the same name', () => signed(stranger, claims), 'session_invalid'],
    ['the name of another key', () => signed(rsa, claims, { kid: 'e1' }), 'session_invalid'],
    ['an unknown key', () => signed(rsa, claims, { kid: 'r9' }), 'session_invalid'],
    ['an unknown critical header', () => signed(rsa, claims, { crit: ['strange'], strange: 1 }), 'session_invalid'],
    ['alg none', () => `${encode({ alg: 'none', kid: 'r1' })}.${encode(claims)}.`, 'session_invalid'],
    ['the public key as a secret', confused, 'session_invalid'],
    [
      'a changed payload',
      async () => (await signed(rsa, claims)).replace(/\.[^.]+\./, `.${encode({ ...claims, sub: 'bob' })}.`),
      'session_invalid',
    ],
    ['nothing that is a token', () => 'live', 'session_invalid'],
    ['a header that is no JSON', () => 'e30x.e30.AAAA', 'session_invalid'],
    ['megabytes', () => `${'a'.repeat(100_000)}.b.c`, 'session_invalid'],
  ])('A1: refuses %s with 403', async (_, token, reason) => {
    expect(await list(await token())).toMatchObject({ status: 403, body: { code: 403, reason } });
  });

  it('A1: no token at all is 403 as everywhere', async () => {
    const answer = await at.as(undefined, 'list', { user_id: 'anna', page_num: 1, page_size: 1 });
    expect(answer).toMatchObject({ status: 403, body: { reason: 'session_required' } });
  });

  it('bears clocks that are a minute apart', async () => {
    expect((await list(await signed(rsa, { ...claims, exp: NOW - 59 }))).status).toBe(200);
    expect((await list(await signed(rsa, { ...claims, nbf: NOW + 59, iat: NOW + 59 }))).status).toBe(200);
  });

  it.each<[unknown, string]>([
    ['0b9e2f9c-7d0a-4f0e-9d8c-6a1f2e3d4c5b', 'a UUID with dashes'],
    ['anna@example.com', 'an address'],
    ['auth0|123', 'an id with a bar'],
    ['a'.repeat(65), 'more than 64'],
    ['', 'nothing'],
    [undefined, 'no claim'],
    [['anna'], 'a list'],
    [{ id: 'anna' }, 'an object'],
  ])('W33: refuses the user id %j (%s) and says which claim and what is expected', async (sub) => {
    const { status, body } = await list(await signed(rsa, { ...claims, sub }));
    expect(status).toBe(403);
    expect(body.reason).toBe('user_id_not_accepted');
    expect(body.message).toContain('"sub"');
    expect(body.message).toContain('letters and digits, 1 to 64');
    expect(body.message).toContain('authentication.userClaim');
  });

  it('takes the user id from the claim that the stage names, also when it is a number', async () => {
    at = await stage({ LIVE_STACK_AUTH_USER_CLAIM: 'https://example.com/uid' });
    const token = await signed(rsa, { ...claims, sub: 'not|this', 'https://example.com/uid': 4711 });
    expect((await list(token, '4711')).status).toBe(200);
    expect((await list(await signed(rsa, claims))).body.reason).toBe('user_id_not_accepted');
  });

  it('has no password to check, and says where to log in', async () => {
    const { status, body } = await at.as(undefined, 'login', { username: 'anna', password: 'anna' });
    expect(status).toBe(501);
    expect(body).toMatchObject({ reason: 'log_in_elsewhere', message: expect.stringContaining('identity provider') });
    const config = await at.as(undefined, 'clientConfig');
    expect(config.body).toMatchObject({ login: 'jwks', identity_provider: { issuer: ISSUER, audience: 'live' } });
  });

  it('bans and ended sessions hold for its users too', async () => {
    const token = await signed(rsa, claims);
    await operate(at, 'sessions.end', { user_id: 'anna' });
    expect((await list(token)).body.reason).toBe('session_expired');
    expect((await list(await signed(rsa, { ...claims, iat: NOW + 1 }))).status).toBe(200);
    // Nobody can tell when this one was issued.
    const ageless = await signed(rsa, { ...claims, iat: undefined });
    expect((await list(ageless)).body.reason).toBe('session_expired');
    await operate(at, 'stage.ban', { user_id: 'anna' });
    expect((await list(await signed(rsa, { ...claims, iat: NOW + 1 }))).body.reason).toBe('banned');
  });

  it('W2: the desktop program gets a session of ours for one broadcast, and only for a jump token', async () => {
    const authorization = `Bearer ${await signed(rsa, claims)}`;
    const created = await at.as(undefined, 'createV1', { title: 'Channel', anchor: 'anna' }, { authorization });
    const live_id = String(created.body.id);
    const link = await at.as(undefined, 'getLiveJumpUrl', { user_id: 'anna', live_id }, { authorization });
    const token = new URL(String(link.body.live_jump_url)).searchParams.get('token') ?? '';
    const redeemed = await at.as(undefined, 'verifyAuthToken', {
      user_id: 'anna',
      live_id,
      app_server: 'https://x.cn',
      token,
    });
    const session = String(redeemed.body.login_token);
    expect((await list(session)).status).toBe(200);
    expect((await list(token)).status).toBe(403);
    // Nor does that session buy another one, and so on for ever.
    const own = { authorization: `Bearer ${session}` };
    const again = await at.as(undefined, 'getLiveJumpUrl', { user_id: 'anna', live_id }, own);
    expect([again.status, again.body.reason]).toEqual([403, 'session_invalid']);
    at.clock.time += 12 * 3_600_000;
    expect((await list(session)).body.reason).toBe('session_expired');
  });
});

describe('the keys of the identity provider', () => {
  it('are read once for a crowd, and kept for minutes', async () => {
    const token = await signed(rsa, { ...claims, exp: NOW + 86_400 });
    await Promise.all(Array.from({ length: 20 }, () => list(token)));
    at.clock.time += 599_000;
    await list(token);
    expect(provider.requests).toEqual(['/keys']);
    at.clock.time += 1_000;
    await list(token);
    expect(provider.requests).toHaveLength(2);
  });

  it('are read anew for a key that was rotated in, and tokens of the old one hold while it is published', async () => {
    const old = await signed(rsa, claims);
    await list(old);
    at.clock.time += 10_000;
    const next = await makeKey('r2', 'RS256');
    provider.keys = [next.publicJwk, rsa.publicJwk];
    const fresh = await signed(next, claims);
    expect((await list(fresh)).status).toBe(200);
    expect((await list(old)).status).toBe(200);
    provider.keys = [next.publicJwk];
    at.clock.time += 600_000;
    const expected = { ...claims, exp: NOW + 3_600 };
    expect((await list(await signed(next, expected))).status).toBe(200);
    expect((await list(await signed(rsa, expected))).status).toBe(403);
  });

  it('somebody who invents key ids costs one read in ten seconds', async () => {
    await list(await signed(rsa, claims));
    at.clock.time += 10_000;
    for (let index = 0; index < 20; index++) {
      expect((await list(await signed(rsa, claims, { kid: `invented${index}` }))).status).toBe(403);
    }
    expect(provider.requests).toHaveLength(2);
  });

  it('A17: a provider that does not answer is 503 with Retry-After until it does', async () => {
    provider.answer = (_request, response) => response.writeHead(500).end('inner words');
    const token = await signed(rsa, claims);
    const { status, headers, body } = await list(token);
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('2');
    expect(JSON.stringify(body)).not.toContain('inner words');
    expect(at.log.join()).toContain('answered 500');
    await list(token);
    expect(provider.requests).toHaveLength(1);
    provider.answer = undefined;
    at.clock.time += 10_000;
    expect((await list(token)).status).toBe(200);
  });

  it('A17: keys that were read once serve for a day while the provider is down, and not longer', async () => {
    const token = await signed(rsa, { ...claims, exp: NOW + 7 * 86_400 });
    await list(token);
    await provider.close();
    at.clock.time += 86_399_000;
    expect((await list(token)).status).toBe(200);
    at.clock.time += 11_000;
    expect((await list(token)).status).toBe(503);
    provider = await startProvider();
  });

  it.each<[string, IdentityProvider['answer']]>([
    ['a redirect', (_, response) => response.writeHead(302, { location: provider.url.replace('keys', 'more') }).end()],
    ['no JSON', (_, response) => response.end('<html>')],
    ['JSON that is no key set', (_, response) => response.end('{"error":"x"}')],
    ['too much', (_, response) => response.end(`{"keys":[{"kty":"RSA","n":"${'a'.repeat(300_000)}"}]}`)],
    [
      'a cut answer',
      (request, response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('{"keys":');
        request.socket.destroy();
      },
    ],
  ])('%s instead of keys is 503 and followed nowhere', async (_, answer) => {
    provider.answer = answer;
    expect((await list(await signed(rsa, claims))).status).toBe(503);
    expect(provider.requests).toEqual(['/keys']);
  });

  it('that are symmetric or broken are none: their tokens are 403 and the others go on', async () => {
    const secret = { kty: 'oct', k: Buffer.from('secret'.repeat(8)).toString('base64url'), kid: 's1', alg: 'HS256' };
    const broken = { kty: 'RSA', n: 'AQ', e: 'AQAB', kid: 'b1', alg: 'RS256' };
    provider.keys = [secret, broken, rsa.publicJwk];
    expect((await list(await signed(rsa, claims))).status).toBe(200);
    expect((await list(await signed(rsa, claims, { kid: 'b1' }))).status).toBe(403);
    const text = `${encode({ alg: 'HS256', kid: 's1' })}.${encode(claims)}`;
    const mac = createHmac('sha256', 'secret'.repeat(8)).update(text).digest('base64url');
    expect((await list(`${text}.${mac}`)).status).toBe(403);
  });
});
