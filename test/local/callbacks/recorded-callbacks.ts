/** Stands where callbacks are sent and keeps them, for tests of who sends what when. */
import type { Callback, CallbackSender, Outcome } from '../../../local/callbacks/callback.ts';

export interface KeptCallback extends Callback {
  readonly headers: Readonly<Record<string, string>>;
  /** The body as JSON. */
  readonly content: Readonly<Record<string, unknown>>;
}

export class RecordedCallbacks implements CallbackSender {
  readonly sent: KeptCallback[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  send(callback: Callback): void {
    const headers = callback.headersAt?.(this.#now()) ?? {};
    const content = callback.body === undefined ? {} : (JSON.parse(callback.body) as Record<string, unknown>);
    this.sent.push({ ...callback, headers, content });
    callback.finished?.(this.outcome(headers));
  }

  outcome(headers: Readonly<Record<string, string>>): Outcome {
    const answer = { status: 200, response: 'ok', problem: '', tookMs: 3 };
    return { succeeded: true, attempts: 1, headers, sentAtMs: this.#now(), ...answer };
  }
}
