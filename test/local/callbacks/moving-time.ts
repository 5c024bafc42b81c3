/** Moves a driven clock and lets everything that became due happen. */
import type { DrivenClock } from '../openapi/driven-clock.ts';

/** Lets promises that are ready go on. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Milliseconds; in steps of at most a second, as a schedule sleeps. */
export async function pass(clock: DrivenClock, ms: number): Promise<void> {
  await settle();
  for (let left = ms; left > 0; left -= 1_000) {
    clock.advance(Math.min(left, 1_000));
    await settle();
  }
}
