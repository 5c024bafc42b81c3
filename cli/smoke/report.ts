/** What a smoke test tells: one verdict for each step, with what a pass shows and what to do after a failure. */

export type Phase = 'stage' | 'create' | 'live' | 'co-streaming' | 'recovery' | 'end';

export type Verdict = 'passed' | 'failed' | 'not exercised';

export interface StepResult {
  readonly id: string;
  readonly phase: Phase;
  readonly verdict: Verdict;
  /** What a pass shows, as a sentence. */
  readonly shows: string;
  /** What was expected and what came instead, or why the step was not exercised. */
  readonly detail?: string;
  /** What to do; only after a failure. */
  readonly next?: string;
  readonly ms: number;
}

export interface SmokeReport {
  readonly url: string;
  readonly steps: readonly StepResult[];
  readonly passed: number;
  readonly failed: number;
  readonly notExercised: number;
}

export function reportOf(url: string, steps: readonly StepResult[]): SmokeReport {
  const count = (verdict: Verdict): number => steps.filter((step) => step.verdict === verdict).length;
  return { url, steps, passed: count('passed'), failed: count('failed'), notExercised: count('not exercised') };
}

const MARKS: Readonly<Record<Verdict, string>> = { passed: '✓', failed: '✗', 'not exercised': '–' };

/** A step as lines for a person. */
export function lineOf({ id, verdict, shows, detail, next, ms }: StepResult): string {
  const head = `  ${MARKS[verdict]} ${id.padEnd(18)} ${shows}`;
  switch (verdict) {
    case 'passed':
      return `${head} (${ms} ms)`;
    case 'failed':
      return `${head}\n      ${detail}\n      Next: ${next}`;
    case 'not exercised':
      return `${head}\n      not exercised: ${detail}`;
  }
}

export function summaryOf({ url, passed, failed, notExercised }: SmokeReport): string {
  const rest = notExercised === 0 ? '' : `, ${notExercised} not exercised`;
  return `${url}: ${passed} steps passed, ${failed} failed${rest}`;
}
