import { describe, expect, it } from 'vitest';
import { ROUTES, type Route } from '../../../lambdas/api/routes.ts';

const routes: [string, Route][] = Object.entries(ROUTES);

describe('the route table', () => {
  it('names every address once', () => {
    const addresses = routes.map(([, route]) => `${route.method} ${route.path}`);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it.each(routes)('%s: identity and ownership need a session and a body', (_, route) => {
    if (route.identity || route.access === 'owner') {
      expect(['session', 'owner']).toContain(route.access);
      expect(route.request).toBeDefined();
    }
    if (route.method === 'POST') {
      expect(route.request).toBeDefined();
    }
  });

  it('gotcha 12: every address of the clients is at the host root, under /api/v1/live or /api/v2/live; ours are beside them', () => {
    const own = /^\/api\/v1\/(costreaming|moderation|callbacks)\/\w+$/;
    const others = routes
      .filter(([, { path }]) => !/^\/api\/v[12]\/live\/\w+$/.test(path) && !own.test(path))
      .map(([id]) => id);
    expect(others).toEqual(['greet', 'health', 'ready', 'openApi', 'login']);
  });

  it('has what the official clients call to create, start, watch and stop', () => {
    expect(Object.fromEntries(routes.map(([id, route]) => [id, `${route.method} ${route.path}`]))).toMatchObject({
      loginV1: 'POST /api/v1/live/login',
      tokenV1: 'POST /api/v1/live/token',
      tokenV2: 'POST /api/v2/live/token',
      createV1: 'POST /api/v1/live/create',
      createV2: 'POST /api/v2/live/create',
      get: 'POST /api/v1/live/get',
      list: 'POST /api/v1/live/list',
      start: 'POST /api/v1/live/start',
      stop: 'POST /api/v1/live/stop',
    });
  });
});
