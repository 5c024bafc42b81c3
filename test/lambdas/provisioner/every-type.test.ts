import { describe, expect, it } from 'vitest';
import { RESOURCE_TYPES } from '../../../lambdas/provisioner/resources/list.ts';
import { CASES, type Case, prepare, stateOf } from './cases.ts';
import { openCloud } from './harness.ts';

const named = CASES.map((example) => [example.type, example] as const);

async function ready(example: Case) {
  const cloud = await openCloud();
  const properties = await prepare(cloud, example);
  return { cloud, properties, before: await stateOf(cloud) };
}

/** Every value that is secret: what the settings rows hold under the names of keys, and what was given as a key. */
function secretsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string') {
    return /.key\d?$|key$|secret|sign$/i.test(name) && name !== 'key' && value.length >= 8 ? [value] : [];
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => secretsIn(item, Array.isArray(value) ? name : key));
  }
  return [];
}

it('every resource type of the provisioner has a case here', () => {
  expect(CASES.map(({ type }) => type).sort()).toEqual(RESOURCE_TYPES.map(({ type }) => type).sort());
});

describe.each(named)('%s', (type, example) => {
  it('is created with a telling id, its attributes and its settings', async () => {
    const { cloud, properties } = await ready(example);
    const rowsBefore = Object.keys(await cloud.rows());
    const answer = await cloud.create(type, properties);
    expect(answer).toMatchObject({ Status: 'SUCCESS', StackId: 'stack-1', LogicalResourceId: 'Resource' });
    expect(answer.PhysicalResourceId).toMatch(example.id);
    expect(answer.Data).toEqual(example.data);
    const written = Object.keys(await cloud.rows()).filter((name) => !rowsBefore.includes(name));
    expect(written.sort()).toEqual([...example.settings, 'provisioned/stack-1/Resource'].sort());
  });

  it('P3: gives the same id when Create is replayed, and creates nothing new', async () => {
    const { cloud, properties } = await ready(example);
    const first = await cloud.create(type, properties, { requestId: 'same' });
    const state = await stateOf(cloud);
    expect(await cloud.create(type, properties, { requestId: 'same' })).toEqual(first);
    expect(await stateOf(cloud)).toBe(state);
  });

  it('creates nothing new for another Create of the same resource either', async () => {
    const { cloud, properties } = await ready(example);
    const first = await cloud.create(type, properties);
    const before = cloud.live.inventory();
    const second = await cloud.create(type, properties);
    expect(second).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: first.PhysicalResourceId, Data: first.Data });
    expect(cloud.live.inventory()).toEqual(before);
  });

  it('P14: leaves the cloud as it was when it is deleted', async () => {
    const { cloud, properties, before } = await ready(example);
    const { PhysicalResourceId: physicalId } = await cloud.create(type, properties);
    expect(await stateOf(cloud)).not.toBe(before);
    expect(await cloud.remove(type, properties, { physicalId })).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: physicalId,
    });
    expect(await stateOf(cloud)).toBe(before);
  });

  it('P4: Delete of one that never was, and a second Delete, succeed and change nothing', async () => {
    const { cloud, properties, before } = await ready(example);
    expect(await cloud.remove(type, properties, { physicalId: 'x' })).toMatchObject({ Status: 'SUCCESS' });
    expect(await stateOf(cloud)).toBe(before);
    const { PhysicalResourceId: physicalId } = await cloud.create(type, properties);
    await cloud.remove(type, properties, { physicalId });
    expect(await cloud.remove(type, properties, { physicalId })).toMatchObject({ Status: 'SUCCESS' });
    expect(await stateOf(cloud)).toBe(before);
  });

  it('P4: Delete by another stack changes nothing', async () => {
    const { cloud, properties } = await ready(example);
    await cloud.create(type, properties);
    const state = await stateOf(cloud);
    expect(await cloud.remove(type, properties, { stackId: 'stack-2' })).toMatchObject({ Status: 'SUCCESS' });
    expect(await stateOf(cloud)).toBe(state);
  });

  it('P10: takes numbers and booleans as strings', async () => {
    const { cloud, properties } = await ready(example);
    const asText = Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, String(value)]));
    expect(await cloud.create(type, asText)).toMatchObject({ Status: 'SUCCESS', Data: example.data });
  });

  it('P11: shows no secret in answers, log lines or attributes', async () => {
    const { cloud, properties } = await ready(example);
    const { PhysicalResourceId: physicalId } = await cloud.create(type, properties);
    await cloud.create(type, { ...properties, AppName: 'x'.repeat(300), DomainName: '%', CallbackUrl: 'no url' });
    const secrets = new Set([...secretsIn(await cloud.rows()), ...secretsIn(properties)]);
    await cloud.remove(type, properties, { physicalId });
    const shown = cloud.lines.join('\n') + JSON.stringify(cloud.ros.answers);
    expect([...secrets].filter((secret) => shown.includes(secret))).toEqual([]);
  });

  for (const [name, value] of Object.entries(example.updates)) {
    it(`P6: updates ${name} in place, and back again`, async () => {
      const { cloud, properties, before } = await ready(example);
      const { PhysicalResourceId: physicalId } = await cloud.create(type, properties);
      const state = await stateOf(cloud);
      const changed = { ...properties, [name]: value };
      expect(await cloud.update(type, changed, properties, { physicalId })).toMatchObject({
        Status: 'SUCCESS',
        PhysicalResourceId: physicalId,
      });
      const calls = cloud.calls().length;
      expect(await cloud.update(type, changed, changed, { physicalId })).toMatchObject({ Status: 'SUCCESS' });
      const writes = cloud
        .calls()
        .slice(calls)
        .filter((call) => !/ (Describe|List|Get)/.test(call));
      expect(writes).toEqual([]);
      expect(await cloud.update(type, properties, changed, { physicalId })).toMatchObject({ Status: 'SUCCESS' });
      const withoutTimes = (text: string) =>
        text.replace(/"(requestId|updated_at)": "?[\w-]+"?/g, '').replace(/"urls": \[[^\]]*\]/g, '');
      expect(withoutTimes(await stateOf(cloud)).length).toBe(withoutTimes(state).length);
      expect(await cloud.remove(type, properties, { physicalId })).toMatchObject({ Status: 'SUCCESS' });
      expect(await stateOf(cloud)).toBe(before);
    });
  }

  for (const [name, value] of Object.entries(example.fixed)) {
    it(`P5: refuses to change ${name}, names it, and changes nothing`, async () => {
      const { cloud, properties } = await ready(example);
      const { PhysicalResourceId: physicalId } = await cloud.create(type, properties);
      const state = await stateOf(cloud);
      const changed = { ...properties, [name]: value };
      expect(await cloud.update(type, changed, properties, { physicalId })).toMatchObject({
        Status: 'FAILED',
        Reason: expect.stringContaining(`cannot change ${name} (from "${properties[name]}" to "${value}")`),
      });
      expect(await stateOf(cloud)).toBe(state);
      expect(await cloud.update(type, properties, changed, { physicalId })).toMatchObject({ Status: 'SUCCESS' });
    });
  }
});
