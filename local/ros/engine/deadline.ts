/** Waits with an end: by the clock that was passed in, and by the shutdown of the local cloud. */
import type { Clock } from '../../clock.ts';
import { Interrupted } from './environment.ts';

/** How often a waiting looks at the clock, in milliseconds: a timer of this length may outlive the wait. */
const SLICE_MS = 250;

export interface Deadline {
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly deadlineMs: number;
  isClosed(): boolean;
  /** The error when time is up. */
  timedOut(): Error;
}

/** The result of `work`, or `timedOut()` after the deadline, or `Interrupted`. The work itself is not stopped. */
export async function withDeadline<T>(work: Promise<T>, deadline: Deadline): Promise<T> {
  let isSettled = false;
  const settled = work.finally(() => {
    isSettled = true;
  });
  const end = async (): Promise<T> => {
    while (!isSettled) {
      if (deadline.isClosed()) throw new Interrupted();
      const leftMs = deadline.deadlineMs - deadline.clock.now();
      if (leftMs <= 0) throw deadline.timedOut();
      await deadline.clock.sleep(Math.min(leftMs, SLICE_MS));
      // A clock that does not really wait must not keep the work from going on.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return settled;
  };
  return Promise.race([settled, end()]);
}
