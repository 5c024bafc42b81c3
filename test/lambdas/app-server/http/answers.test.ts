import { beforeEach, describe, expect, it } from 'vitest';
import { ROUTES, type RouteId } from '../../../../lambdas/api/routes.ts';
import { BODIES } from '../support/bodies.ts';
import { failure } from '../support/memory-live.ts';
import { createRoom, room, SECRETS, type World, world } from '../support/world.ts';

let at: World;
beforeEach(async () => {
  at = await world();
});

describe('open pages', () => {
  it('the root and the health page answer without the cloud', async () => {
    at.rows.before = () => {
      throw failure('GetRow', 'OTSServerBusy', true);
    };
    expect(await at.request('/')).toMatchObject({ status: 200, body: { code: 200 } });
    expect(await at.request('/health')).toMatchObject({ status: 200, body: { status: 'ok', stage: 'test' } });
  });

  it('readiness tells an unreachable table and an unfinished deployment apart', async () => {
    expect((await at.request('/ready')).status).toBe(200);
    await at.settings.remove('session-keys');
    expect((await at.request('/ready')).body).toMatchObject({ code: 503, reason: 'not_configured' });
    at.rows.before = () => {
      throw failure('GetRow', 'OTSServerBusy', true);
    };
    expect((await at.request('/ready')).body).toMatchObject({ code: 503, reason: 'upstream_unavailable' });
  });
});

describe('A13, gotcha 8: one shape for every error, a JSON object', () => {
  const shape = { code: expect.any(Number), message: expect.any(String), reason: expect.any(String) };

  it.each([
    [404, 'GET', '/nothing'],
    [404, 'POST', '/api/v1/live/nothing'],
    [404, 'POST', '/invoke'],
    [405, 'GET', '/api/v1/live/list'],
    [405, 'DELETE', '/api/v1/live/login'],
    [405, 'POST', '/health'],
    [400, 'POST', '/login'],
    [403, 'POST', '/api/v1/live/list'],
  ])('%i for %s %s', async (status, method, path) => {
    const answer = await at.request(path, { method });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ ...shape, code: status, request_id: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.headers.get('x-request-id')).toBe(answer.body.request_id);
  });

  it('W43: a wrong method is told the right one', async () => {
    const answer = await at.request('/login');
    expect(answer.headers.get('allow')).toBe('POST');
    expect(answer.body.message).toContain('POST');
  });

  it('passes the request id of the platform on', async () => {
    const { body } = await at.request('/nothing', { headers: { 'x-fc-request-id': '1-abc' } });
    expect(body.request_id).toBe('1-abc');
  });

  it('speaks Chinese to those who ask for it, and English to the others', async () => {
    const zh = await at.as(undefined, 'login', {}, { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' });
    expect(zh.body.message).toBe('username：应为文本。 请改正后重试。');
    const en = await at.as(undefined, 'login', {}, { 'accept-language': 'en,zh;q=0.5' });
    expect(en.body.message).toBe('username: expected text. Correct it and send it again.');
  });

  it('hides what nobody expected: no stack and no text of it', async () => {
    at.rows.before = () => {
      throw new TypeError('secret inner words');
    };
    const { status, body } = await at.as(
      undefined,
      'list',
      { user_id: 'anna', page_num: 1, page_size: 1 },
      {
        authorization: 'Bearer a.b.c',
      },
    );
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toMatch(/inner words|at .*\.ts/);
    expect(at.log.join()).toContain('secret inner words');
  });
});

describe('A17: what a failing cloud looks like from outside', () => {
  it.each([
    ['throttled', failure('CreateLiveMessageGroup', 'Throttling.User', true), 503, 'upstream_unavailable'],
    ['silent', failure('CreateLiveMessageGroup', 'Timeout', true), 503, 'upstream_unavailable'],
    ['refusing', failure('CreateLiveMessageGroup', 'InputInvalid'), 502, 'upstream_failed'],
  ])('%s: a clear answer, without the words of the service', async (_, error, status, reason) => {
    at.live.before = () => {
      throw error;
    };
    const answer = await at.as('anna', 'createV2', room('anna'));
    expect(answer.status).toBe(status);
    expect(answer.body.reason).toBe(reason);
    expect(answer.body.message).not.toContain('upstream words');
    expect(answer.headers.get('retry-after')).toBe(status === 503 ? '2' : null);
    expect(at.log.join()).toContain('upstream words');
  });
});

describe('A16: web pages may read every answer', () => {
  const withOrigin = (origin: string, path = '/nothing') => at.request(path, { headers: { origin } });

  it('any page on a stage that says so, without credentials', async () => {
    const { headers } = await withOrigin('https://any.example.com');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('W25: only the listed ones otherwise, also on errors, and caches are told', async () => {
    at = await world({ LIVE_STACK_CORS_ORIGINS: 'https://a.example.com, https://b.example.com' });
    const listed = await withOrigin('https://b.example.com');
    expect(listed.status).toBe(404);
    expect(listed.headers.get('access-control-allow-origin')).toBe('https://b.example.com');
    expect(listed.headers.get('vary')).toBe('Origin');
    const other = await withOrigin('https://c.example.com');
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    expect(other.headers.get('vary')).toBe('Origin');
    expect((await at.request('/health')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('gotcha 14: preflights allow authorization, content-type, x-live-env, and the idempotency key of our own clients', async () => {
    const preflight = await at.request('/api/v2/live/token', {
      method: 'OPTIONS',
      headers: { origin: 'https://any.example.com', 'access-control-request-headers': 'x-live-env' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toBe(
      'authorization, content-type, idempotency-key, x-live-env',
    );
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
  });

  it('a 403 for a missing session carries the headers too', async () => {
    const { status, headers } = await at.request('/api/v1/live/list', {
      method: 'POST',
      headers: { origin: 'https://x.cn' },
    });
    expect(status).toBe(403);
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('A15: the log', () => {
  it('has one JSON line for each request, with id, route, status and milliseconds', async () => {
    await at.as('anna', 'list', { user_id: 'anna', page_num: 1, page_size: 1 }, { 'x-fc-request-id': '1-abc' });
    expect(at.log.map((line) => JSON.parse(line))).toEqual([
      {
        time: '2026-11-22T05:00:00.000Z',
        level: 'info',
        event: 'request',
        request_id: '1-abc',
        method: 'POST',
        route: 'list',
        status: 200,
        ms: 0,
      },
    ]);
  });

  it('never has a secret: not of a setting, a session, a URL or an answer', async () => {
    const id = await createRoom(at, 'anna', { mode: 1 });
    const secrets: string[] = [...Object.values(SECRETS), await at.tokenOf('anna')];
    for (const route of Object.keys(ROUTES) as RouteId[]) {
      const fresh = route === 'delete' ? await createRoom(at, 'anna') : id;
      const { body } = await at.as('anna', route, BODIES[route]('anna', fresh));
      secrets.push(
        ...[...JSON.stringify(body).matchAll(/(?:auth_key|token)=([\w-]+)/g)].map((match) => String(match[1])),
      );
    }
    at.rows.before = () => {
      throw new Error(`request with Authorization: Bearer ${secrets.at(-1)} and auth_key=${SECRETS.ingest}`);
    };
    await at.as('anna', 'get', { id, user_id: 'anna' }).catch(() => undefined);
    expect(secrets.length).toBeGreaterThan(20);
    const log = at.log.join('\n');
    expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
    expect(log).toContain('request failed');
  });
});
