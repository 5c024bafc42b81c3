import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { answerTargetOf } from '../../../lambdas/provisioner/event.ts';
import { type Context, defineResource, type ResourceType } from '../../../lambdas/provisioner/resource.ts';
import { bodyOf, LARGEST_BODY } from '../../../lambdas/provisioner/respond.ts';
import { openCloud, openRos } from './harness.ts';

/** A resource type whose work is given by the test. */
function fake(
  apply: (context: Context, size: number) => Promise<Record<string, string | number>>,
  undo: Parameters<typeof defineResource>[0]['undo'] = {},
): ResourceType {
  return defineResource({
    type: 'Custom::Fake',
    schema: z.object({
      Name: z.string(),
      Size: z.optional(z.pipe(z.union([z.string(), z.number()]), z.transform(Number))),
    }),
    immutable: ['Name'],
    physicalId: ({ Name }) => `fake/${Name}`,
    apply: ({ Size }, context) => apply(context, Size ?? 0),
    undo,
  });
}

const NAME = { Name: 'a' };

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

describe('P2: the response', () => {
  it('is sent again after 5xx and broken connections, with the same bytes', async () => {
    const cloud = await openCloud({ types: [fake(async () => ({ Url: '地址' }))] });
    cloud.ros.statuses.push(500, 0, 503, 0, 200);
    const answer = await cloud.create('Custom::Fake', NAME);
    expect(answer).toMatchObject({ Status: 'SUCCESS', Data: { Url: '地址' } });
    expect(new Set(cloud.ros.attempts.map(({ body }) => body.toString())).size).toBe(1);
    expect(cloud.ros.attempts).toHaveLength(5);
  });

  it('is sent again after 429: ROS asked to wait', async () => {
    const cloud = await openCloud({ types: [fake(async () => ({}))] });
    cloud.ros.statuses.push(429, 200);
    expect(await cloud.create('Custom::Fake', NAME)).toMatchObject({ Status: 'SUCCESS' });
    expect(cloud.ros.attempts).toHaveLength(2);
  });

  it('goes to the intranet URL when the public one refuses it', async () => {
    const cloud = await openCloud({ types: [fake(async () => ({}))] });
    cloud.ros.statuses.push(404, 200);
    expect(await cloud.create('Custom::Fake', NAME)).toMatchObject({ Status: 'SUCCESS' });
    expect(cloud.ros.attempts).toHaveLength(2);
    expect(cloud.lines.join('\n')).toMatch(/answer not accepted.*HTTP 404/);
  });

  it('is not sent again after 4xx: it would be refused again', async () => {
    const cloud = await openCloud({ types: [fake(async () => ({}))] });
    cloud.ros.statuses.push(403);
    const event = { RequestType: 'Create', RequestId: 'r', StackId: 's', LogicalResourceId: 'l' };
    await cloud.invoke({
      ...event,
      ResourceType: 'Custom::Fake',
      ResourceProperties: NAME,
      ResponseURL: cloud.ros.url,
    });
    expect(cloud.ros.attempts).toHaveLength(1);
    expect(cloud.lines.join()).toContain('answer not accepted');
    expect(cloud.lines.join()).not.toContain('secret-token');
  });

  it('has its length counted in bytes, with Chinese text', async () => {
    const cloud = await openCloud({ types: [fake(() => Promise.reject(new Error('域名已存在，请更换域名 🎥')))] });
    const answer = await cloud.create('Custom::Fake', NAME);
    expect(answer.Reason).toBe('域名已存在，请更换域名 🎥');
    const [attempt] = cloud.ros.attempts;
    expect(attempt?.contentLength).toBe(String(attempt?.body.length));
    expect(attempt?.method).toBe('POST');
  });

  const target = {
    urls: [],
    stackId: 'stack-1',
    requestId: 'r-1',
    logicalResourceId: 'Resource',
    physicalResourceId: undefined,
  };

  it('never exceeds 4,096 bytes and stays JSON with a reason, whatever the reason', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.integer({ min: 1, max: 60 }), (part, times) => {
        const body = bodyOf(target, { status: 'FAILED', reason: part.repeat(times) });
        expect(body.length).toBeLessThanOrEqual(LARGEST_BODY);
        const parsed = JSON.parse(body.toString('utf8')) as { Reason: string };
        expect(parsed.Reason.length).toBeGreaterThan(0);
      }),
    );
  });

  it('keeps as much of a long reason as fits, cut between characters', () => {
    const body = bodyOf(target, { status: 'FAILED', reason: '域🎥'.repeat(2_000) });
    const { Reason } = JSON.parse(body.toString('utf8')) as { Reason: string };
    expect(Reason).toMatch(/^(域🎥)+域?…$/u);
    // A step cuts no more than it must: less than a quarter is lost.
    expect(body.length).toBeGreaterThan((LARGEST_BODY * 3) / 4);
  });

  it('takes a reason that just fits as it is, and cuts one that is a byte longer', () => {
    const room = LARGEST_BODY - bodyOf(target, { status: 'FAILED', reason: 'x' }).length + 1;
    const reasonOf = (length: number) =>
      (
        JSON.parse(bodyOf(target, { status: 'FAILED', reason: 'x'.repeat(length) }).toString('utf8')) as {
          Reason: string;
        }
      ).Reason;
    expect(reasonOf(room)).toBe('x'.repeat(room));
    expect(reasonOf(room + 1)).toMatch(/^x+…$/);
  });

  it('has a reason when the failure has none', () => {
    const body = bodyOf(target, { status: 'FAILED', reason: '' });
    expect(JSON.parse(body.toString())).toMatchObject({ Reason: 'No reason was given.' });
    expect(JSON.parse(body.toString())).not.toHaveProperty('PhysicalResourceId');
  });

  it('takes attributes that just fit, and refuses them with one byte more', () => {
    const success = (length: number) =>
      bodyOf(target, { status: 'SUCCESS', physicalResourceId: 'p', data: { Text: 'x'.repeat(length) } });
    const room = LARGEST_BODY - success(0).length;
    expect(success(room)).toHaveLength(LARGEST_BODY);
    expect(success(room).toString()).toContain('"Status":"SUCCESS"');
    expect(success(room + 1).toString()).toContain('"Status":"FAILED"');
  });

  it('says so when the attributes do not fit', () => {
    const body = bodyOf(target, { status: 'SUCCESS', physicalResourceId: 'p', data: { Text: '字'.repeat(2_000) } });
    expect(JSON.parse(body.toString())).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/4096/) });
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

describe('P7: Delete while Create still runs', () => {
  it('leaves nothing behind, whichever of them sees the last piece', async () => {
    const pieces = new Set<string>();
    let reached = () => {};
    const isReached = new Promise<void>((resolve) => {
      reached = resolve;
    });
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const work = async ({ journal }: Context) => {
      await journal.record('piece', 'first');
      pieces.add('first');
      await journal.record('piece', 'second');
      reached();
      await gate;
      pieces.add('second');
      await journal.record('piece', 'third');
      pieces.add('third');
      return {};
    };
    const undo = {
      piece: async ({ key }: { key: string }) => {
        pieces.delete(key);
      },
    };
    const cloud = await openCloud({ types: [fake(work, undo)] });
    const base = { StackId: 's', LogicalResourceId: 'l', ResourceType: 'Custom::Fake', ResourceProperties: NAME };
    const url = { ResponseURL: cloud.ros.url };
    const creating = cloud.invoke({ ...base, ...url, RequestType: 'Create', RequestId: 'r1' });
    await isReached;
    await cloud.invoke({ ...base, ...url, RequestType: 'Delete', RequestId: 'r2', PhysicalResourceId: 'fake/a' });
    expect(cloud.ros.answers.at(-1)).toMatchObject({ RequestId: 'r2', Status: 'SUCCESS' });
    go();
    await creating;
    expect(cloud.ros.answers.at(-1)).toMatchObject({
      RequestId: 'r1',
      Status: 'FAILED',
      Reason: expect.stringMatching(/deleted/),
    });
    expect([...pieces]).toEqual([]);
    expect(await cloud.rows()).toEqual({});
  });
});

describe('P4 and P12: what a failed Create leaves', () => {
  const steps = 5;

  function stepwise(failAt: number) {
    const existing = new Set<string>();
    const undone: string[] = [];
    const work = async ({ journal }: Context) => {
      for (let step = 0; step < steps; step++) {
        await journal.record('step', String(step));
        if (step === failAt) {
          throw new Error(`step ${step} failed`);
        }
        existing.add(String(step));
      }
      return {};
    };
    const undo = {
      step: async ({ key }: { key: string }) => {
        undone.push(key);
        existing.delete(key);
      },
    };
    return { type: fake(work, undo), existing, undone };
  }

  it.each([0, 1, 2, 3, 4])('P12: is undone in reverse order when step %i fails', async (failAt) => {
    const { type, existing, undone } = stepwise(failAt);
    const cloud = await openCloud({ types: [type] });
    expect(await cloud.create('Custom::Fake', NAME)).toMatchObject({
      Status: 'FAILED',
      Reason: `step ${failAt} failed`,
    });
    expect(existing.size).toBe(0);
    expect(undone).toEqual(Array.from({ length: failAt + 1 }, (_, index) => String(failAt - index)));
    expect(await cloud.rows()).toEqual({});
  });

  it('P4: Delete after it touches nothing, with or without a physical id', async () => {
    const { type, undone } = stepwise(2);
    const cloud = await openCloud({ types: [type] });
    await cloud.create('Custom::Fake', NAME);
    undone.length = 0;
    expect(await cloud.remove('Custom::Fake', NAME, { physicalId: 'fake/a' })).toMatchObject({ Status: 'SUCCESS' });
    expect(await cloud.remove('Custom::Fake', NAME)).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: '-' });
    expect(undone).toEqual([]);
  });

  it('what could not be undone is said and left to the Delete that follows', async () => {
    let isBroken = true;
    let exists = false;
    const work = async ({ journal }: Context) => {
      await journal.record('thing', 'one');
      exists = true;
      throw new Error('second step failed');
    };
    const undo = {
      thing: async () => {
        if (isBroken) {
          throw new Error('cannot delete now');
        }
        exists = false;
      },
    };
    const cloud = await openCloud({ types: [fake(work, undo)] });
    const failed = await cloud.create('Custom::Fake', NAME);
    expect(failed.Reason).toMatch(/second step failed.*cannot delete now/);
    isBroken = false;
    expect(await cloud.remove('Custom::Fake', NAME)).toMatchObject({ Status: 'SUCCESS' });
    expect(exists).toBe(false);
    expect(await cloud.rows()).toEqual({});
  });

  it('an entry that only a newer version can take back is named and kept', async () => {
    const work = async ({ journal }: Context) => {
      await journal.record('unheard-of', 'one');
      return {};
    };
    const cloud = await openCloud({ types: [fake(work)] });
    await cloud.create('Custom::Fake', NAME);
    expect(await cloud.remove('Custom::Fake', NAME)).toMatchObject({
      Status: 'FAILED',
      Reason: 'A newer version of this stack recorded "unheard-of"; delete the stack with that version.',
    });
    expect(Object.keys(await cloud.rows())).toHaveLength(1);
  });

  it('a Create of what is being deleted makes nothing and leaves the rest to Delete', async () => {
    let isBroken = true;
    let made = 0;
    const work = async ({ journal }: Context) => {
      await journal.record('thing', 'one');
      made += 1;
      return {};
    };
    const undo = {
      thing: async () => {
        if (isBroken) {
          throw new Error('cannot delete now');
        }
      },
    };
    const cloud = await openCloud({ types: [fake(work, undo)] });
    await cloud.create('Custom::Fake', NAME);
    await cloud.remove('Custom::Fake', NAME);
    const answer = await cloud.create('Custom::Fake', NAME, { requestId: 'another' });
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/was deleted while/) });
    expect(made).toBe(1);
    isBroken = false;
    expect(await cloud.remove('Custom::Fake', NAME)).toMatchObject({ Status: 'SUCCESS' });
    expect(await cloud.rows()).toEqual({});
  });

  it('P4: Delete of a resource type or of properties that nobody knows succeeds: nothing was made', async () => {
    const cloud = await openCloud({ types: [] });
    expect(await cloud.remove('Custom::Old', { Anything: [1] }, { physicalId: 'x' })).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: 'x',
    });
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
