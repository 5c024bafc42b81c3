import { describe, expect, it } from 'vitest';
import type { Stage } from '../../cdk/config/schema.ts';
import { stage } from '../cdk/support.ts';
import { changesOf } from '../stack/changes.ts';
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

/** A refusal, and an answer that is lost after the work was done: that one matters for what changes something. */
const FAULTS: readonly Pick<SweepOptions, 'fault' | 'choose'>[] = [
  { fault: { kind: 'unavailable' }, choose: everyCall },
  { fault: { kind: 'reset', worked: true }, choose: everyWrite },
];

/** `npm test` sweeps the stage of a laptop: the short version another one, on the other generation. */
const swept = forLength(all, all.slice(3, 4));
const faults = forLength(FAULTS, [
  { fault: { kind: 'reset', worked: true }, choose: (calls) => eachActionOnce(everyWrite(calls)) },
]);

describe.each(named(swept))('stage %s on %s', (_, __, of) => {
  describe.each(faults)('with each call failing in turn ($fault.kind)', ({ fault, choose }) => {
    const options = { stage: { ...of, authentication: { mode: 'demo' } } as Stage, fault, choose };

    it.each([
      ['P4, P12, P14: creation', () => sweepCreation(options)],
      ['P6: update of each field', () => sweepUpdates(options, changesOf(of))],
      ['P4, P14: deletion', () => sweepDeletion(options)],
    ] satisfies [string, () => Promise<Swept>][])('%s', async (what, sweep) => {
      const { calls, failures, missed, broken } = await sweep();
      process.stdout.write(`${of.name} ${of.compute} ${fault.kind} ${what}: ${calls} calls, ${failures} failures\n`);
      for (const each of broken) process.stdout.write(`  ${each}\n`);
      expect(broken).toEqual([]);
      expect(calls).toBeGreaterThan(5);
      expect(missed).toBeLessThan(calls / 10);
    });
  });
});
