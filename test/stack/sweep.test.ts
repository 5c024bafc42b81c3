import { describe, expect, it } from 'vitest';
import { stage } from '../cdk/support.ts';
import { AT_ONCE } from './changes.ts';
import { eachActionOnce, type SweepOptions, sweepCreation, sweepDeletion, sweepUpdates } from './sweep.ts';

/** `npm run test:long` sweeps every call, every stage and every field. */
const options: SweepOptions = {
  stage: stage('local'),
  fault: { kind: 'unavailable' },
  choose: eachActionOnce,
};

describe('stage local on fc3, with each upstream action failing in turn', { timeout: 600_000 }, () => {
  it('P4, P12, P14: a creation is complete or fully rolled back', async () => {
    const { calls, failures, broken } = await sweepCreation(options);
    expect(broken).toEqual([]);
    expect(calls).toBeGreaterThan(20);
    expect(failures).toBe(calls);
  });

  it('P6: an update of every field that can change is complete, or everything is as before', async () => {
    const { calls, failures, broken } = await sweepUpdates(options, [AT_ONCE]);
    expect(broken).toEqual([]);
    expect(calls).toBeGreaterThan(15);
    expect(failures).toBe(calls);
  });

  it('P4, P14: a deletion is complete when it is run again', async () => {
    const { calls, failures, broken } = await sweepDeletion(options);
    expect(broken).toEqual([]);
    expect(calls).toBeGreaterThan(15);
    expect(failures).toBe(calls);
  });
});
