/** The HTTP application: every route of the table, with one way in (parse, authenticate, identify) and one way out. */
import { type Context, Hono } from 'hono';
import { ApiError, languageOf } from '../api/errors.ts';
import { ROUTES, type Route, type RouteId } from '../api/routes.ts';
import { callerOf } from './auth/service.ts';
import { HANDLERS } from './handlers.ts';
import { parseRequest, readJson } from './http/body.ts';
import { corsHeaders } from './http/cors.ts';
import { toApiError } from './http/failure.ts';
import { platformRoutes } from './platform.ts';
import type { Cloud, Dependencies, Scope, SessionScope } from './scope.ts';

export interface Variables {
  readonly requestId: string;
  readonly deps: Dependencies;
  /** Name of the route for the log; set once it is known. */
  route: string;
}

export type AppContext = Context<{ Variables: Variables }>;

export function buildApp(deps: Dependencies): Hono<{ Variables: Variables }> {
  const app = new Hono<{ Variables: Variables }>();

  app.use('*', async (c, next) => {
    const startedAt = deps.clock.now();
    c.set('requestId', c.req.header('x-fc-request-id') ?? Buffer.from(deps.random(16)).toString('hex'));
    c.set('route', 'unknown');
    if (c.req.method === 'OPTIONS') {
      c.res = new Response(null, { status: 204 });
      c.set('route', 'preflight');
    } else {
      await next();
    }
    for (const [name, value] of Object.entries(corsHeaders(deps.config.corsOrigins, c.req.header('origin')))) {
      c.res.headers.set(name, value);
    }
    c.res.headers.set('x-request-id', c.get('requestId'));
    c.res.headers.set('cache-control', 'no-store');
    logOf(deps, c).info('request', {
      method: c.req.method,
      route: c.get('route'),
      status: c.res.status,
      ms: deps.clock.now() - startedAt,
    });
  });

  for (const id of Object.keys(ROUTES) as RouteId[]) {
    const route: Route = ROUTES[id];
    app.on(route.method, route.path, async (c) => {
      c.set('route', id);
      return c.json(await answer(c, deps, id, route));
    });
  }
  platformRoutes(app, deps, (c) => scopeOf(c, deps));

  app.notFound((c) => {
    const methods = Object.values(ROUTES as Record<string, Route>).flatMap((route) =>
      route.path === c.req.path ? [route.method] : [],
    );
    return problem(
      c,
      methods.length > 0 ? new ApiError('method_not_allowed', methods.join(', ')) : new ApiError('unknown_route'),
      { allow: methods.join(', ') },
    );
  });

  app.onError((error, c) => {
    const told = toApiError(error);
    if (told.entry.status >= 500) {
      logOf(deps, c).error('request failed', { route: c.get('route'), reason: told.reason, error });
    }
    return problem(c, told);
  });
  return app;
}

async function answer(c: AppContext, deps: Dependencies, id: RouteId, route: Route): Promise<object> {
  const scope = scopeOf(c, deps);
  const needsSession = route.access === 'session' || route.access === 'owner';
  const caller = needsSession ? await callerOf(scope, c.req.header('authorization')) : '';
  const request = route.request && parseRequest(route.request, await rawRequest(c, route));
  if (needsSession) {
    refuseOtherIdentity(route, request, caller);
  }
  // The table gives every handler exactly this scope and request; the compiler cannot follow that through an index.
  const handler = HANDLERS[id] as (scope: SessionScope, request: unknown) => Promise<object>;
  // Not a spread: the cloud is looked up when it is first needed.
  return handler(Object.assign(scope, { caller }), request);
}

async function rawRequest(c: AppContext, route: Route): Promise<unknown> {
  return route.method === 'GET' ? c.req.query() : readJson(c.req.raw);
}

/** The acting identity is the token's; a body that names somebody else is refused and not silently corrected (A2). */
function refuseOtherIdentity(route: Route, request: unknown, caller: string): void {
  const claimed = route.identity && (request as Record<string, unknown>)[route.identity];
  if (typeof claimed === 'string' && claimed !== '' && claimed !== caller) {
    throw new ApiError('identity_mismatch', route.identity);
  }
}

function scopeOf(c: AppContext, deps: Dependencies): Scope {
  const log = logOf(deps, c);
  let cloud: Cloud | undefined;
  return {
    config: deps.config,
    clock: deps.clock,
    random: deps.random,
    log,
    get cloud() {
      cloud ??= deps.cloud({ get: (name) => c.req.header(name) });
      return cloud;
    },
    header: (name) => c.req.header(name),
    later: (what, work) => {
      work.catch((error: unknown) => log.warn('work after the answer failed', { what, error }));
    },
  };
}

function logOf(deps: Dependencies, c: AppContext) {
  return deps.log.with({ request_id: c.get('requestId') });
}

function problem(c: AppContext, error: ApiError, headers: Record<string, string> = {}): Response {
  const { status, retryAfter } = error.entry;
  const body = error.body(languageOf(c.req.header('accept-language')), c.get('requestId'));
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json; charset=UTF-8',
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
      ...(headers.allow ? { allow: headers.allow } : {}),
    },
  });
}
