/** Keeps the calls of one instance below what the service allows in a second; other instances meet its throttling. */
import type { Clock } from '../../cloud/clock.ts';
import { CloudError } from '../../cloud/errors.ts';

const SECOND = 1_000;
/** Milliseconds: a caller who would wait longer is told at once that the service is busy. */
const LONGEST_WAIT_MS = 4_000;

export class Pace {
  readonly #perSecond: number;
  /** When the latest calls were let through (ms), as many as are allowed in a second. */
  readonly #turns: number[] = [];

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /**
   * Resolves when one more call may be made, in the order of asking: in any second at most `perSecond`.
   *
   * @throws CloudError `Throttling.Local`, retryable
   */
  async turn(clock: Clock, action: string): Promise<void> {
    const now = clock.now();
    const [oldest] = this.#turns;
    const at = oldest === undefined || this.#turns.length < this.#perSecond ? now : Math.max(now, oldest + SECOND);
    if (at - now > LONGEST_WAIT_MS) {
      const text = `more than ${this.#perSecond} calls a second; try again in some seconds`;
      throw new CloudError({ product: 'live', action, code: 'Throttling.Local', text, retryable: true });
    }
    // Taken before waiting, so that whoever asks meanwhile comes later.
    this.#turns.push(at);
    if (this.#turns.length > this.#perSecond) {
      this.#turns.shift();
    }
    if (at > now) {
      await clock.sleep(at - now);
    }
  }
}
