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

/** Answers every request; it rejects for none. */
export type App = (request: HttpRequest) => Promise<HttpAnswer>;
