/** Runs steps one after the other: each takes what earlier ones gave, and is left out when one of them gave nothing. */
import { ApiFailure } from '../../lambdas/api/client.ts';
import type { Phase, StepResult } from './report.ts';

export interface Step {
  readonly id: string;
  readonly phase: Phase;
  /** What a pass shows, as a sentence. */
  readonly shows: string;
  /** What to do when it fails. */
  readonly next: string;
}

/** Something that is not there, and why. */
export class Missing {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

export type Maybe<T> = T | Missing;

/** Thrown by a step that finds out on its way that it cannot be exercised here. */
export class NotExercisedError extends Error {}

/** Thrown by a step whose expectation did not hold: what was expected, and what came. */
export class UnexpectedError extends Error {}

/** What `later` and `once` need of the time. */
export interface SmokeClock {
  /** Milliseconds. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

type Given<Needs> = { readonly [Name in keyof Needs]: Exclude<Needs[Name], Missing> };

export class Stepper {
  readonly results: StepResult[] = [];
  readonly #clock: SmokeClock;
  readonly #told: (result: StepResult) => void;

  /** @param told hears each result at once */
  constructor(clock: SmokeClock, told: (result: StepResult) => void = () => undefined) {
    this.#clock = clock;
    this.#told = told;
  }

  /**
   * @param needs what earlier steps gave
   * @returns what `work` gives, for later steps
   */
  async take<Needs extends Readonly<Record<string, unknown>>, T>(
    step: Step,
    needs: Needs,
    work: (given: Given<Needs>) => Promise<T>,
  ): Promise<Maybe<T>> {
    const missing = Object.values(needs).find((value) => value instanceof Missing);
    if (missing instanceof Missing) {
      return this.#leaveOut(step, missing.reason, 0);
    }
    const startedAt = this.#clock.now();
    try {
      const given = await work(needs as Given<Needs>);
      this.#tell(step, { verdict: 'passed', ms: this.#clock.now() - startedAt });
      return given;
    } catch (error) {
      const ms = this.#clock.now() - startedAt;
      if (error instanceof NotExercisedError) {
        return this.#leaveOut(step, error.message, ms);
      }
      this.#tell(step, { verdict: 'failed', detail: inWords(error), next: step.next, ms });
      return new Missing(`it needs the step "${step.id}", which failed`);
    }
  }

  #leaveOut(step: Step, reason: string, ms: number): Missing {
    this.#tell(step, { verdict: 'not exercised', detail: reason, ms });
    return new Missing(reason);
  }

  #tell({ id, phase, shows }: Step, outcome: Omit<StepResult, 'id' | 'phase' | 'shows'>): void {
    const result = { id, phase, shows, ...outcome };
    this.results.push(result);
    this.#told(result);
  }
}

/** Longest part of a foreign text that is shown. */
const LONGEST = 400;

function inWords(error: unknown): string {
  if (error instanceof ApiFailure) {
    const id = error.body?.request_id ? ` (request_id ${error.body.request_id})` : '';
    return `${error.message}${id}`;
  }
  const { name, message, cause } = error as Error;
  if (name === '$ZodError' || name === 'ZodError') {
    return `the answer is not as the API says: ${message.replace(/\s+/g, ' ').slice(0, LONGEST)}`;
  }
  // `fetch` hides why a connection failed.
  return cause instanceof Error ? `${message}: ${cause.message}` : message.slice(0, LONGEST);
}
