import { expect, it } from 'vitest';
import { stage } from '../cdk/support.ts';
import { openFastCloud } from './fast-cloud.ts';

it('x', async () => {
  const cloud = await openFastCloud();
  const before = cloud.things();
  const t0 = performance.now();
  await cloud.deploy(stage('local'));
  const t1 = performance.now();
  const n1 = cloud.calls.length;
  await cloud.deploy(
    stage('local', { keyRotation: 2, urlValiditySeconds: 7200, recordingCycleSeconds: 600, domainScope: 'global' }),
  );
  const t2 = performance.now();
  const n2 = cloud.calls.length;
  await cloud.destroy(stage('local'));
  const t3 = performance.now();
  process.stdout.write(
    JSON.stringify([
      t1 - t0,
      t2 - t1,
      t3 - t2,
      n1,
      n2,
      cloud.calls.length,
      cloud.calls.filter((c) => c.product === 'tablestore').length,
    ]) + '\n',
  );
  expect(cloud.things()).toEqual(before);
}, 60_000);
