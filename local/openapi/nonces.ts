/** Remembers the nonces of signed requests for as long as their time stamps stay acceptable, so that none works twice. */
import type { Clock } from '../clock.ts';

export class Nonces {
  readonly #clock: Clock;
  readonly #keepMs: number;
  /** Insertion order is the order of expiry. */
  readonly #seen = new Map<string, number>();

  /** `windowMs`: how far a time stamp may lie in the past or in the future; a nonce is kept twice as long. */
  constructor(clock: Clock, windowMs: number) {
    this.#clock = clock;
    this.#keepMs = 2 * windowMs;
  }

  /** False when this key has used the nonce before. */
  use(accessKeyId: string, nonce: string): boolean {
    const now = this.#clock.now();
    for (const [entry, expiresAt] of this.#seen) {
      if (expiresAt > now) break;
      this.#seen.delete(entry);
    }
    const entry = `${accessKeyId}\n${nonce}`;
    if (this.#seen.has(entry)) return false;
    this.#seen.set(entry, now + this.#keepMs);
    return true;
  }
}
