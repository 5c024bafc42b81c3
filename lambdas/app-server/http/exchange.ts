/** A request and its answer as the application sees them, whatever they come over: a socket, or a test. */

export interface HttpRequest {
  readonly method: string;
  /** As it was sent, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** A header by its name in lower case. */
  header(name: string): string | undefined;
  /** @throws ApiError `body_too_large`, or `invalid_request` when the connection broke off */
  body(): Promise<Uint8Array>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What Hono hands to every handler beside its own context. */
export interface AppEnv {
  readonly Bindings: Exchange;
}

/**
 * One request and the way to answer it, straight from and to the socket: the Request, Headers and Response of the Fetch API
 * cost more than everything else that is done for a request (docs/benchmarks.md). Handlers answer through `send` and give
 * Hono `SENT`.
 */
export interface Exchange {
  readonly sent: HttpRequest;
  send(answer: HttpAnswer): void;
}

/** Tells Hono that the answer is on its way. */
export const SENT = new Response(null);
