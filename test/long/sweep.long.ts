import { describe, expect, it } from 'vitest';
import type { Stage } from '../../cdk/config/schema.ts';
import { stage } from '../cdk/support.ts';
import { changedIn, sweepCreation, sweepDeletion, sweepUpdate } from '../stack/sweep.ts';
import { isShort } from './length.ts';

/** The stages of the cloud, on a zone of the local one: with it the stack proves its own domains. */
const cloudStage = (name: string): Stage =>
  stage(name, {
    dns: 'alidns',
    dnsZone: 'example.com',
    deletionPolicy: 'delete',
  });

const STAGES = [stage('local'), cloudStage('cn-shanghai'), cloudStage('ap-southeast-1')];
const GENERATIONS = ['fc3', 'fc2'] as const;
const FAULTS = [{ kind: 'unavailable' }, { kind: 'reset', worked: true }] as const;

const cases = STAGES.flatMap((of) =>
  GENERATIONS.flatMap((compute) =>
    FAULTS.map((fault) => [of.name, compute, fault.kind, { ...of, compute }, fault] as const),
  ),
);

describe.each(isShort ? cases.slice(0, 1) : cases)(
  'stage %s on %s with each call failing in turn (%s)',
  { timeout: 1_800_000 },
  (_stage, _compute, _kind, of, fault) => {
    const options = {
      stage: of,
      changed: changedIn(of),
      fault,
      // Rows too; the short version leaves that to the sweep of `npm test`.
      isSwept: ({ product }: { product: string }) => !isShort || product === 'live',
    };

    it.each([
      ['creation', sweepCreation],
      ['update', sweepUpdate],
      ['deletion', sweepDeletion],
    ] as const)('P4, P6, P12, P14: %s', async (_phase, sweep) => {
      const { calls } = await sweep(options);
      expect(calls).toBeGreaterThan(5);
    });
  },
);
