import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../../local/faults.ts';
import { CASES, type Case, prepare, stateOf } from './cases.ts';
import { type Cloud, openCloud } from './harness.ts';

const named = CASES.map((example) => [example.type, example] as const);

type Call = Pick<FaultRule, 'product' | 'action' | 'after'>;

/** Rows are written in the same way for every type: those of two types, one with two settings and one with two steps, stand for all. */
function isSwept(type: string, product: string): boolean {
  return product !== 'tablestore' || ['Custom::AppServerKeys', 'Custom::LiveRecording'].includes(type);
}

/** Each call that a Create makes, as product, action and how many of the same came before. */
async function callsOfCreate(cloud: Cloud, type: string, properties: Case['properties']): Promise<Call[]> {
  const start = cloud.records.length;
  await cloud.create(type, properties);
  const seen = new Map<string, number>();
  const records = cloud.records.slice(start).filter(({ product }) => isSwept(type, product));
  const calls = records.map(({ product, action }) => {
    const after = seen.get(`${product} ${action}`) ?? 0;
    seen.set(`${product} ${action}`, after + 1);
    return { product, action, after };
  });
  await cloud.remove(type, properties);
  return calls;
}

async function ready(example: Case) {
  const cloud = await openCloud();
  const properties = await prepare(cloud, example);
  const calls = await callsOfCreate(cloud, example.type, properties);
  return { cloud, properties, calls, before: await stateOf(cloud) };
}

describe.each(named)('%s, with each of its calls failing in turn', (type, example) => {
  it.each([{ kind: 'unavailable' }, { kind: 'reset', worked: true }] as const)(
    'P4, P12: is complete or taken back ($kind)',
    async (fault) => {
      const { cloud, properties, calls, before } = await ready(example);
      for (const call of calls) {
        cloud.faults.add({ ...call, ...fault });
        const answer = await cloud.create(type, properties);
        const about = JSON.stringify({ call, reason: answer.Reason });
        cloud.faults.clear();
        const removed = await cloud.remove(type, properties, { physicalId: answer.PhysicalResourceId });
        expect(removed.Status, about).toBe('SUCCESS');
        expect(await stateOf(cloud), about).toBe(before);
      }
      expect(calls.length > 0).toBe(type !== 'Custom::AppServerAddress');
    },
  );

  it('P9: sits out throttling, and answers that were lost', async () => {
    const { cloud, properties, calls } = await ready(example);
    for (const call of calls) {
      cloud.faults.add({ ...call, kind: 'throttling', times: 1 });
      cloud.faults.add({ ...call, kind: 'reset', worked: true, times: 1 });
      const answer = await cloud.create(type, properties);
      expect(answer, JSON.stringify({ call, reason: answer.Reason })).toMatchObject({ Status: 'SUCCESS' });
      cloud.faults.clear();
      await cloud.remove(type, properties);
    }
  });

  it('P6: is as before when a write of an update fails, and the rollback of ROS converges', async () => {
    const { cloud, properties } = await ready(example);
    const { PhysicalResourceId: physicalId } = await cloud.create(type, properties);
    const services = () => JSON.stringify([cloud.live.inventory(), cloud.vod.inventory(), cloud.rtc.inventory()]);
    const state = services();
    for (const [name, value] of Object.entries(example.updates)) {
      const changed = { ...properties, [name]: value };
      const start = cloud.records.length;
      await cloud.update(type, changed, properties, { physicalId });
      const writes = cloud.records
        .slice(start)
        .filter(({ action }) => /^(Batch)?(Add|Set|Update|Modify|Create)/.test(action));
      await cloud.update(type, properties, changed, { physicalId });
      for (const { product, action } of writes) {
        cloud.faults.add({ product, action, kind: 'unavailable', times: 10 });
        const failed = await cloud.update(type, changed, properties, { physicalId });
        cloud.faults.clear();
        expect(failed.Status, `${name} ${action}`).toBe('FAILED');
        expect(services(), `${name} ${action}`).toBe(state);
        const rollback = await cloud.update(type, properties, changed, { physicalId });
        expect(rollback, `${name} ${action}`).toMatchObject({ Status: 'SUCCESS' });
        expect(services(), `${name} ${action}`).toBe(state);
      }
    }
  });
});
