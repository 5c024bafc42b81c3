/** A typed client of the API, made of `fetch` and the route table. */
import type { ErrorBody } from './errors.ts';
import { type InputOf, type ResponseOf, ROUTES, type Route, type RouteId } from './routes.ts';

/** An answer that was not 200; `body` is absent when it was not JSON of this API. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly body: Partial<ErrorBody> | undefined;

  constructor(path: string, status: number, body: Partial<ErrorBody> | undefined) {
    super(`${path} answered ${status}: ${body?.message ?? 'no message'}`);
    this.name = 'ApiFailure';
    this.status = status;
    this.body = body;
  }
}

export interface ApiClientOptions {
  /** Origin of the AppServer, with or without a trailing slash. */
  readonly origin: string;
  readonly token?: string;
  readonly fetch?: typeof fetch;
  /** Milliseconds for a whole call. */
  readonly timeoutMs?: number;
}

export interface CallOptions {
  /** Sent as `Idempotency-Key`: the same for every attempt of one request, so that it is carried out once (A6). */
  readonly idempotencyKey?: string;
}

export interface ApiClient {
  call<Id extends RouteId>(id: Id, request?: InputOf<Id>, options?: CallOptions): Promise<ResponseOf<Id>>;
  /** The same client as another user. */
  withToken(token: string): ApiClient;
}

/**
 * Answers are checked against their schemas, so that a changed server is noticed here and not somewhere in a page.
 *
 * @throws ApiFailure on any answer but 200.
 */
export function apiClient(options: ApiClientOptions): ApiClient {
  const origin = options.origin.replace(/\/+$/, '');
  const send = options.fetch ?? fetch;
  return {
    call: async (id, request, { idempotencyKey } = {}) => {
      const route: Route = ROUTES[id];
      const query =
        route.method === 'GET' && request ? `?${new URLSearchParams(request as Record<string, string>)}` : '';
      const response = await send(`${origin}${route.path}${query}`, {
        method: route.method,
        headers: {
          'content-type': 'application/json',
          ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        },
        signal: AbortSignal.timeout(options.timeoutMs ?? 15_000),
        ...(route.method === 'POST' ? { body: JSON.stringify(request ?? {}) } : {}),
      });
      const body = await json(response);
      if (response.status !== 200) {
        throw new ApiFailure(route.path, response.status, body as Partial<ErrorBody> | undefined);
      }
      return route.response.parse(body) as ResponseOf<typeof id>;
    },
    withToken: (token) => apiClient({ ...options, token }),
  };
}

async function json(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}
