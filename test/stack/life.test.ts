import { expect, it } from 'vitest';
import { stageSchema } from '../../cdk/config/schema.ts';
import { stage } from '../cdk/support.ts';
import { changesOf, fewChangesOf, NOT_CHANGED } from './changes.ts';
import { live, noRights } from './life.ts';

/** On a zone of the local cloud the stack proves its own domains. */
const STAGE = stage('cn-shanghai', { dns: 'alidns', dnsZone: 'example.com', deletionPolicy: 'delete' });

it('each field of a stage is changed in a life, or it is said why not', () => {
  const changed = new Set(changesOf(STAGE).flatMap(({ fields }) => fields as string[]));
  expect([...changed, ...Object.keys(NOT_CHANGED)].sort()).toEqual(Object.keys(stageSchema.shape).sort());
});

/** `npm run test:long` changes one field at a time. */
it('P13, P14, T3: a stack is used, changed and destroyed, and both roles call exactly what they are granted', {
  timeout: 600_000,
}, async () => {
  const { called, granted } = noRights();
  await live(STAGE, fewChangesOf(STAGE), { called, granted });
  for (const role of ['provisioner', 'app-server'] as const) {
    expect([...called[role]].sort(), role).toEqual([...granted[role]].sort());
  }
});
