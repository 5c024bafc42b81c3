import { describe, expect, it } from 'vitest';
import { stage } from '../cdk/support.ts';
import { changedIn, type SweepOptions, sweepCreation, sweepDeletion, sweepUpdate } from './sweep.ts';

const local = stage('local');
const options: SweepOptions = {
  stage: local,
  changed: changedIn(local),
  fault: { kind: 'unavailable' },
  // Rows are written in one way for every resource; `npm run test:long` sweeps them too.
  isSwept: ({ product }) => product !== 'tablestore',
};

describe('stage local on fc3, with each upstream call failing in turn', { timeout: 240_000 }, () => {
  it('P4, P12, P14: a creation is complete or fully rolled back', async () => {
    const { calls, failures } = await sweepCreation(options);
    expect(calls).toBeGreaterThan(30);
    // The rest are ridden out: two resources that share a fault each see less of it than they try.
    expect(failures).toBeGreaterThan(calls / 2);
  });

  it('P6: an update of every field that can change is complete, or everything is as before', async () => {
    const { calls, failures } = await sweepUpdate(options);
    expect(calls).toBeGreaterThan(15);
    expect(failures).toBeGreaterThan(calls / 2);
  });

  it('P4, P14: a deletion is complete when it is run again', async () => {
    const { calls, failures } = await sweepDeletion(options);
    expect(calls).toBeGreaterThan(20);
    expect(failures).toBeGreaterThan(calls / 2);
  });
});
