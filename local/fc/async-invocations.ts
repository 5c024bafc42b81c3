/** Asynchronous invocations: accepted at once, executed one after the other's failure with growing pauses, then given up. */

import type { Schedule } from '../schedule.ts';
import type { FunctionName } from './arn.ts';
import { fcError } from './errors.ts';
import { type Invocation, invoke } from './invocations.ts';
import { LIMITS } from './limits.ts';
import { functionKey, type PendingInvocation } from './records.ts';
import type { Runtime } from './runtime.ts';
import type { Store } from './store.ts';

/** Retries after the first execution when nothing else is configured (function-compute.md §6). */
export const DEFAULT_RETRY_ATTEMPTS = 3;
/** How long an invocation is kept when nothing else is configured. */
export const DEFAULT_EVENT_AGE_SECONDS = 86_400;
/** Pauses double from here. UNCERTAIN after a failure of the function: published for throttling only. */
const FIRST_PAUSE_MS = 500;

export interface AsyncInvocationsOptions {
  readonly store: Store;
  readonly runtime: Runtime;
  readonly schedule: Schedule;
  readonly log: (message: string) => void;
}

export class AsyncInvocations {
  readonly #options: AsyncInvocationsOptions;
  #closed = false;

  constructor(options: AsyncInvocationsOptions) {
    this.#options = options;
  }

  /** Accepts an invocation. Throws `FunctionNotFound`, or `EntityTooLarge` above 128 KB. */
  accept(name: FunctionName, payload: Buffer, requestId: string): void {
    const { store, schedule } = this.#options;
    const { regionId, serviceName, functionName } = store.function(name);
    if (payload.length > LIMITS.asyncBody) throw fcError.tooLarge(LIMITS.asyncBody);
    const pending: PendingInvocation = {
      regionId,
      ...(serviceName !== undefined && { serviceName }),
      functionName,
      requestId,
      payload: payload.toString('base64'),
      acceptedAtMs: schedule.now(),
      attempts: 0,
    };
    store.pending.set(requestId, pending);
    void this.#execute(pending);
  }

  /** Goes on with what an earlier run had accepted, a moment later: the local cloud must be listening by then. */
  resume(): void {
    const { store, schedule } = this.#options;
    for (const pending of store.pending.values()) schedule.after(FIRST_PAUSE_MS, () => void this.#execute(pending));
  }

  close(): void {
    this.#closed = true;
  }

  async #execute(pending: PendingInvocation): Promise<void> {
    const { store, runtime } = this.#options;
    if (this.#closed) return;
    const record = store.functions.get(functionKey(pending));
    if (!record) {
      this.#giveUp(pending, 'the function is gone');
      return;
    }
    const { requestId } = pending;
    const result = await invoke(runtime, record, Buffer.from(pending.payload, 'base64'), { requestId });
    // Stopped meanwhile: the next run executes it again, as the platform does after a failure of its own.
    if (this.#closed) return;
    if (result.error) this.#retry({ ...pending, attempts: pending.attempts + 1 }, result);
    else store.pending.delete(requestId);
  }

  #retry(pending: PendingInvocation, { error }: Invocation): void {
    const { store, schedule } = this.#options;
    const config = store.asyncConfigs.get(functionKey(pending));
    const retries = config?.maxAsyncRetryAttempts ?? DEFAULT_RETRY_ATTEMPTS;
    const maxAgeMs = (config?.maxAsyncEventAgeInSeconds ?? DEFAULT_EVENT_AGE_SECONDS) * 1000;
    const pauseMs = FIRST_PAUSE_MS * 2 ** (pending.attempts - 1);
    const reason = error?.message ?? 'unknown';
    if (pending.attempts > retries) {
      this.#giveUp(pending, `${pending.attempts} executions failed, last: ${reason}`);
    } else if (schedule.now() + pauseMs - pending.acceptedAtMs > maxAgeMs) {
      this.#giveUp(pending, `older than ${maxAgeMs / 1000} seconds, last: ${reason}`);
    } else {
      store.pending.set(pending.requestId, pending);
      schedule.after(pauseMs, () => void this.#execute(pending));
    }
  }

  #giveUp(pending: PendingInvocation, reason: string): void {
    this.#options.store.pending.delete(pending.requestId);
    this.#options.log(`${pending.functionName}: asynchronous invocation ${pending.requestId} given up: ${reason}`);
  }
}
