/** A clock that moves only when a test moves it. */
import type { Clock } from '../../../local/clock.ts';

export class TestClock implements Clock {
  private timeMs: number;
  private sleepers: { untilMs: number; wake: () => void }[] = [];

  constructor(timeMs = Date.UTC(2026, 10, 22, 8, 30, 0)) {
    this.timeMs = timeMs;
  }

  now(): number {
    return this.timeMs;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => this.sleepers.push({ untilMs: this.timeMs + ms, wake }));
  }

  /** Moves on and lets everything that waits go on. */
  async advance(ms: number): Promise<void> {
    this.timeMs += ms;
    const due = this.sleepers.filter(({ untilMs }) => untilMs <= this.timeMs);
    this.sleepers = this.sleepers.filter(({ untilMs }) => untilMs > this.timeMs);
    for (const { wake } of due) wake();
    await turns(20);
  }
}

/** Lets work go on for so many turns of the event loop. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
