import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { answerTargetOf } from '../../../lambdas/provisioner/event.ts';
import { type Context, defineResource } from '../../../lambdas/provisioner/resource.ts';
import { fake, NAME } from './fake-type.ts';
import { openCloud, openRos } from './harness.ts';

describe('P1: every event with a ResponseURL yields exactly one response', () => {
  const event = {
    RequestType: 'Create',
    RequestId: 'r',
    StackId: 's',
    LogicalResourceId: 'l',
    ResourceType: 'Custom::Fake',
    ResourceProperties: NAME,
  };

  it.each([
    ['an unknown resource type', { ...event, ResourceType: 'Custom::Nothing' }, /does not know .*Custom::Fake/],
    ['malformed properties', { ...event, ResourceProperties: { Name: 5 } }, /Custom::Fake are not valid\. Name: /],
    ['properties that are no object', { ...event, ResourceProperties: 'text' }, /ResourceProperties/],
    ['no properties', { ...event, ResourceProperties: undefined }, /Name/],
    ['an unknown request type', { ...event, RequestType: 'Replace' }, /RequestType/],
    ['no request type', { ...event, RequestType: undefined }, /RequestType/],
    ['no ids at all', { RequestType: 'Create' }, /RequestId/],
    ['fields of wrong types', { ...event, StackId: 7, RequestId: null, PhysicalResourceId: [] }, /StackId/],
  ])('%s', async (_case, malformed, reason) => {
    const cloud = await openCloud({ types: [fake(async () => ({}))] });
    const response = await cloud.invoke({ ...malformed, ResponseURL: cloud.ros.url });
    expect(response.status).toBe(200);
    expect(cloud.ros.attempts).toHaveLength(1);
    expect(cloud.ros.answers[0]).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(reason) });
  });

  it.each([
    ['an Error', () => Promise.reject(new Error('it broke')), /it broke/],
    ['an Error without text', () => Promise.reject(new TypeError()), /TypeError/],
    ['a text', () => Promise.reject('thrown text'), /unexpected value was thrown \(string\)/],
    ['undefined', () => Promise.reject(undefined), /unexpected value was thrown \(undefined\)/],
    [
      'something thrown at once',
      () => {
        throw new Error('at once');
      },
      /at once/,
    ],
  ])('work that throws %s', async (_case, work, reason) => {
    const cloud = await openCloud({ types: [fake(work as () => Promise<Record<string, string>>)] });
    const answer = await cloud.create('Custom::Fake', NAME);
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(reason) });
    expect(cloud.ros.attempts).toHaveLength(1);
  });

  it('no credentials', async () => {
    const cloud = await openCloud({ types: [fake(async () => ({}))] });
    await cloud.invoke({ ...event, ResponseURL: cloud.ros.url }, { 'x-fc-access-key-id': '' });
    expect(cloud.ros.answers).toEqual([
      expect.objectContaining({ Status: 'FAILED', Reason: expect.stringMatching(/role/) }),
    ]);
  });

  it('P8: work that never ends is answered before the function is stopped', async () => {
    const cloud = await openCloud({ types: [fake(() => new Promise(() => {}))] });
    const timeout = { 'x-fc-function-timeout': '5.02' };
    await cloud.invoke({ ...event, ResponseURL: cloud.ros.url }, timeout);
    expect(cloud.ros.answers[0]).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringMatching(/Not finished within 5 s/),
    });
  });

  it('an event without a ResponseURL is logged and harms nothing', async () => {
    const cloud = await openCloud({ types: [fake(async () => ({}))] });
    for (const body of ['not json', '[]', 'null', '{}', JSON.stringify({ ...event, ResponseURL: 'ftp://x' })]) {
      expect((await cloud.invoke(body)).status).toBe(200);
    }
    expect(cloud.ros.attempts).toHaveLength(0);
    expect(cloud.lines.join('\n')).toContain('event without ResponseURL');
  });

  it('the intranet address under either of its names is used when the public one is missing', () => {
    expect(answerTargetOf({ ResponseURL: 'https://a', IntranetResponseURL: 'https://b' })?.urls).toEqual([
      'https://a',
      'https://b',
    ]);
    expect(answerTargetOf({ IntranetResponseURL: 'https://b' })?.urls).toEqual(['https://b']);
    expect(answerTargetOf({ InnerResponseURL: 'http://c', ResponseURL: 5 })?.urls).toEqual(['http://c']);
    expect(answerTargetOf({ ResponseURL: 'file:///etc' })).toBeUndefined();
  });
});

describe('P3: a replayed Create', () => {
  it('answers the same id and data and does nothing', async () => {
    let made = 0;
    const work = async () => {
      made += 1;
      return { Number: made };
    };
    const cloud = await openCloud({ types: [fake(work)] });
    const first = await cloud.create('Custom::Fake', NAME, { requestId: 'same' });
    const second = await cloud.create('Custom::Fake', NAME, { requestId: 'same' });
    expect(second).toEqual(first);
    expect(made).toBe(1);
    // Another request is no repetition: what it asks for is made sure of.
    expect((await cloud.create('Custom::Fake', NAME, { requestId: 'other' })).Data).toEqual({ Number: 2 });
    expect((await cloud.create('Custom::Fake', NAME, { requestId: 'other' })).Data).toEqual({ Number: 2 });
  });

  it('goes on where one that died stopped', async () => {
    let isDying = true;
    const never = new Promise<never>(() => {});
    const work = async ({ journal }: Context) => {
      const isMade = journal.has('thing', 'one');
      await journal.record('thing', 'one');
      return isDying ? never : { Found: String(isMade) };
    };
    const cloud = await openCloud({ types: [fake(work)] });
    await cloud.invoke(
      {
        RequestType: 'Create',
        RequestId: 'same',
        StackId: 'stack-1',
        LogicalResourceId: 'Resource',
        ResourceType: 'Custom::Fake',
        ResourceProperties: NAME,
        ResponseURL: cloud.ros.url,
      },
      { 'x-fc-function-timeout': '5.1' },
    );
    isDying = false;
    const answer = await cloud.create('Custom::Fake', NAME, { requestId: 'same' });
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'fake/a', Data: { Found: 'true' } });
  });
});

describe('P5: a change of an immutable property', () => {
  it('fails with the property, both values and what to do; and the rollback of ROS succeeds', async () => {
    const cloud = await openCloud({ types: [fake(async (_context, size) => ({ Size: size }))] });
    const { PhysicalResourceId: physicalId } = await cloud.create('Custom::Fake', NAME);
    const refused = await cloud.update('Custom::Fake', { Name: 'b' }, NAME, { physicalId });
    expect(refused).toMatchObject({
      Status: 'FAILED',
      PhysicalResourceId: 'fake/a',
      Reason: expect.stringMatching(/cannot change Name \(from "a" to "b"\).*another stage/),
    });
    const rollback = await cloud.update('Custom::Fake', NAME, { Name: 'b' }, { physicalId });
    expect(rollback).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'fake/a' });
  });

  it('is noticed by the id when nothing was recorded', async () => {
    const cloud = await openCloud({ types: [fake(async () => ({}))] });
    const refused = await cloud.update('Custom::Fake', { Name: 'b' }, NAME, { physicalId: 'fake/a' });
    expect(refused).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/identity/) });
  });

  it('is only that: other properties change and keep the id', async () => {
    const cloud = await openCloud({ types: [fake(async (_context, size) => ({ Size: size }))] });
    const { PhysicalResourceId: physicalId } = await cloud.create('Custom::Fake', { ...NAME, Size: 1 });
    const answer = await cloud.update('Custom::Fake', { ...NAME, Size: '2' }, { ...NAME, Size: 1 }, { physicalId });
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'fake/a', Data: { Size: 2 } });
  });
});

describe('P6: a failed Update', () => {
  it('leaves the old configuration in force', async () => {
    let inForce = 0;
    const work = async (_context: Context, size: number) => {
      inForce = size;
      if (size === 13) {
        throw new Error('no 13');
      }
      return {};
    };
    const cloud = await openCloud({ types: [fake(work)] });
    const { PhysicalResourceId: physicalId } = await cloud.create('Custom::Fake', { ...NAME, Size: 1 });
    const failed = await cloud.update('Custom::Fake', { ...NAME, Size: 13 }, { ...NAME, Size: 1 }, { physicalId });
    expect(failed).toMatchObject({ Status: 'FAILED', Reason: 'no 13' });
    expect(inForce).toBe(1);
    const rollback = await cloud.update('Custom::Fake', { ...NAME, Size: 1 }, { ...NAME, Size: 13 }, { physicalId });
    expect(rollback.Status).toBe('SUCCESS');
    expect(inForce).toBe(1);
  });
});

describe('the physical id', () => {
  const named = (physicalId: string) =>
    defineResource({
      type: 'Custom::Fake',
      schema: z.object({}),
      immutable: [],
      physicalId: () => physicalId,
      apply: async () => ({}),
      undo: {},
    });

  it.each([
    ['of 255 bytes is kept', '字'.repeat(85), '字'.repeat(85)],
    ['of more is cut between characters', `a${'字'.repeat(85)}`, `a${'字'.repeat(84)}`],
    ['of more is cut after the last that fits', `${'字'.repeat(84)}abcd`, `${'字'.repeat(84)}abc`],
  ])('%s', async (_case, wanted, given) => {
    const cloud = await openCloud({ types: [named(wanted)] });
    expect((await cloud.create('Custom::Fake', {})).PhysicalResourceId).toBe(given);
  });

  it('is made anew for an Update that names none', async () => {
    const cloud = await openCloud({ types: [named('fake')] });
    await cloud.create('Custom::Fake', {});
    expect(await cloud.update('Custom::Fake', {}, {})).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'fake' });
  });
});

describe('P6: a failed Update without old properties', () => {
  it('fails with its own reason: there is nothing to go back to', async () => {
    const applied: number[] = [];
    const work = async (_context: Context, size: number) => {
      applied.push(size);
      if (size === 13) {
        throw new Error('no 13');
      }
      return {};
    };
    const cloud = await openCloud({ types: [fake(work)] });
    const { PhysicalResourceId: physicalId } = await cloud.create('Custom::Fake', NAME);
    const more = { OldResourceProperties: undefined };
    const failed = await cloud.update('Custom::Fake', { ...NAME, Size: 13 }, {}, { physicalId, more });
    expect(failed).toMatchObject({ Status: 'FAILED', Reason: 'no 13' });
    expect(applied).toEqual([0, 13]);
  });

  it('says in the log when the old configuration could not be restored', async () => {
    const work = async (_context: Context, size: number) => {
      if (size > 0) {
        throw new Error(`no ${size}`);
      }
      return {};
    };
    const cloud = await openCloud({ types: [fake(work)] });
    const { PhysicalResourceId: physicalId } = await cloud.create('Custom::Fake', NAME);
    const answer = await cloud.update('Custom::Fake', { ...NAME, Size: 2 }, { ...NAME, Size: 1 }, { physicalId });
    expect(answer.Reason).toBe('no 2');
    expect(cloud.lines.join('\n')).toMatch(/old configuration not restored yet.*no 1/);
  });
});

describe('P11: secrets', () => {
  it('of properties and generated ones appear in no answer, no log line and no journal data', async () => {
    const type = defineResource({
      type: 'Custom::Fake',
      schema: z.object({ AppKey: z.string() }),
      immutable: [],
      physicalId: () => 'fake',
      apply: async ({ AppKey }, { hide, log }) => {
        hide('generatedSecret42');
        log.info('working', { text: `${AppKey} generatedSecret42` });
        throw new Error(`refused ${AppKey} and generatedSecret42`);
      },
      undo: {},
    });
    const cloud = await openCloud({ types: [type] });
    const answer = await cloud.create('Custom::Fake', { AppKey: 'parameterSecret42' });
    expect(answer.Reason).toBe('refused *** and ***');
    const everything = cloud.lines.join('\n') + JSON.stringify(cloud.ros.answers);
    expect(everything).not.toMatch(/parameterSecret42|generatedSecret42|accountSecretValue01/);
  });
});

describe('what is logged of an event', () => {
  const logged = (lines: readonly string[], event: string) =>
    lines
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line))
      .filter((line) => line.event === event);

  it('is what it asks, by whom, and how it was answered', async () => {
    const cloud = await openCloud({
      types: [
        fake(async ({ log }) => {
          log.info('working');
          return {};
        }),
      ],
    });
    await cloud.create('Custom::Fake', NAME, { requestId: 'request-7' });
    const about = {
      requestType: 'Create',
      resourceType: 'Custom::Fake',
      logicalResourceId: 'Resource',
      rosRequestId: 'request-7',
    };
    expect(logged(cloud.lines, 'event')).toMatchObject([about]);
    expect(logged(cloud.lines, 'working')).toMatchObject([about]);
    const [answer] = logged(cloud.lines, 'answer');
    expect(answer).toMatchObject({ status: 'SUCCESS' });
    expect(answer).not.toHaveProperty('reason');
  });

  it('is why it failed, and what was taken back', async () => {
    const work = async ({ journal }: Context) => {
      await journal.record('thing', 'one');
      throw new Error('it broke');
    };
    const cloud = await openCloud({ types: [fake(work, { thing: async () => undefined })] });
    await cloud.create('Custom::Fake', NAME);
    expect(logged(cloud.lines, 'failed')).toMatchObject([{ error: expect.objectContaining({ message: 'it broke' }) }]);
    expect(logged(cloud.lines, 'taken back')).toMatchObject([{ kind: 'thing', name: 'one' }]);
    expect(logged(cloud.lines, 'answer')).toMatchObject([{ status: 'FAILED', reason: 'it broke' }]);
    await cloud.remove('Custom::Fake', NAME);
    expect(logged(cloud.lines, 'nothing recorded, nothing to delete')).toHaveLength(1);
  });

  it('is that what had been made could not be taken back', async () => {
    const work = async ({ journal }: Context) => {
      await journal.record('thing', 'one');
      throw new Error('it broke');
    };
    const undo = { thing: () => Promise.reject(new Error('it holds')) };
    const cloud = await openCloud({ types: [fake(work, undo)] });
    const answer = await cloud.create('Custom::Fake', NAME);
    expect(answer.Reason).toBe('it broke Also, not everything could be taken back: it holds');
    expect(logged(cloud.lines, 'undo failed')).toMatchObject([
      { error: expect.objectContaining({ message: 'it holds' }) },
    ]);
  });
});

describe('what a resource is given', () => {
  it('P8: waits for the cloud until 20 s before the end of the function, in which things are taken back', async () => {
    const work = ({ waitUntil }: Context) => waitUntil<Record<string, string>>('the moon', async () => undefined);
    const cloud = await openCloud({ types: [fake(work)] });
    const start = cloud.clock.now();
    const answer = await cloud.create('Custom::Fake', NAME);
    expect(answer.Reason).toMatch(/^Waited 5(79|80) s for the moon, and the function's time is up/);
    expect(cloud.clock.sleeps.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(570_000);
    expect(cloud.clock.now() - start).toBeLessThan(590_000);
  });

  it('asks once where there is no time to wait', async () => {
    let asked = 0;
    const look = async () => {
      asked += 1;
      return undefined;
    };
    const work = ({ waitUntil }: Context) => waitUntil<Record<string, string>>('the moon', look);
    const cloud = await openCloud({ types: [fake(work)] });
    const event = { RequestType: 'Create', RequestId: 'r', StackId: 's', LogicalResourceId: 'l' };
    const asks = { ...event, ResourceType: 'Custom::Fake', ResourceProperties: NAME, ResponseURL: cloud.ros.url };
    await cloud.invoke(asks, { 'x-fc-function-timeout': '10' });
    expect(asked).toBe(1);
    expect(cloud.ros.answers).toMatchObject([{ Reason: expect.stringMatching(/^Waited 0 s for the moon/) }]);
  });

  it('P4, P14: a setting is written after it was noted, and goes with the resource', async () => {
    const work = async ({ journal, writeSetting }: Context) => {
      await writeSetting('public-url', { url: 'https://app.example.com' });
      return {
        Noted: journal
          .entries('setting')
          .map(({ key }) => key)
          .join(),
      };
    };
    const cloud = await openCloud({ types: [fake(work)] });
    const created = await cloud.create('Custom::Fake', NAME);
    expect(created).toMatchObject({ Status: 'SUCCESS', Data: { Noted: 'public-url' } });
    expect(await cloud.rows()).toMatchObject({ 'public-url': { url: 'https://app.example.com' } });
    await cloud.remove('Custom::Fake', NAME);
    expect(await cloud.rows()).toEqual({});
  });
});

describe('the web function', () => {
  it('marks the log of each invocation', async () => {
    const cloud = await openCloud({ types: [fake(async () => ({}))] });
    await cloud.create('Custom::Fake', NAME);
    expect(cloud.lines[0]).toBe('FC Invoke Start RequestId: fc-request-1');
    expect(cloud.lines.at(-1)).toBe('FC Invoke End RequestId: fc-request-1');
    const between = cloud.lines.slice(1, -1).map((line) => JSON.parse(line) as { requestId: string });
    expect(between.every(({ requestId }) => requestId === 'fc-request-1')).toBe(true);
  });

  it('a fake ROS that is gone does not make the invocation fail', async () => {
    const ros = await openRos();
    const cloud = await openCloud({ types: [fake(async () => ({}))] });
    ros.statuses.push(...Array<number>(20).fill(500));
    const event = {
      RequestType: 'Delete',
      RequestId: 'r',
      StackId: 's',
      LogicalResourceId: 'l',
      ResourceType: 'Custom::Fake',
    };
    expect((await cloud.invoke({ ...event, ResponseURL: ros.url })).status).toBe(200);
    expect(ros.attempts).toHaveLength(10);
  });
});
