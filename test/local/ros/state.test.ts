import { describe, expect, it } from 'vitest';
import { FakeProduct } from './fake-types.ts';
import { body, harness, template, thing } from './harness.ts';
import { turns } from './test-clock.ts';

const chain = template({ A: thing({ Name: 'a' }), B: thing({ Name: { Ref: 'A' } }) });

describe('the state of the local ROS', () => {
  it('survives a restart: stacks, resources, events, outputs, change sets and client tokens', async () => {
    const product = new FakeProduct();
    const before = harness({}, product);
    const id = await before.create(
      { ...chain, Outputs: { Url: { Value: { 'Fn::GetAtt': ['B', 'Url'] } } } },
      { ClientToken: 'once' },
    );
    const next = template({ A: thing({ Name: 'z' }), B: thing({ Name: { Ref: 'A' } }) });
    const { ChangeSetId = '' } = await before.call('CreateChangeSet', {
      StackId: id,
      ChangeSetName: 'x',
      TemplateBody: body(next),
    });
    const after = harness({}, product);
    await after.ros.load(before.ros.save());
    expect(await after.stack(id)).toEqual(await before.stack(id));
    expect(await after.events(id)).toEqual(await before.events(id));
    expect(after.ros.inventory()).toEqual(before.ros.inventory());
    expect(after.ros.save()).toEqual(before.ros.save());
    await after.call('ExecuteChangeSet', { ChangeSetId });
    await after.ros.idle();
    expect(await after.status(id)).toBe('UPDATE_COMPLETE');
    await after.remove(id);
    expect(product.existing.size).toBe(0);
  });

  it('is plain JSON that later changes do not touch', async () => {
    const { create, remove, ros } = harness();
    const id = await create(chain);
    const saved = ros.save();
    const text = JSON.stringify(saved);
    await remove(id);
    expect(JSON.stringify(saved)).toBe(text);
  });

  it('remembers every stack that exists, but only the newest five that were deleted', async () => {
    const before = harness({}, new FakeProduct());
    const kept = await before.create(chain, { StackName: 'kept' });
    const deleted: string[] = [];
    for (let times = 1; times <= 7; times += 1) {
      const id = await before.create(chain, { StackName: `gone-${times}` });
      await before.remove(id);
      deleted.push(id);
    }
    const after = harness({}, new FakeProduct());
    await after.ros.load(before.ros.save());
    expect(await after.status(kept)).toBe('CREATE_COMPLETE');
    for (const id of deleted.slice(0, 2))
      await expect(after.stack(id)).rejects.toMatchObject({ code: 'StackNotFound' });
    for (const id of deleted.slice(2)) expect(await after.status(id)).toBe('DELETE_COMPLETE');
  });

  it('marks what a shutdown interrupted as failed, with the reason, so that it can be deleted or updated', async () => {
    const product = new FakeProduct();
    product.hold('create', 'B');
    const before = harness({}, product);
    const { StackId } = await before.call('CreateStack', { StackName: 'demo', TemplateBody: body(chain) });
    await turns(5);
    const saved = before.ros.save();
    await before.ros.close();
    const after = harness({}, product);
    await after.ros.load(saved);
    const id = String(StackId);
    const reason = 'the local cloud was stopped while this operation was running';
    expect(await after.stack(id)).toMatchObject({ Status: 'CREATE_FAILED', StatusReason: reason });
    expect((await after.resources(id)).B).toMatchObject({ Status: 'CREATE_FAILED', StatusReason: reason });
    await after.remove(id);
    expect(await after.status(id)).toBe('DELETE_COMPLETE');
    expect(product.existing.size).toBe(0);
  });

  it('of another version is refused with what to do', () => {
    const { ros } = harness();
    expect(() => ros.load({ version: 0 })).toThrow(/should have version 1; delete it to start anew/);
  });
});

describe('the inventory', () => {
  it('has the stacks that are not deleted, and is empty again after a deletion (P14)', async () => {
    const { create, remove, ros } = harness();
    const empty = ros.inventory();
    const id = await create(chain);
    expect(ros.inventory()).toEqual([
      {
        stackName: 'demo',
        regionId: 'cn-shanghai',
        status: 'CREATE_COMPLETE',
        resources: [
          { logicalId: 'A', type: 'ALIYUN::FAKE::Thing', physicalId: 'A-1' },
          { logicalId: 'B', type: 'ALIYUN::FAKE::Thing', physicalId: 'B-2' },
        ],
      },
    ]);
    await remove(id);
    expect(ros.inventory()).toEqual(empty);
  });
});

describe('a shutdown', () => {
  it('stops operations without recording more, and logs no secret', async () => {
    const product = new FakeProduct();
    const release = product.hold('create', 'A');
    const { call, ros, logs } = harness({}, product);
    await call('CreateStack', { StackName: 'demo', TemplateBody: body(chain) });
    await turns(3);
    await ros.close();
    release();
    await ros.idle();
    expect(product.steps()).toEqual(['create A']);
    expect(ros.inventory()).toMatchObject([{ status: 'CREATE_IN_PROGRESS' }]);
    expect(logs).toEqual([]);
  });
});
