import { beforeEach, describe, expect, it } from 'vitest';
import { eventually, expectRefusal, expectThat } from '../../../cli/smoke/expect.ts';
import { lineOf, reportOf, type StepResult, summaryOf } from '../../../cli/smoke/report.ts';
import { Missing, NotExercisedError, Stepper } from '../../../cli/smoke/stepper.ts';
import { ApiFailure } from '../../../lambdas/api/client.ts';

const step = (id: string) => ({ id, phase: 'live', shows: 'It works.', next: 'Mend it.' }) as const;

let time: number;
const clock = {
  now: () => time,
  sleep: async (ms: number) => {
    time += ms;
  },
};
let steps: Stepper;
beforeEach(() => {
  time = 0;
  steps = new Stepper(clock);
});

describe('steps', () => {
  it('hand on what they give, and say how long they took', async () => {
    const one = await steps.take(step('one'), {}, async () => {
      await clock.sleep(20);
      return 1;
    });
    const two = await steps.take(step('two'), { one }, async ({ one: number }) => number + 1);
    expect(two).toBe(2);
    expect(steps.results).toMatchObject([
      { id: 'one', verdict: 'passed', ms: 20 },
      { id: 'two', verdict: 'passed', ms: 0 },
    ]);
  });

  it('that fail leave out whoever needs them, for that reason and not for their own', async () => {
    const one = await steps.take(step('one'), {}, () => Promise.reject(new Error('broken')));
    const two = await steps.take(step('two'), { one }, async () => 2);
    await steps.take(step('three'), { two }, async () => 3);
    expect(steps.results.map(({ id, verdict, detail }) => [id, verdict, detail])).toEqual([
      ['one', 'failed', 'broken'],
      ['two', 'not exercised', 'it needs the step "one", which failed'],
      ['three', 'not exercised', 'it needs the step "one", which failed'],
    ]);
  });

  it('that cannot be exercised are no failure', async () => {
    await steps.take(step('one'), {}, () => Promise.reject(new NotExercisedError('not here')));
    await steps.take(step('two'), { publisher: new Missing('no publisher') }, async () => 2);
    expect(reportOf('http://x', steps.results)).toMatchObject({ passed: 0, failed: 0, notExercised: 2 });
    expect(summaryOf(reportOf('http://x', steps.results))).toBe('http://x: 0 steps passed, 0 failed, 2 not exercised');
  });

  it('name the request in a failure of the API, so that its log lines are found', async () => {
    const failure = new ApiFailure('/x', 502, {
      code: 502,
      message: 'No.',
      reason: 'upstream_failed',
      request_id: 'r1',
    });
    await steps.take(step('one'), {}, () => Promise.reject(failure));
    expect(steps.results[0]?.detail).toBe('/x answered 502: No. (request_id r1)');
  });

  it('are told as lines: a mark, what a pass shows, and the next step after a failure', () => {
    const result = { ...step('one'), ms: 3 };
    const lines = (['passed', 'failed', 'not exercised'] as const).map((verdict) => {
      const told: StepResult = verdict === 'passed' ? { ...result, verdict } : { ...result, verdict, detail: 'why' };
      return lineOf(told);
    });
    expect(lines[0]).toMatch(/✓ one +It works\. \(3 ms\)/);
    expect(lines[1]).toMatch(/✗ one +It works\.\n +why\n +Next: Mend it\./);
    expect(lines[2]).toMatch(/– one +It works\.\n +not exercised: why/);
  });
});

describe('expectations', () => {
  it('say what was expected and what came', () => {
    expect(() => expectThat(false, 'a room', { id: 1 })).toThrow('expected a room, got {"id":1}');
    expect(() => expectThat(false, 'little', 'x'.repeat(1_000))).toThrow(/^expected little, got "x{299}…$/);
  });

  it('of a refusal: by this reason and no other', async () => {
    const refused = (reason: 'banned' | 'internal') => Promise.reject(new ApiFailure('/x', 403, { reason }));
    await expect(expectRefusal(refused('banned'), 'banned', 'it')).resolves.toBeUndefined();
    await expect(expectRefusal(refused('internal'), 'banned', 'it')).rejects.toThrow(/refused as "banned", got/);
    await expect(expectRefusal(Promise.resolve(), 'banned', 'it')).rejects.toThrow(/but it succeeded/);
    await expect(expectRefusal(Promise.reject(new Error('cut')), 'banned', 'it')).rejects.toThrow('cut');
  });

  it('look again until it holds, and give up when patience is at its end', async () => {
    const late = await eventually(
      clock,
      10_000,
      'it',
      async () => time,
      (seen) => seen > 3_000,
    );
    expect(late).toBeGreaterThan(3_000);
    await expect(
      eventually(
        clock,
        5_000,
        'it',
        async () => 'no',
        () => false,
      ),
    ).rejects.toThrow('expected it within 5 s, got "no"');
  });
});
