/** Waiting for the cloud on a passed-in clock, with growing intervals and an end before the function's own (P8). */
import type { Clock } from '../cloud/clock.ts';
import { Refusal } from './resource.ts';

const FIRST_MS = 200;
const LONGEST_MS = 5_000;
const GROWTH = 1.5;

/** Asks `check` until it answers something. @throws Refusal when `deadline` (ms since the epoch) would be passed. */
export async function waitUntil<T>(
  what: string,
  check: () => Promise<T | undefined>,
  { clock, deadline }: { clock: Clock; deadline: number },
): Promise<T> {
  const start = clock.now();
  for (let wait = FIRST_MS; ; wait = Math.min(Math.round(wait * GROWTH), LONGEST_MS)) {
    const answer = await check();
    if (answer !== undefined) {
      return answer;
    }
    if (clock.now() + wait > deadline) {
      const seconds = Math.round((clock.now() - start) / 1_000);
      throw new Refusal(`Waited ${seconds} s for ${what}, and the function's time is up. Deploy again to continue.`);
    }
    await clock.sleep(wait);
  }
}
