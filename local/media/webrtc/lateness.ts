/** How late the packets of a track come at least: what is late by chance is soon followed by what is not, so the least is the clock's. */

/** Milliseconds in which something comes in time. */
const WINDOW_MS = 1_000;

export class Lateness {
  #endsMs: number;
  #leastMs = Number.POSITIVE_INFINITY;
  #knownMs: number | undefined;

  constructor(nowMs: number) {
    this.#endsMs = nowMs + WINDOW_MS;
  }

  /** Milliseconds, of the last whole window. */
  get leastMs(): number | undefined {
    return this.#knownMs;
  }

  /** True when there is something new to know. */
  observe(nowMs: number, lateMs: number): boolean {
    this.#leastMs = Math.min(this.#leastMs, lateMs);
    if (nowMs < this.#endsMs) return false;
    this.#knownMs = this.#leastMs;
    this.#leastMs = Number.POSITIVE_INFINITY;
    this.#endsMs = nowMs + WINDOW_MS;
    return true;
  }
}
