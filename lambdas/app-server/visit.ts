/** One request on its way through the application, and the endpoints that it may come to. */
import type { Logger } from '../cloud/logger.ts';
import type { HttpRequest } from './http/exchange.ts';
import type { Cloud, Dependencies, Scope } from './scope.ts';

export interface Visit {
  readonly request: HttpRequest;
  readonly requestId: string;
  readonly scope: Scope;
  readonly log: Logger;
  /** Name of the route for the log; set once it is known. */
  route: string;
}

export type Endpoint = (visit: Visit) => Promise<object>;

/** An endpoint that is no route of the API. */
export interface PlatformEndpoint {
  readonly method: 'GET' | 'POST';
  readonly path: `/${string}`;
  readonly endpoint: Endpoint;
}

/** What a request id may look like to be passed on. */
const REQUEST_ID = /^[\w.:-]{1,128}$/;

export function visitOf(request: HttpRequest, deps: Dependencies): Visit {
  const given = request.header('x-fc-request-id');
  const requestId =
    given !== undefined && REQUEST_ID.test(given) ? given : Buffer.from(deps.random(16)).toString('hex');
  const log = deps.log.with({ request_id: requestId });
  return { request, requestId, log, scope: scopeOf(request, deps, log), route: 'unknown' };
}

function scopeOf(request: HttpRequest, deps: Dependencies, log: Logger): Scope {
  let cloud: Cloud | undefined;
  const leave = (what: string, work: Promise<unknown>): void => {
    work.catch((error: unknown) => log.warn('work after the answer failed', { what, error }));
  };
  return {
    config: deps.config,
    clock: deps.clock,
    random: deps.random,
    upstreams: deps.upstreams,
    log,
    get cloud() {
      cloud ??= deps.cloud({ get: (name) => request.header(name) });
      return cloud;
    },
    header: (name) => request.header(name),
    later: leave,
    after: deps.after && ((ms, what, work) => deps.after?.(ms, () => leave(what, work()))),
  };
}
