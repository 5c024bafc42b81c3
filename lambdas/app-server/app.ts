/** The HTTP application: every route of the table, with one way in (authenticate, parse, identify) and one way out. */
import { type Context, Hono } from 'hono';
import { ApiError } from '../api/errors.ts';
import { ROUTES, type Route, type RouteId } from '../api/routes.ts';
import { callerOf } from './auth/service.ts';
import { HANDLERS } from './handlers.ts';
import { problem, success } from './http/answers.ts';
import { parseRequest, readJson } from './http/body.ts';
import { clientAddress } from './http/client-address.ts';
import { corsPolicy } from './http/cors.ts';
import { type AppEnv, type HttpAnswer, type HttpRequest, SENT } from './http/exchange.ts';
import { toApiError } from './http/failure.ts';
import { once } from './http/idempotency.ts';
import { refuseExcess, type Subjects } from './http/rate-limit.ts';
import { PLATFORM_ENDPOINTS } from './platform.ts';
import type { Dependencies, SessionScope } from './scope.ts';
import { type Visit, visitOf } from './visit.ts';

export function buildApp(deps: Dependencies): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const cors = corsPolicy(deps.config.corsOrigins);

  /** One way in and one way out for every request, whatever answers it. */
  const handle = (endpoint: (visit: Visit) => Promise<HttpAnswer>) => {
    return async (c: Context<AppEnv>): Promise<Response> => {
      const { sent, send } = c.env;
      const startedAt = deps.clock.now();
      const visit = visitOf(sent, deps);
      const { status, headers, body } = await told(visit, endpoint);
      visit.log.info('request', { method: sent.method, route: visit.route, status, ms: deps.clock.now() - startedAt });
      send({
        status,
        headers: {
          ...cors(sent.header('origin')),
          ...headers,
          'x-request-id': visit.requestId,
          'cache-control': 'no-store',
        },
        body,
      });
      return SENT;
    };
  };

  for (const id of Object.keys(ROUTES) as RouteId[]) {
    const route: Route = ROUTES[id];
    app.on(
      route.method,
      route.path,
      handle(async (visit) => success(await answer(visit, id, route))),
    );
  }
  for (const { method, path, endpoint } of PLATFORM_ENDPOINTS) {
    app.on(
      method,
      path,
      handle(async (visit) => success(await endpoint(visit))),
    );
  }
  app.options('*', handle(preflight));
  app.notFound(handle(nothingHere));
  // Passed on to the server, which logs it: everything that can fail has been told as a problem before.
  app.onError((error) => {
    throw error;
  });
  return app;
}

async function told(visit: Visit, endpoint: (visit: Visit) => Promise<HttpAnswer>): Promise<HttpAnswer> {
  try {
    return await endpoint(visit);
  } catch (error) {
    const known = toApiError(error);
    if (known.entry.status >= 500) {
      visit.log.error('request failed', { route: visit.route, reason: known.reason, error });
    }
    return problem(visit, known);
  }
}

async function preflight(visit: Visit): Promise<HttpAnswer> {
  visit.route = 'preflight';
  return { status: 204, headers: {}, body: '' };
}

async function nothingHere(visit: Visit): Promise<HttpAnswer> {
  const methods = Object.values(ROUTES as Readonly<Record<string, Route>>).flatMap((route) =>
    route.path === visit.request.path ? [route.method] : [],
  );
  return methods.length > 0
    ? problem(visit, new ApiError('method_not_allowed', methods.join(', ')), methods)
    : problem(visit, new ApiError('unknown_route'));
}

async function answer(visit: Visit, id: RouteId, route: Route): Promise<object> {
  visit.route = id;
  const { scope, request: sent } = visit;
  const needsSession = route.access === 'session' || route.access === 'owner';
  const caller = needsSession ? await callerOf(scope, sent.header('authorization')) : '';
  const request = route.request && parseRequest(route.request, await rawRequest(sent, route));
  if (needsSession) {
    refuseOtherIdentity(route, request, caller);
  }
  // The table gives every handler exactly this scope and request; the compiler cannot follow that through an index.
  const handler = HANDLERS[id] as (scope: SessionScope, request: unknown) => Promise<object>;
  // Not a spread: the cloud is looked up when it is first needed.
  const session: SessionScope = Object.assign(scope, { caller });
  await refuseExcess(session, route.limits ?? [], subjectsOf(session, request));
  const key = needsSession && route.method === 'POST' ? sent.header('idempotency-key') : undefined;
  return key === undefined
    ? handler(session, request)
    : once(session, { route: id, key, request }, (keyed) => handler(keyed, request));
}

/** Whom a request counts against. */
function subjectsOf(scope: SessionScope, request: unknown): Subjects {
  const username = (request as { username?: unknown } | undefined)?.username;
  return {
    address: clientAddress(scope.header),
    caller: scope.caller || undefined,
    username: typeof username === 'string' ? username : undefined,
  };
}

async function rawRequest(sent: HttpRequest, route: Route): Promise<unknown> {
  return route.method === 'GET' ? sent.query : readJson(sent);
}

/** The acting identity is the token's; a body that names somebody else is refused and not silently corrected (A2). */
function refuseOtherIdentity(route: Route, request: unknown, caller: string): void {
  const claimed = route.identity && (request as Record<string, unknown>)[route.identity];
  if (typeof claimed === 'string' && claimed !== '' && claimed !== caller) {
    throw new ApiError('identity_mismatch', route.identity);
  }
}
