/** Things to do later on the passed clock, which can be cancelled (a `Clock` alone cannot). */
import type { Clock } from './clock.ts';

/** No single sleep is longer, so that a closed schedule keeps the process alive for at most this long. */
const LONGEST_SLEEP_MS = 1_000;

interface Entry {
  readonly dueMs: number;
  readonly task: () => void;
}

export class Schedule {
  readonly #clock: Clock;
  readonly #entries = new Set<Entry>();
  /** When the earliest sleep under way ends; Infinity when there is none. */
  #wakesAtMs = Number.POSITIVE_INFINITY;
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  /** Runs the task once at this time, or soon when it is past. Answers a function that cancels it. */
  at(dueMs: number, task: () => void): () => void {
    const entry = { dueMs, task };
    if (!this.#closed) this.#entries.add(entry);
    this.#sleep();
    return () => {
      this.#entries.delete(entry);
    };
  }

  after(ms: number, task: () => void): () => void {
    return this.at(this.#clock.now() + ms, task);
  }

  close(): void {
    this.#closed = true;
    this.#entries.clear();
  }

  #sleep(): void {
    if (this.#closed || this.#entries.size === 0) return;
    const now = this.#clock.now();
    let next = Number.POSITIVE_INFINITY;
    for (const { dueMs } of this.#entries) next = Math.min(next, dueMs);
    const wakesAtMs = Math.min(Math.max(next, now), now + LONGEST_SLEEP_MS);
    if (wakesAtMs >= this.#wakesAtMs) return;
    this.#wakesAtMs = wakesAtMs;
    void this.#clock.sleep(wakesAtMs - now).then(() => this.#wake(wakesAtMs));
  }

  #wake(wokenFor: number): void {
    if (wokenFor === this.#wakesAtMs) this.#wakesAtMs = Number.POSITIVE_INFINITY;
    const now = this.#clock.now();
    const due = [...this.#entries].filter((entry) => entry.dueMs <= now).sort((a, b) => a.dueMs - b.dueMs);
    for (const entry of due) {
      // An earlier task may have cancelled this one.
      if (this.#entries.delete(entry)) entry.task();
    }
    this.#sleep();
  }
}
