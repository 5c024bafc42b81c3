import { describe, expect, it } from 'vitest';
import type { Stage } from '../../cdk/config/schema.ts';
import { stage } from '../cdk/support.ts';
import { AT_ONCE, type Change, changesOf } from '../stack/changes.ts';
import { live, noRights } from '../stack/life.ts';
import {
  eachActionOnce,
  everyCall,
  everyWrite,
  type SweepOptions,
  type Swept,
  sweepCreation,
  sweepDeletion,
  sweepUpdates,
} from '../stack/sweep.ts';
import { forLength } from './length.ts';

/** The stages of the cloud, on a zone of the local one: with it the stack proves its own domains. */
const cloudStage = (name: string): Stage =>
  stage(name, { dns: 'alidns', dnsZone: 'example.com', deletionPolicy: 'delete' });

const STAGES = [stage('local'), cloudStage('cn-shanghai'), cloudStage('ap-southeast-1')];
const all = STAGES.flatMap((of) => (['fc3', 'fc2'] as const).map((compute): Stage => ({ ...of, compute })));
const named = (stages: readonly Stage[]) => stages.map((of) => [of.name, of.compute, of] as const);

/** `npm test` lives that of a stage of the cloud on the other generation. */
const lives = forLength(
  all,
  all.filter(({ name, compute }) => compute === 'fc2' && name !== 'cn-shanghai'),
);

describe('the life of a stack', () => {
  const rights = noRights();

  it.each(named(lives))('P13, P14: stage %s on %s is used, changed in each field, and destroyed', (_, __, of) =>
    live(of, changesOf(of), rights),
  );

  it('T3: over all lives, both roles call exactly what they are granted', () => {
    for (const role of ['provisioner', 'app-server'] as const) {
      expect([...rights.called[role]].sort(), role).toEqual([...rights.granted[role]].sort());
    }
  });
});

interface Sweeping extends SweepOptions {
  readonly name: string;
  readonly changes: readonly Change[];
}

type Failing = Pick<SweepOptions, 'fault' | 'choose'>;

const REFUSED: Failing = { fault: { kind: 'unavailable' }, choose: everyCall };
/** An answer that is lost after the work was done: that matters for what changes something. */
const LOST: Failing = { fault: { kind: 'reset', worked: true }, choose: everyWrite };

/** One stage on one generation with one kind of fault. */
const sweeping = (of: Stage, failing: Failing, changes = changesOf(of)): Sweeping => ({
  name: `stage ${of.name} on ${of.compute}, ${failing.fault.kind}`,
  stage: { ...of, authentication: { mode: 'demo' } },
  ...failing,
  changes,
});

/** The short version: each action once, on a laptop and on a stage of the cloud of the other generation. */
const sweeps = forLength(
  all.flatMap((of) => [REFUSED, LOST].map((failing) => sweeping(of, failing))),
  [
    sweeping(stage('local'), { ...REFUSED, choose: eachActionOnce }, [AT_ONCE]),
    sweeping(
      { ...cloudStage('cn-shanghai'), compute: 'fc2' },
      { ...LOST, choose: (calls) => eachActionOnce(everyWrite(calls)) },
    ),
  ],
);

describe.each(sweeps)('$name: each call failing in turn', ({ name, changes, ...options }) => {
  it.each([
    ['P4, P12, P14: creation', () => sweepCreation(options)],
    ['P6: update of each field', () => sweepUpdates(options, changes)],
    ['P4, P14: deletion', () => sweepDeletion(options)],
  ] satisfies [string, () => Promise<Swept>][])('%s', async (what, sweep) => {
    const { calls, failures, missed, broken } = await sweep();
    process.stdout.write(`${name} ${what}: ${calls} calls, ${failures} failures\n`);
    for (const each of broken) process.stdout.write(`  ${each}\n`);
    expect(broken).toEqual([]);
    expect(calls).toBeGreaterThan(10);
    expect(missed).toBeLessThan(calls / 10);
    // Where only the answer was lost, the repeated call may find its work done.
    expect(failures).toBeGreaterThanOrEqual(options.fault.worked ? 1 : calls);
  });
});
