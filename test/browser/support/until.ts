/** Waiting for a condition, with the last thing seen when it never comes. */
import { setTimeout as pause } from 'node:timers/promises';

export interface UntilOptions {
  readonly withinMs?: number;
  readonly everyMs?: number;
}

/** @returns the first value for which `holds` is true */
export async function until<T>(
  what: string,
  look: () => Promise<T>,
  holds: (value: T) => boolean,
  { withinMs = 30_000, everyMs = 100 }: UntilOptions = {},
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    if (Date.now() > end) throw new Error(`${what}: not within ${withinMs} ms; at last ${JSON.stringify(value)}`);
    await pause(everyMs);
  }
}
