/** What each product of the local cloud offers to the gateway (`gateway.ts`), which owns the sockets. */
import type { IncomingHttpHeaders } from 'node:http';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** One HTTP request with its whole body, as the gateway received it. */
export interface CloudRequest {
  /** Request id; products put it where their protocol wants it. */
  readonly id: string;
  readonly method: string;
  /** Path and query exactly as sent: signatures are computed over it. */
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface CloudResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/** How a real service refuses: it throttles, it is out of order, the caller lacks the right, or the account never activated it. */
export type Refusal = 'throttling' | 'unavailable' | 'forbidden' | 'not-activated';

/** The operation a request asks for. `action` is the product's own name for it, e.g. `PutRow` or `AddLiveDomain`. */
export interface Operation {
  readonly product: string;
  readonly action: string;
  run(): Promise<CloudResponse>;
  /** The answer of the real service when it refuses; used by fault injection. */
  refuse(kind: Refusal): CloudResponse;
}

/** A cloud product: recognises its requests by protocol (path, headers, version), keeps its own state. */
export interface Product {
  readonly name: string;
  /** The operation this request asks for, or undefined when the request belongs to another product. */
  route(request: CloudRequest): Operation | undefined;
  /** What exists now (names and configuration, no history): compared by tests of "nothing is left behind". */
  inventory(): Json;
  /** All state that must survive a restart of the local cloud. */
  save(): Json;
  /** Takes back what `save` gave. Called once, before the first request. */
  load(state: Json): Promise<void> | void;
  /** Frees timers, processes and sockets. */
  close(): Promise<void>;
}
