/** The newest requests that the local cloud answered: those of its API and those to functions. Bounded, in memory. */
import type { HttpRequestRecord } from '../fc/http-record.ts';
import type { RequestRecord } from '../gateway.ts';
import type { Identity } from '../ram/identities.ts';

/** Requests kept; the oldest go first. */
export const MAX_REQUESTS = 1_000;
/** Characters kept of an action: a path can be as long as a client likes. */
export const MAX_ACTION = 300;

export interface LoggedRequest {
  /** Grows by one with each request. */
  readonly number: number;
  readonly product: string;
  readonly action: string;
  /** `account`, the name of a role, or nothing where the request carried no access key. */
  readonly caller: string;
  /** HTTP status; 0 where the connection broke. */
  readonly status: number;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly durationMs: number;
}

export interface RequestLogOptions {
  readonly find: (accessKeyId: string) => Pick<Identity, 'principal'> | undefined;
}

export class RequestLog {
  readonly #options: RequestLogOptions;
  readonly #entries: LoggedRequest[] = [];
  #count = 0;

  constructor(options: RequestLogOptions) {
    this.#options = options;
  }

  /** Since the start. */
  get count(): number {
    return this.#count;
  }

  /** A request to the endpoint of the cloud; false (and not kept) when it was for the console or for `/_local/`. */
  add({ product, action, accessKeyId, status, startedAtMs, durationMs }: RequestRecord): boolean {
    if (product === 'console' || product === 'admin') return false;
    const caller = accessKeyId === undefined ? '' : this.#callerOf(accessKeyId);
    this.#push({ product, action, caller, status, startedAtMs, durationMs });
    return true;
  }

  /** A request to the HTTP trigger of a function. */
  addHttp({ functionName, method, path, status, startedAtMs, durationMs }: HttpRequestRecord): void {
    this.#push({ product: functionName, action: `${method} ${path}`, caller: '', status, startedAtMs, durationMs });
  }

  newestFirst(): LoggedRequest[] {
    return this.#entries.toReversed();
  }

  #push(entry: Omit<LoggedRequest, 'number'>): void {
    this.#entries.push({ number: ++this.#count, ...entry, action: entry.action.slice(0, MAX_ACTION) });
    if (this.#entries.length > MAX_REQUESTS) this.#entries.shift();
  }

  #callerOf(accessKeyId: string): string {
    const identity = this.#options.find(accessKeyId);
    if (!identity) return 'unknown key';
    return identity.principal === 'account' ? 'account' : identity.principal.role;
  }
}
