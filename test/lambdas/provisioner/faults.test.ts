import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../../local/faults.ts';
import { CASES, type Case, prepare, stateOf } from './cases.ts';
import { type Cloud, openCloud } from './harness.ts';

const named = CASES.map((example) => [example.type, example] as const);

type Call = Required<Pick<FaultRule, 'product' | 'action' | 'after'>>;

/** Rows are written in the same way for every type: those of two types, one with two settings and one with two steps, stand for all. */
function isSwept(type: string, product: string): boolean {
  return product !== 'tablestore' || ['Custom::AppServerKeys', 'Custom::LiveRecording'].includes(type);
}

const isRead = ({ action }: Pick<Call, 'action'>): boolean => /^(Describe|List|Get)/.test(action);

/** The calls of a piece of work, as product, action and how many of the same came before. */
async function callsOf(cloud: Cloud, type: string, work: () => Promise<unknown>): Promise<Call[]> {
  const start = cloud.records.length;
  await work();
  const seen = new Map<string, number>();
  const records = cloud.records.slice(start).filter(({ product }) => isSwept(type, product));
  return records.map(({ product, action }) => {
    const after = seen.get(`${product} ${action}`) ?? 0;
    seen.set(`${product} ${action}`, after + 1);
    return { product, action, after };
  });
}

async function ready(example: Case) {
  const { type } = example;
  const cloud = await openCloud();
  const properties = await prepare(cloud, example);
  // The second Create is like all that follow; a messaging app, which cannot be deleted, is created by the first alone.
  await cloud.create(type, properties);
  await cloud.remove(type, properties);
  const calls = await callsOf(cloud, type, () => cloud.create(type, properties));
  await cloud.remove(type, properties);
  return { cloud, properties, calls, before: await stateOf(cloud) };
}

const FUNCTION_MS = 600_000;

describe.each(named)('%s, with each of its calls failing in turn', (type, example) => {
  it.each([
    // An answer that is lost after the work was done matters for what changes something.
    { fault: { kind: 'unavailable' }, isMet: () => true },
    { fault: { kind: 'reset', worked: true }, isMet: (call: Call) => !isRead(call) },
  ] as const)('P4, P8, P12: is complete or taken back, within its time ($fault.kind)', async ({ fault, isMet }) => {
    const { cloud, properties, calls, before } = await ready(example);
    for (const call of calls.filter(isMet)) {
      cloud.faults.add({ ...call, ...fault });
      const start = cloud.clock.now();
      const answer = await cloud.create(type, properties);
      const about = JSON.stringify({ call, reason: answer.Reason });
      expect(cloud.clock.now() - start, about).toBeLessThan(FUNCTION_MS);
      cloud.faults.clear();
      const removed = await cloud.remove(type, properties, { physicalId: answer.PhysicalResourceId });
      expect(removed.Status, about).toBe('SUCCESS');
      expect(await stateOf(cloud), about).toBe(before);
    }
    expect(calls.length > 0).toBe(type !== 'Custom::AppServerAddress');
  });

  it('P9: sits out throttling, and answers that were lost', async () => {
    const { cloud, properties, calls } = await ready(example);
    // Every action meets both where it comes first, then every action where it comes for the second time, and so on.
    for (const after of new Set(calls.map((call) => call.after))) {
      for (const call of calls.filter((each) => each.after === after)) {
        cloud.faults.add({ ...call, kind: 'throttling', times: 1 });
        cloud.faults.add({ ...call, kind: 'reset', worked: true, times: 1 });
      }
      const answer = await cloud.create(type, properties);
      expect(answer, JSON.stringify({ after, reason: answer.Reason })).toMatchObject({ Status: 'SUCCESS' });
      cloud.faults.clear();
      await cloud.remove(type, properties);
    }
  });

  it('P9: a refusal that is final is not repeated, and is told with its code and RequestId', async () => {
    const { cloud, properties, calls, before } = await ready(example);
    for (const call of calls.filter(({ after }) => after === 0)) {
      cloud.faults.add({ ...call, kind: 'forbidden', times: 1 });
      const answer = await cloud.create(type, properties);
      const wasHit = cloud.faults.list().every(({ hits }) => hits === 1);
      cloud.faults.clear();
      expect({ call, wasHit }).toEqual({ call, wasHit: true });
      // The key of an ARTC app may be kept from us: then the given one is believed.
      const isBelieved = call.action === 'DescribeAppKey';
      if (isBelieved) expect(answer).toMatchObject({ Status: 'SUCCESS' });
      else expect(answer.Reason, JSON.stringify(call)).toMatch(/\(code [\w.]+, RequestId [\w-]+\)/);
      await cloud.remove(type, properties);
      expect(await stateOf(cloud), JSON.stringify(call)).toBe(before);
    }
  });

  it('P7: Delete that arrives at any call of a Create leaves nothing behind', async () => {
    const { cloud, properties, calls, before } = await ready(example);
    for (const call of calls.filter(({ after }) => after === 0)) {
      const deletion = cloud.once(call.action, () => cloud.remove(type, properties, { requestId: 'delete' }));
      await Promise.all([cloud.create(type, properties, { requestId: 'create' }), deletion]);
      // ROS deletes again what it was told is there.
      await cloud.remove(type, properties);
      expect(await stateOf(cloud), JSON.stringify(call)).toBe(before);
    }
  });

  it('P6: is as before when any write of an update fails, and the rollback of ROS converges', async () => {
    const { cloud, properties } = await ready(example);
    const { PhysicalResourceId: physicalId } = await cloud.create(type, properties);
    const services = () => JSON.stringify([cloud.live.inventory(), cloud.vod.inventory(), cloud.rtc.inventory()]);
    const state = services();
    for (const [name, value] of Object.entries(example.updates)) {
      const changed = { ...properties, [name]: value };
      const calls = await callsOf(cloud, type, () => cloud.update(type, changed, properties, { physicalId }));
      await cloud.update(type, properties, changed, { physicalId });
      for (const call of calls.filter((each) => !isRead(each))) {
        cloud.faults.add({ ...call, kind: 'unavailable', times: 3 });
        const failed = await cloud.update(type, changed, properties, { physicalId });
        cloud.faults.clear();
        expect(failed.Status, `${name} ${JSON.stringify(call)}`).toBe('FAILED');
        expect(services(), `${name} ${JSON.stringify(call)}`).toBe(state);
        const rollback = await cloud.update(type, properties, changed, { physicalId });
        expect(rollback, `${name} ${JSON.stringify(call)}`).toMatchObject({ Status: 'SUCCESS' });
        expect(services(), `${name} ${JSON.stringify(call)}`).toBe(state);
      }
    }
  });

  it('P4, P14: is gone at the latest when a Delete that failed at any call is repeated', async () => {
    const { cloud, properties, before } = await ready(example);
    const created = await cloud.create(type, properties);
    const physicalId = created.PhysicalResourceId;
    const calls = await callsOf(cloud, type, () => cloud.remove(type, properties, { physicalId }));
    for (const call of calls) {
      await cloud.create(type, properties);
      cloud.faults.add({ ...call, kind: 'unavailable', times: 3 });
      const failed = await cloud.remove(type, properties, { physicalId });
      cloud.faults.clear();
      expect(failed.Status, JSON.stringify(call)).toBe('FAILED');
      expect(await cloud.remove(type, properties, { physicalId })).toMatchObject({ Status: 'SUCCESS' });
      expect(await stateOf(cloud), JSON.stringify(call)).toBe(before);
    }
  });
});
