import { describe, expect, it } from 'vitest';
import { FakeProduct } from '../fake-types.ts';
import { harness, refusal, template, thing } from '../harness.ts';

const diamond = template({
  Top: thing(),
  Left: thing({ Name: { Ref: 'Top' } }),
  Right: thing({}, { DependsOn: 'Top' }),
  Bottom: thing({ List: [{ Ref: 'Left' }, { Ref: 'Right' }] }),
});

describe('deleting a stack', () => {
  it('deletes in the reverse order of dependencies', async () => {
    const { create, remove, product, status, events } = harness();
    const id = await create(diamond);
    await remove(id);
    expect(await status(id)).toBe('DELETE_COMPLETE');
    const steps = product.steps('delete');
    expect([steps[0], steps.slice(1, 3).sort(), steps[3]]).toEqual([
      'delete Bottom',
      ['delete Left', 'delete Right'],
      'delete Top',
    ]);
    expect(product.existing.size).toBe(0);
    expect((await events(id)).at(-1)).toBe('DELETE_COMPLETE demo');
  });

  it('retains by DeletionPolicy, by RetainResources and by RetainAllResources', async () => {
    const kept = template({ A: thing({}, { DeletionPolicy: 'Retain' }), B: thing(), C: thing() });
    const some = harness();
    const id = await some.create(kept);
    await some.remove(id, { RetainResources: ['B'] });
    expect(some.product.steps('delete')).toEqual(['delete C']);
    expect((await some.resources(id)).A).toMatchObject({
      Status: 'DELETE_COMPLETE',
      StatusReason: 'the resource is retained',
    });
    const all = harness();
    await all.remove(await all.create(kept), { RetainAllResources: true });
    expect(all.product.steps('delete')).toEqual([]);
  });

  it('ends DELETE_FAILED when a resource cannot be deleted, keeps what that one needs, and can be repeated', async () => {
    const product = new FakeProduct();
    const { create, remove, stack, status, resources } = harness({}, product);
    const id = await create(diamond);
    product.fail('delete', 'Left');
    await remove(id);
    expect(await stack(id)).toMatchObject({
      Status: 'DELETE_FAILED',
      StatusReason: 'Resource DELETE failed: Exception: resources.Left: Left does not want to delete',
    });
    const after = await resources(id);
    expect([after.Bottom?.Status, after.Right?.Status, after.Left?.Status, after.Top?.Status]).toEqual([
      'DELETE_COMPLETE',
      'DELETE_COMPLETE',
      'DELETE_FAILED',
      'CREATE_COMPLETE',
    ]);
    product.recover();
    product.calls.length = 0;
    await remove(id);
    expect(await status(id)).toBe('DELETE_COMPLETE');
    expect(product.steps()).toEqual(['delete Left', 'delete Top']);
  });

  it('lets go of a resource that cannot be deleted when it is named in RetainResources', async () => {
    const product = new FakeProduct();
    const { create, remove, status } = harness({}, product);
    const id = await create(diamond);
    product.fail('delete', 'Left');
    await remove(id);
    await remove(id, { RetainResources: ['Left'] });
    expect(await status(id)).toBe('DELETE_COMPLETE');
    expect([...product.existing.keys()]).toEqual(['Left-2']);
  });

  it('is refused while deletion protection is on', async () => {
    const { create, call, remove, status } = harness();
    const id = await create(diamond, { DeletionProtection: 'Enabled' });
    expect(await refusal(call('DeleteStack', { StackId: id }))).toBe(
      `400 InvalidOperation.DeletionProtection: Fail to delete stack ${id}, as deletion protection is enabled.`,
    );
    await call('SetDeletionProtection', { StackId: id, DeletionProtection: 'Disabled' });
    await remove(id);
    expect(await status(id)).toBe('DELETE_COMPLETE');
  });

  it('is refused for an unknown resource to retain and for a stack that is gone', async () => {
    const { create, call, remove } = harness();
    const id = await create(diamond);
    expect(await refusal(call('DeleteStack', { StackId: id, RetainResources: ['Nobody'] }))).toBe(
      '404 ResourceNotFound: The Resource (Nobody) could not be found in Stack demo.',
    );
    await remove(id);
    expect(await refusal(call('DeleteStack', { StackId: id }))).toBe(
      `404 StackNotFound: The Stack (${id}) could not be found.`,
    );
  });

  it('frees the name of the stack', async () => {
    const { create, remove, call } = harness();
    const id = await create(diamond);
    await remove(id);
    const again = await create(diamond);
    expect(again).not.toBe(id);
    const { Stacks } = await call('ListStacks', { StackName: ['demo'] });
    expect(Stacks).toMatchObject([{ StackId: again }]);
  });
});
