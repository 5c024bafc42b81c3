/** Tries again what may succeed a little later: growing waits with jitter, a cap, and an end in time. */
import type { Clock } from './clock.ts';

export interface RetryPolicy {
  readonly attempts: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
}

export interface RetryOptions extends RetryPolicy {
  readonly clock: Clock;
  /** A number in [0, 1), as `Math.random` gives it. */
  readonly random: () => number;
  /** All attempts and waits together. */
  readonly deadlineMs: number;
  readonly isRetryable: (error: unknown) => boolean;
}

/**
 * Runs `attempt` with the milliseconds that remain until the deadline. The last error is thrown when it is not
 * retryable, when the attempts are used up, or when the next wait would pass the deadline.
 */
export async function retry<T>(
  attempt: (remainingMs: number, index: number) => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  const end = options.clock.now() + options.deadlineMs;
  for (let index = 0; ; index++) {
    try {
      return await attempt(Math.max(1, end - options.clock.now()), index);
    } catch (error) {
      const wait = waitBefore(index + 1, options);
      if (!options.isRetryable(error) || index + 1 >= options.attempts || options.clock.now() + wait >= end) {
        throw error;
      }
      await options.clock.sleep(wait);
    }
  }
}

/** Half of the wait is fixed and half random, so that instances that failed together do not return together. */
function waitBefore(attempt: number, options: RetryOptions): number {
  const full = Math.min(options.firstWaitMs * 2 ** (attempt - 1), options.longestWaitMs);
  return Math.round(full / 2 + (full / 2) * options.random());
}

/**
 * `work`, or the rejection that `late` makes after `ms` of real time. Sockets live in real time, and both SDKs can leave
 * a promise pending for ever (tablestore.md §2.5), so this does not use the passed-in clock.
 */
export function withDeadline<T>(work: Promise<T>, ms: number, late: () => Error): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
