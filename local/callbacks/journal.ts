/** What became of the last callbacks, for the actions that describe them; kept for seven days and bounded. */
import type { Clock } from '../clock.ts';

/** Records are kept so long (live.md §3 step 9). */
export const KEPT_MS = 7 * 24 * 60 * 60 * 1000;
const MOST_RECORDS = 500;

export class Journal<T extends { readonly atMs: number }> {
  readonly #clock: Pick<Clock, 'now'>;
  #records: T[] = [];

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  add(record: T): void {
    this.#records.push(record);
    this.#records = this.#kept();
  }

  /** Newest first; both ends belong to it. */
  between(fromMs: number, toMs: number): T[] {
    return this.#kept()
      .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
      .reverse();
  }

  save(): T[] {
    return structuredClone(this.#kept());
  }

  load(records: readonly T[]): void {
    this.#records = [...records];
  }

  #kept(): T[] {
    const since = this.#clock.now() - KEPT_MS;
    return this.#records.filter(({ atMs }) => atMs >= since).slice(-MOST_RECORDS);
  }
}
