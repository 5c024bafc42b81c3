import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { REQUEST_FAULTS } from '../../../../local/faults.ts';
import { type LocalStage, startLocalStage } from '../support/local-stage.ts';
import { callsOf, expectBounded, expectRepaired, type UpstreamName, WIRE_ROUTES, type WireFault } from './wire.ts';

/** In `test/long` each call of each route meets every fault; here each kind of call meets two, by turns. */
const isFull = process.env.LIVE_STACK_FAULTS === 'all';

let stage: LocalStage;
beforeAll(async () => {
  stage = await startLocalStage((endpoint) => vi.stubEnv('LIVE_STACK_CLOUD_ENDPOINT', endpoint));
});
afterAll(async () => {
  await stage.close();
  vi.unstubAllEnvs();
});

const met = new Set<string>();
let turn = 0;

function faultsFor({ product, action }: UpstreamName): readonly WireFault[] {
  if (isFull) {
    return REQUEST_FAULTS;
  }
  const isNew = !met.has(`${product} ${action}`);
  met.add(`${product} ${action}`);
  return isNew ? [0, 1].map(() => REQUEST_FAULTS[turn++ % REQUEST_FAULTS.length] ?? 'reset') : [];
}

describe('A17: faults on the wire, for the upstream calls of each route', () => {
  it.each(WIRE_ROUTES)('%s answers in time, from the catalogue, without a word of the upstream', async (id) => {
    for (const call of await callsOf(stage, id)) {
      for (const kind of faultsFor(call)) {
        await expectBounded(stage, id, call, kind);
      }
    }
  });

  it('and leaves nothing half-written behind the next sweeps', async () => {
    await expectRepaired(stage);
    expect(stage.log.filter((line) => /unhandled rejection|uncaught exception/.test(line))).toEqual([]);
  });
});
