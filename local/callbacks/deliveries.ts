/** The delivery of callbacks: time-out, retries, faults; all waiting is done on the passed clock. */
import type { Clock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import { Schedule } from '../schedule.ts';
import type { Callback, CallbackSender, Outcome } from './callback.ts';

/** Milliseconds that an address has for its answer (live.md §4). */
export const TIMEOUT_MS = 5_000;
/** Milliseconds between an attempt and the next (live.md §4). */
export const RETRY_AFTER_MS = 1_000;
export const RETRIES = 5;
/** Callbacks under way at a time; more are given up at once, so that a dead address costs bounded memory. */
export const MOST_WAITING = 1_000;
/** Milliseconds by which the fault `late` holds a callback back when it does not say. */
const LATE_BY_MS = 60_000;
/** Characters kept of an answer. */
const RESPONSE_START = 512;

export type Fetch = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
    readonly redirect: 'manual';
    readonly signal: AbortSignal;
  },
) => Promise<Response>;

export interface DeliveryOptions {
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly faults?: Pick<Faults, 'takeCallback'>;
  readonly log?: (line: string) => void;
}

type Attempt = Omit<Outcome, 'attempts'>;

export class Deliveries implements CallbackSender {
  readonly #options: DeliveryOptions;
  readonly #schedule: Schedule;
  readonly #requests = new Set<AbortController>();
  #waiting = 0;
  #closed = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#schedule = new Schedule(options.clock);
  }

  /** Callbacks on their way: not delivered yet, not given up. */
  get waiting(): number {
    return this.#waiting;
  }

  send(callback: Callback): void {
    if (this.#closed) return;
    const fault = this.#options.faults?.takeCallback(callback.product, callback.name);
    if (this.#waiting >= MOST_WAITING || fault?.kind === 'lost') {
      const problem = fault?.kind === 'lost' ? 'lost on the way' : `more than ${MOST_WAITING} callbacks wait`;
      this.#finish(callback, { ...unsent(this.#options.clock.now(), problem), attempts: 0 });
      return;
    }
    this.#waiting += 1;
    const start = (): void => void this.#deliver(callback, fault?.kind === 'duplicate');
    if (fault?.kind === 'late') this.#schedule.after(fault.latencyMs ?? LATE_BY_MS, start);
    else start();
  }

  /** Gives up what is on its way; no callback leaves afterwards. */
  close(): void {
    this.#closed = true;
    this.#schedule.close();
    for (const request of this.#requests) request.abort(new Error('the local cloud shuts down'));
  }

  async #deliver(callback: Callback, twice: boolean): Promise<void> {
    const outcome = await this.#attempts(callback);
    if (twice && !this.#closed) await this.#attempts(callback);
    if (this.#closed) return;
    this.#waiting -= 1;
    this.#finish(callback, outcome);
  }

  async #attempts(callback: Callback): Promise<Outcome> {
    const most = 1 + (callback.retries ?? RETRIES);
    for (let attempts = 1; ; attempts += 1) {
      const attempt = await this.#attempt(callback);
      if (attempt.succeeded || attempts >= most || this.#closed) return { ...attempt, attempts };
      await new Promise<void>((resolve) => this.#schedule.after(RETRY_AFTER_MS, resolve));
    }
  }

  async #attempt({ method, url, headersAt, body }: Callback): Promise<Attempt> {
    const { clock, fetch } = this.#options;
    const sentAtMs = clock.now();
    const headers = { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headersAt?.(sentAtMs) };
    const request = new AbortController();
    this.#requests.add(request);
    const stopWaiting = this.#schedule.after(TIMEOUT_MS, () =>
      request.abort(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)),
    );
    try {
      const init = { method, headers, redirect: 'manual', signal: request.signal } as const;
      const answer = await fetch(url, body === undefined ? init : { ...init, body });
      const response = await startOf(answer);
      const succeeded = answer.status === 200;
      const problem = succeeded ? '' : `HTTP status ${answer.status}, 200 is expected`;
      const tookMs = clock.now() - sentAtMs;
      return { succeeded, status: answer.status, response, problem, headers, sentAtMs, tookMs };
    } catch (error) {
      return { ...unsent(sentAtMs, reasonOf(error)), headers, tookMs: clock.now() - sentAtMs };
    } finally {
      stopWaiting();
      this.#requests.delete(request);
    }
  }

  #finish(callback: Callback, outcome: Outcome): void {
    if (!outcome.succeeded) {
      // Without the query: it may hold what only the receiver should read.
      const address = callback.url.split('?')[0];
      this.#options.log?.(`${callback.name} to ${address} failed, ${outcome.attempts} attempts: ${outcome.problem}`);
    }
    callback.finished?.(outcome);
  }
}

function unsent(sentAtMs: number, problem: string): Attempt {
  return { succeeded: false, response: '', problem, headers: {}, sentAtMs, tookMs: 0 };
}

/** `fetch` hides why a connection failed in `cause`. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

/** The first characters of an answer; the rest is not read. */
async function startOf(answer: Response): Promise<string> {
  const reader = answer.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let text = '';
  while (text.length < RESPONSE_START) {
    const { value, done } = await reader.read();
    if (done) return text;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return text.slice(0, RESPONSE_START);
}
