import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pace } from '../../../../lambdas/app-server/messaging/pace.ts';

/** Lets everything happen that waits for no clock. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A clock whose sleepers are woken in the order of their times. */
function drivenClock() {
  let time = 0;
  const sleeping: { at: number; wake: () => void }[] = [];
  return {
    now: () => time,
    sleep: (ms: number) => new Promise<void>((resolve) => sleeping.push({ at: time + ms, wake: resolve })),
    async advance(ms: number) {
      const end = time + ms;
      await settled();
      for (;;) {
        sleeping.sort((a, b) => a.at - b.at);
        const [next] = sleeping;
        if (!next || next.at > end) break;
        sleeping.shift();
        time = next.at;
        next.wake();
        await settled();
      }
      time = end;
    },
  };
}

describe('the pace of calls', () => {
  it('lets as many through at once as are allowed in a second, and the next one second after the first', async () => {
    const clock = drivenClock();
    const pace = new Pace(10);
    const passed: number[] = [];
    const calls = Array.from({ length: 12 }, () => pace.turn(clock, 'X').then(() => passed.push(clock.now())));
    await clock.advance(0);
    expect(passed).toEqual(Array.from({ length: 10 }, () => 0));
    await clock.advance(1_000);
    await Promise.all(calls);
    expect(passed.slice(10)).toEqual([1_000, 1_000]);
  });

  it('never lets more through in any second, whenever they come', async () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(pauses, fc.integer({ min: 1, max: 5 }), async (waits, most) => {
        const clock = drivenClock();
        const pace = new Pace(most);
        const passed: number[] = [];
        for (const wait of waits) {
          void pace.turn(clock, 'X').then(
            () => passed.push(clock.now()),
            () => undefined,
          );
          await clock.advance(wait);
        }
        await clock.advance(60_000);
        for (const [index, time] of passed.entries()) {
          const before = passed[index - most];
          expect(before === undefined || time - before >= 1_000).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('refuses whoever would wait for more than four seconds, with an error that may be tried again', async () => {
    const clock = drivenClock();
    const pace = new Pace(1);
    const calls = Array.from({ length: 6 }, () => pace.turn(clock, 'KickLiveMessageGroupUser'));
    await expect(calls[5]).rejects.toMatchObject({ code: 'Throttling.Local', retryable: true });
    await clock.advance(4_000);
    await expect(Promise.all(calls.slice(0, 5))).resolves.toHaveLength(5);
  });
});
