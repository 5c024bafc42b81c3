/** What the timer does every minute: finish what was interrupted, do what is due, and keep the numbers of live rooms fresh. */
import { mendStages } from '../costreaming/mend.ts';
import type { Scope } from '../scope.ts';
import { abandoned, closed, deleted, expired, recordings, refreshed, settled } from './rooms.ts';
import { lost, shutOut } from './streams.ts';

/** A part of a tick. */
export interface Job {
  /** Milliseconds after which it begins nothing new; the next tick does the rest. */
  readonly budgetMs: number;
  /**
   * @param end milliseconds since the epoch after which nothing new is begun
   * @returns how much was done
   */
  readonly run: (scope: Scope, end: number) => Promise<number>;
}

/** Milliseconds for all of them: the function has a timeout, and a minute later is the next tick. */
const TICK_MS = 40_000;

/** In this order: what people wait for comes first. */
const JOBS = {
  settled: { budgetMs: 10_000, run: settled },
  shutOut: { budgetMs: 5_000, run: shutOut },
  stages: { budgetMs: 10_000, run: mendStages },
  lost: { budgetMs: 10_000, run: lost },
  refreshed: { budgetMs: 10_000, run: refreshed },
  abandoned: { budgetMs: 5_000, run: abandoned },
  deleted: { budgetMs: 10_000, run: deleted },
  recordings: { budgetMs: 10_000, run: recordings },
  closed: { budgetMs: 5_000, run: closed },
  expired: { budgetMs: 5_000, run: expired },
} as const satisfies Record<string, Job>;

/** How much each job did. */
export type Tally = { -readonly [Name in keyof typeof JOBS]: number };

/** A job that fails stops no other; the tick fails afterwards, so that the platform repeats it. */
export async function tick(scope: Scope): Promise<Tally> {
  const last = scope.clock.now() + TICK_MS;
  const tally = Object.fromEntries(Object.keys(JOBS).map((name) => [name, 0])) as Tally;
  const failures: unknown[] = [];
  for (const name of Object.keys(JOBS) as (keyof Tally)[]) {
    const { budgetMs, run } = JOBS[name];
    try {
      tally[name] = await run(scope, Math.min(scope.clock.now() + budgetMs, last));
    } catch (error) {
      scope.log.error('a job of the timer failed', { job: name, error });
      failures.push(error);
    }
  }
  if (failures.length > 0) {
    throw failures[0];
  }
  return tally;
}
