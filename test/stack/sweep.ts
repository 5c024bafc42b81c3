/** Deploys, changes and destroys a stage with a fault at each call that is made for it, in turn. */
import { expect } from 'vitest';
import type { Stage } from '../../cdk/config/schema.ts';
import { CliError } from '../../cli/errors.ts';
import type { FaultRule } from '../../local/faults.ts';
import type { Json } from '../../local/product.ts';
import type { Target } from './callers.ts';
import type { Change } from './changes.ts';
import { DrivenClock } from './driven-clock.ts';
import { type FastCloud, type Kept, openFastCloud } from './fast-cloud.ts';
import { ATTEMPTS } from './functions.ts';
import { serve } from './use.ts';

type Fault = Pick<FaultRule, 'kind' | 'worked'>;

export interface SweepOptions {
  readonly stage: Stage;
  readonly fault: Fault;
  /** Which of the calls; all of them are many. */
  readonly choose: (calls: Target[]) => Target[];
}

/** What was swept: how many calls had their fault, and how many of these ended in a failure. */
export interface Swept {
  readonly calls: number;
  readonly failures: number;
  /** Calls that were not made another time: polls of a clock that everybody shares are now more, now fewer. */
  readonly missed: number;
  /** What is not as it should be, with the call that failed: none is hidden behind the first. */
  readonly broken: readonly string[];
}

/** Every so many cases one is probed. */
const PROBED = 16;

/** Once for each action of each product: where it comes last, when most is there that has to be taken back. */
export function eachActionOnce(calls: Target[]): Target[] {
  return [...new Map(calls.map((call) => [`${call.product} ${call.action}`, call])).values()];
}

export const everyCall = (calls: Target[]): Target[] => calls;

/** Whose lost answer leaves something changed. */
export const everyWrite = (calls: Target[]): Target[] =>
  calls.filter(({ role, action }) => role !== 'ros' && !/^(Describe|List|Get)/.test(action));

/** Keys are random, and a rotation that was taken back leaves another second key: both still check URLs. */
function withoutKeys(things: { [product: string]: Json }): Json {
  return JSON.parse(JSON.stringify(things), (name, value) => (/^auth_key\d$/.test(name) ? 'key' : value)) as Json;
}

/** What a room that came and went leaves: rows, and a stream that is not taken any more. */
function withoutUse(things: { [product: string]: Json }): Json {
  const isUse = (name: string): boolean => ['rows', 'forbiddenStreams'].includes(name);
  return JSON.parse(JSON.stringify(withoutKeys(things)), (name, value) => (isUse(name) ? [] : value)) as Json;
}

/** One life of the clock and of the account for all cases; each case has a cloud of its own. */
class Sweep {
  readonly #options: SweepOptions;
  readonly #clock = new DrivenClock();
  #calls = 0;
  #failures = 0;
  #missed = 0;
  readonly #broken: string[] = [];

  constructor(options: SweepOptions) {
    this.#options = options;
  }

  async on<T>(from: Kept | undefined, work: (cloud: FastCloud) => Promise<T>): Promise<T> {
    const cloud = await openFastCloud({
      regionId: this.#options.stage.region,
      clock: this.#clock,
      ...(from && { from }),
    });
    try {
      if (!from) cloud.dns.addDomain('example.com');
      return await work(cloud);
    } finally {
      await cloud.close();
    }
  }

  /** A case for each call that was chosen. */
  async each(
    calls: Target[],
    from: Kept | undefined,
    work: (cloud: FastCloud, call: Target, index: number) => Promise<void>,
  ): Promise<void> {
    for (const [index, call] of this.#options.choose(calls).entries()) {
      try {
        await this.on(from, (cloud) => work(cloud, call, index));
      } catch (error) {
        this.#broken.push(`${JSON.stringify(call)}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  /** Whether it succeeded; a failure must be one that a person is told of. */
  async attempt(cloud: FastCloud, call: Target, work: () => Promise<unknown>): Promise<boolean> {
    const wasHit = cloud.callers.strike(call, this.#options.fault, ATTEMPTS);
    const failure = await failureOf(work);
    const isHit = wasHit();
    if (isHit) this.#calls += 1;
    else this.#missed += 1;
    cloud.faults.clear();
    if (failure === undefined) return true;
    this.#failures += 1;
    expect(failure).toMatch(/ended as \w+\. \w+ \(\S+\): ./);
    expect(isHit, `a failure without a fault: ${failure}`).toBe(true);
    return false;
  }

  /** Whether it is also shown after this case that the stack goes on and serves: for each would take too long. */
  isProbe(index: number): boolean {
    return index % PROBED === 0;
  }

  get result(): Swept {
    return { calls: this.#calls, failures: this.#failures, missed: this.#missed, broken: this.#broken };
  }
}

async function failureOf(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== 'StackFailed') throw error;
    return error.message;
  }
}

/** The state of a cloud on which the stage was deployed. */
function deployed(sweep: Sweep, { stage }: SweepOptions): Promise<Kept> {
  return sweep.on(undefined, async (cloud) => {
    await cloud.deploy(stage);
    return cloud.keep();
  });
}

/** A creation is complete or leaves nothing, and after a failure the next one succeeds. */
export async function sweepCreation(options: SweepOptions): Promise<Swept> {
  const { stage } = options;
  const sweep = new Sweep(options);
  const calls = await sweep.on(undefined, (cloud) => cloud.callers.during(() => cloud.deploy(stage)));
  await sweep.each(calls, undefined, async (cloud, call, index) => {
    const before = cloud.things();
    const isComplete = await sweep.attempt(cloud, call, () => cloud.deploy(stage));
    if (!isComplete) expect(cloud.things(), 'after the rollback').toEqual(before);
    const isProbed = sweep.isProbe(index);
    if (!isComplete && isProbed) await cloud.deploy(stage);
    if (isProbed) await serve(cloud, stage);
    if (isComplete || isProbed) await cloud.destroy(stage);
    expect(cloud.things(), 'after the end').toEqual(before);
  });
  return sweep.result;
}

/** Each update, one after the other, is complete, or everything is as before and the next one succeeds. */
export async function sweepUpdates(options: SweepOptions, changes: readonly Change[]): Promise<Swept> {
  const sweep = new Sweep(options);
  let { stage } = options;
  let from = await deployed(sweep, options);
  for (const { fields, of } of changes) {
    const [old, changed] = [stage, of(stage)];
    const { calls, before, after, kept } = await sweep.on(from, async (cloud) => ({
      before: cloud.things(),
      calls: await cloud.callers.during(() => cloud.deploy(changed)),
      after: cloud.things(),
      kept: cloud.keep(),
    }));
    await sweep.each(calls, from, async (cloud, call, index) => {
      const isComplete = await sweep.attempt(cloud, call, () => cloud.deploy(changed));
      expect(withoutKeys(cloud.things()), `after ${fields}`).toEqual(withoutKeys(isComplete ? after : before));
      if (!sweep.isProbe(index)) return;
      await serve(cloud, isComplete ? changed : old);
      if (!isComplete) await cloud.deploy(changed);
      expect(withoutUse(cloud.things()), `after ${fields}, at last`).toEqual(withoutUse(after));
    });
    stage = changed;
    from = kept;
  }
  return sweep.result;
}

/** A deletion leaves nothing, at the latest when it is run again. */
export async function sweepDeletion(options: SweepOptions): Promise<Swept> {
  const { stage } = options;
  const sweep = new Sweep(options);
  const before = await sweep.on(undefined, async (cloud) => cloud.things());
  const from = await deployed(sweep, options);
  const calls = await sweep.on(from, (cloud) => cloud.callers.during(() => cloud.destroy(stage)));
  await sweep.each(calls, from, async (cloud, call) => {
    if (!(await sweep.attempt(cloud, call, () => cloud.destroy(stage)))) await cloud.destroy(stage);
    expect(cloud.things(), 'after the end').toEqual(before);
  });
  return sweep.result;
}
