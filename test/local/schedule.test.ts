import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Schedule } from '../../local/schedule.ts';
import { DrivenClock, START_MS } from './fc/kit.ts';

describe('schedule', () => {
  it('runs tasks at their time, in order, whatever the order in which they were given', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 10_000 }), { maxLength: 30 }), async (delays) => {
        const clock = new DrivenClock();
        const schedule = new Schedule(clock);
        const ran: { readonly delay: number; readonly atMs: number }[] = [];
        for (const delay of delays) schedule.after(delay, () => ran.push({ delay, atMs: clock.now() }));
        await clock.advance(10_000);
        expect(ran.map(({ delay }) => delay)).toEqual([...delays].sort((a, b) => a - b));
        for (const { delay, atMs } of ran) expect(atMs - START_MS).toBe(delay);
      }),
      { numRuns: 30 },
    );
  });

  it('does not run what was cancelled, not even by a task of the same moment', async () => {
    const clock = new DrivenClock();
    const schedule = new Schedule(clock);
    const ran: string[] = [];
    const cancelLater = schedule.after(5_000, () => ran.push('later'));
    schedule.after(1_000, () => {
      ran.push('first');
      cancelSame();
    });
    const cancelSame = schedule.after(1_000, () => ran.push('same'));
    cancelLater();
    await clock.advance(10_000);
    expect(ran).toEqual(['first']);
  });

  it('runs a task that is given by another one, and what is due already', async () => {
    const clock = new DrivenClock();
    const schedule = new Schedule(clock);
    const ran: number[] = [];
    const again = (): void => {
      ran.push(clock.now() - START_MS);
      if (ran.length < 3) schedule.after(700, again);
    };
    schedule.at(START_MS - 1, again);
    await clock.advance(5_000);
    expect(ran).toEqual([0, 700, 1_400]);
  });

  it('runs nothing once it is closed', async () => {
    const clock = new DrivenClock();
    const schedule = new Schedule(clock);
    let ran = 0;
    const count = (): void => {
      ran += 1;
    };
    schedule.after(1, count);
    schedule.close();
    schedule.after(1, count);
    await clock.advance(10_000);
    expect(ran).toBe(0);
  });
});
