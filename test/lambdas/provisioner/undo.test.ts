import { describe, expect, it } from 'vitest';
import type { Context } from '../../../lambdas/provisioner/resource.ts';
import { fake, NAME } from './fake-type.ts';
import { openCloud } from './harness.ts';

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
