/** Time that passes only when nothing else can happen: what waits side by side waits together, and nobody really waits. */
import type { World } from '../support/world.ts';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export class VirtualTime {
  readonly #clock: World['clock'];
  readonly #sleepers: Sleeper[] = [];

  /** Takes the world's clock over. */
  constructor(clock: World['clock']) {
    this.#clock = clock;
    clock.sleep = (ms) => this.sleep(ms);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => this.#sleepers.push({ at: this.#clock.time + ms, wake }));
  }

  /** Runs `work` to its end and answers how many milliseconds that took. @throws Error when it waits for nothing */
  async run<T>(work: Promise<T>): Promise<{ readonly result: T; readonly ms: number }> {
    const startedAt = this.#clock.time;
    let isDone = false;
    const done = work.finally(() => {
      isDone = true;
    });
    // A rejection is for whoever awaits `done`, which is below.
    done.catch(() => undefined);
    while (!isDone) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!isDone && !this.#wakeNext()) {
        throw new Error('the request waits, and nothing is left that could wake it');
      }
    }
    return { result: await done, ms: this.#clock.time - startedAt };
  }

  /** Lets everything that still waits come to its end. */
  async drain(): Promise<void> {
    do {
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.#wakeNext());
  }

  #wakeNext(): boolean {
    this.#sleepers.sort((a, b) => a.at - b.at);
    const next = this.#sleepers.shift();
    if (next) {
      this.#clock.time = Math.max(this.#clock.time, next.at);
      next.wake();
    }
    return next !== undefined;
  }
}
