/** Time that a test drives: functions that wait move it on, and what the cloud has put off happens when it has come so far. */
import type { Clock } from '../../local/clock.ts';

interface Waiting {
  readonly dueMs: number;
  readonly wake: () => void;
}

export class DrivenClock implements Clock {
  #offset = 0;
  #waiting: Waiting[] = [];

  readonly now = (): number => Date.now() + this.#offset;

  /** Passes at once, and moves the time on. */
  readonly sleep = async (ms: number): Promise<void> => {
    this.#offset += ms;
    const now = this.now();
    const due = this.#waiting.filter(({ dueMs }) => dueMs <= now);
    this.#waiting = this.#waiting.filter(({ dueMs }) => dueMs > now);
    for (const { wake } of due) wake();
  };

  /** The same time for services, which only wait: one that does something every second would never let the time stand. */
  readonly passive: Clock = {
    now: this.now,
    sleep: (ms) => new Promise((wake) => this.#waiting.push({ dueMs: this.now() + ms, wake })),
  };
}
