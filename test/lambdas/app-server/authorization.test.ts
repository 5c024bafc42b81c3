import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { ROUTES, type Route, type RouteId } from '../../../lambdas/api/routes.ts';
import { signToken } from '../../../lambdas/app-server/auth/token.ts';
import { BODIES } from './support/bodies.ts';
import { createRoom, SECRETS, START, type World, world } from './support/world.ts';

const NOW = START / 1_000;
const key = { id: 'k1', secret: SECRETS.session };
const purpose = { type: 'session', audience: 'app-server/test' } as const;
const claims = { subject: 'anna', issuedAt: NOW, expiresAt: NOW + 600 };

function unsigned(): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = { sub: 'anna', aud: 'app-server/test', token_type: 'session', iat: NOW, exp: NOW + 600 };
  return `${encode({ alg: 'none', typ: 'JWT', kid: 'k1' })}.${encode(payload)}.`;
}

/** A session that is not one, and the reason that its bearer is told. */
const BAD_SESSIONS: readonly (readonly [name: string, authorization: string | undefined, reason: string])[] = [
  ['no token', undefined, 'session_required'],
  ['an expired token', signToken({ ...claims, expiresAt: NOW }, purpose, key), 'session_expired'],
  ['a wrong signature', signToken(claims, purpose, { ...key, secret: 'x'.repeat(40) }), 'session_invalid'],
  ['alg none', unsigned(), 'session_invalid'],
  ['a wrong audience', signToken(claims, { ...purpose, audience: 'app-server/other' }, key), 'session_invalid'],
  ['a token for another purpose', signToken(claims, { ...purpose, type: 'jump' }, key), 'session_invalid'],
  [
    'a signature without the payload',
    `x.y.${createHmac('sha256', key.secret).update('').digest('base64url')}`,
    'session_invalid',
  ],
];

const routes = Object.entries(ROUTES) as [RouteId, Route][];
const closed = routes.filter(([, route]) => route.access === 'session' || route.access === 'owner');

describe('A1: who may call what, for every route of the table', () => {
  let at: World;
  let roomId: string;
  beforeEach(async () => {
    at = await world();
    roomId = await createRoom(at, 'anna', { mode: 1 });
  });

  it('the open routes are exactly these', () => {
    expect(routes.filter(([, route]) => route.access === 'open').map(([id]) => id)).toEqual([
      'greet',
      'health',
      'ready',
      'openApi',
      'login',
      'loginV1',
      'verifyAuthToken',
      'clientConfig',
    ]);
    expect(routes.filter(([, route]) => route.access === 'callback').map(([id]) => id)).toEqual([
      'messageCallback',
      'recordingCallback',
      'vodCallback',
      'handlePushStreamEventCallback',
    ]);
  });

  describe.each(closed)('%s', (id) => {
    it.each(BAD_SESSIONS)('refuses %s with 403, a JSON body, and without any effect', async (_, token, reason) => {
      const before = JSON.stringify(at.rows.all('rooms'));
      at.live.calls.splice(0);
      const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const { status, body } = await at.as(undefined, id, BODIES[id]('anna', roomId), headers);
      expect(status).toBe(403);
      expect(body).toMatchObject({ code: 403, reason });
      expect(JSON.stringify(at.rows.all('rooms'))).toBe(before);
      expect(at.live.calls).toEqual([]);
    });
  });

  describe.each(['bob', 'Anna', 'anna0'])('A2, W3: %s in the name of anna', (other) => {
    it.each(closed.filter(([, route]) => route.identity))('is refused by %s', async (id) => {
      const before = JSON.stringify(at.rows.all('rooms'));
      const { status, body } = await at.as(other, id, BODIES[id]('anna', roomId));
      expect(status).toBe(403);
      expect(body).toMatchObject({ code: 403, reason: 'identity_mismatch' });
      expect(JSON.stringify(at.rows.all('rooms'))).toBe(before);
    });
  });

  const owned = closed.filter(([, route]) => route.access === 'owner');

  it.each(owned)('A3: %s refuses the owner of another room, and 404 for no room', async (id) => {
    await createRoom(at, 'bob', { mode: 1 });
    const before = JSON.stringify(at.rows.all('rooms'));
    const { status, body } = await at.as('bob', id, BODIES[id]('bob', roomId));
    expect(status).toBe(403);
    expect(body).toMatchObject({ code: 403, reason: 'not_room_owner' });
    expect(JSON.stringify(at.rows.all('rooms'))).toBe(before);
    const missing = await at.as('bob', id, BODIES[id]('bob', 'nosuchroom'));
    expect(missing.status).toBe(404);
    expect(missing.body).toMatchObject({ code: 404, reason: 'room_not_found' });
  });

  it.each(closed.filter(([id]) => id !== 'tokenV1'))(
    '%s answers its rightful caller with 200 and its schema',
    async (id, route) => {
      const { status, body } = await at.as('anna', id, BODIES[id]('anna', roomId));
      expect(status).toBe(200);
      expect(route.response.safeParse(body).error?.issues).toBeUndefined();
    },
  );
});
