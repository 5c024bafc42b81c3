/** The HTTP application: every route of the table, with one way in (authenticate, parse, identify) and one way out. */
import { ApiError } from '../api/errors.ts';
import { ROUTES, type Route, type RouteId } from '../api/routes.ts';
import { callerOf } from './auth/service.ts';
import { HANDLERS } from './handlers.ts';
import { parseRequest, readJson } from './http/body.ts';
import { clientAddress } from './http/client-address.ts';
import { corsPolicy } from './http/cors.ts';
import type { App, HttpAnswer, HttpRequest } from './http/exchange.ts';
import { toApiError } from './http/failure.ts';
import { once } from './http/idempotency.ts';
import { refuseExcess, type Subjects } from './http/rate-limit.ts';
import { PLATFORM_ENDPOINTS } from './platform.ts';
import type { Dependencies, SessionScope } from './scope.ts';
import { type Endpoint, problem, success, type Visit, visitOf } from './visit.ts';

/** By `METHOD /path`: all paths are exact. */
const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map([
  ...(Object.keys(ROUTES) as RouteId[]).map((id): [string, Endpoint] => {
    const route: Route = ROUTES[id];
    return [`${route.method} ${route.path}`, (visit) => answer(visit, id, route)];
  }),
  ...Object.entries(PLATFORM_ENDPOINTS),
]);

export function buildApp(deps: Dependencies): App {
  const cors = corsPolicy(deps.config.corsOrigins);
  return async (request) => {
    const startedAt = deps.clock.now();
    const visit = visitOf(request, deps);
    const { status, headers, body } = await respond(visit);
    visit.log.info('request', {
      method: request.method,
      route: visit.route,
      status,
      ms: deps.clock.now() - startedAt,
    });
    return {
      status,
      headers: {
        ...cors(request.header('origin')),
        ...headers,
        'x-request-id': visit.requestId,
        'cache-control': 'no-store',
      },
      body,
    };
  };
}

async function respond(visit: Visit): Promise<HttpAnswer> {
  const { request } = visit;
  if (request.method === 'OPTIONS') {
    visit.route = 'preflight';
    return { status: 204, headers: {}, body: '' };
  }
  // Node.js leaves the body of an answer to HEAD out.
  const endpoint = ENDPOINTS.get(`${request.method === 'HEAD' ? 'GET' : request.method} ${request.path}`);
  if (!endpoint) {
    return nothingHere(visit);
  }
  try {
    return success(await endpoint(visit));
  } catch (error) {
    const told = toApiError(error);
    if (told.entry.status >= 500) {
      visit.log.error('request failed', { route: visit.route, reason: told.reason, error });
    }
    return problem(visit, told);
  }
}

function nothingHere(visit: Visit): HttpAnswer {
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
