import { describe, expect, it } from 'vitest';
import { withDeadline } from '../../../../local/ros/engine/deadline.ts';
import { Interrupted } from '../../../../local/ros/engine/environment.ts';
import { TestClock, turns } from '../test-clock.ts';

function waiting(work: Promise<string>, forMs = 1_000) {
  const clock = new TestClock();
  let closed = false;
  const deadline = {
    clock,
    deadlineMs: clock.now() + forMs,
    isClosed: () => closed,
    timedOut: () => new Error('time is up'),
  };
  const result = withDeadline(work, deadline).catch((error: Error) => error.message);
  return { clock, result, close: () => (closed = true) };
}

describe('waiting with a deadline', () => {
  it('gives the result or the error of the work', async () => {
    expect(await waiting(Promise.resolve('done')).result).toBe('done');
    expect(await waiting(Promise.reject(new Error('broken'))).result).toBe('broken');
  });

  it('ends when the clock reaches the deadline, not before', async () => {
    let result: string | undefined;
    const { clock, result: pending } = waiting(new Promise(() => undefined));
    pending.then((value) => (result = value));
    await turns(3);
    for (let step = 0; step < 3; step += 1) await clock.advance(250);
    expect(result).toBeUndefined();
    await clock.advance(250);
    expect(result).toBe('time is up');
  });

  it('ends at the next look at the clock when the local cloud shuts down', async () => {
    const { clock, result, close } = waiting(new Promise(() => undefined));
    await turns(3);
    close();
    await clock.advance(250);
    expect(await result).toBe(new Interrupted().message);
  });

  it('does not keep the work from going on with a clock that does not really wait', async () => {
    const clock = { now: () => 0, sleep: async () => undefined };
    const work = new Promise<string>((resolve) => setTimeout(() => resolve('done'), 1));
    const deadline = { clock, deadlineMs: 1_000, isClosed: () => false, timedOut: () => new Error('time is up') };
    expect(await withDeadline(work, deadline)).toBe('done');
  });
});
