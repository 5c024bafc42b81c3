import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../local/product.ts';
import { body, harness, refusal, template, thing } from '../harness.ts';

const before = template({ A: thing({ Name: 'a' }), Gone: thing() });
const after = template({ A: thing({ Name: 'b' }), New: thing() });

describe('a change set of an update', () => {
  it('lists the changes, does nothing until it is executed, and then what it says', async () => {
    const { create, call, ros, product, status } = harness();
    const StackId = await create(before);
    product.calls.length = 0;
    const { ChangeSetId = '' } = await call('CreateChangeSet', {
      StackId,
      ChangeSetName: 'next',
      TemplateBody: body(after),
    });
    expect(product.calls).toEqual([]);
    expect(await call('GetChangeSet', { ChangeSetId, ShowTemplate: true })).toMatchObject({
      ChangeSetName: 'next',
      ChangeSetType: 'UPDATE',
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
      TemplateBody: body(after),
      Changes: [
        {
          Type: 'Resource',
          ResourceChange: {
            Action: 'Modify',
            LogicalResourceId: 'A',
            PhysicalResourceId: 'A-1',
            Replacement: 'False',
            Details: [{ Target: { Attribute: 'Properties', Name: 'Name' } }],
          },
        },
        { ResourceChange: { Action: 'Add', LogicalResourceId: 'New' } },
        { ResourceChange: { Action: 'Remove', LogicalResourceId: 'Gone' } },
      ],
    });
    expect((await call('GetTemplate', { ChangeSetId })).TemplateBody).toBe(body(after));
    await call('ExecuteChangeSet', { ChangeSetId });
    await ros.idle();
    expect(await status(StackId)).toBe('UPDATE_COMPLETE');
    expect(product.steps()).toEqual(['update A', 'create New', 'delete Gone']);
    expect(await call('GetChangeSet', { ChangeSetId })).toMatchObject({ ExecutionStatus: 'EXECUTE_COMPLETE' });
    expect(await refusal(call('ExecuteChangeSet', { ChangeSetId }))).toMatch(/^400 NotSupported: ExecuteChangeSet/);
  });

  it('removes the others of its stack when it is executed, and all go with the stack', async () => {
    const { create, call, ros, remove } = harness();
    const StackId = await create(before);
    const make = async (ChangeSetName: string) =>
      (await call('CreateChangeSet', { StackId, ChangeSetName, TemplateBody: body(after) })).ChangeSetId ?? '';
    const [first, second] = [await make('one'), await make('two')];
    expect(await refusal(make('one'))).toBe('409 ChangeSetExists: The ChangeSet (one) already exists.');
    expect(await call('ListChangeSets', { StackId, ChangeSetName: ['two'] })).toMatchObject({
      TotalCount: 1,
      ChangeSets: [{ ChangeSetId: second, ChangeSetName: 'two' }],
    });
    await call('ExecuteChangeSet', { ChangeSetId: first });
    await ros.idle();
    expect(await refusal(call('GetChangeSet', { ChangeSetId: second }))).toMatch(/^404 ChangeSetNotFound/);
    await remove(StackId);
    expect(await refusal(call('GetChangeSet', { ChangeSetId: first }))).toMatch(/^404 ChangeSetNotFound/);
  });

  it('is refused for nothing to change, an immutable property, a bad name, an import and more than 20', async () => {
    const { create, call } = harness();
    const StackId = await create(before);
    const make = (change: { [key: string]: Json }) =>
      call('CreateChangeSet', { StackId, ChangeSetName: 'x', TemplateBody: body(after), ...change });
    expect(await refusal(make({ TemplateBody: body(before) }))).toMatch(
      /^400 NotSupported: Update the completely same stack/,
    );
    const immutable = template({ A: thing({ Kind: 'a' }) });
    expect(await refusal(make({ TemplateBody: body(immutable) }))).toMatch(/the property Kind of A/);
    expect(await refusal(make({ ChangeSetName: '_x' }))).toMatch(/^400 InvalidParameter: .*ChangeSetName/);
    expect(await refusal(make({ ChangeSetType: 'IMPORT' }))).toMatch(/^400 NotSupported/);
    expect(await refusal(call('CreateChangeSet', { ChangeSetName: 'x', TemplateBody: body(after) }))).toMatch(
      /StackId/,
    );
    for (let count = 0; count < 20; count += 1) await make({ ChangeSetName: `set-${count}` });
    expect(await refusal(make({ ChangeSetName: 'one-more' }))).toMatch(/the stack has 20 change sets already/);
  });
});

describe('a change set of a create', () => {
  it('puts the stack under review and creates it when it is executed', async () => {
    const { call, ros, status, product } = harness();
    const created = await call('CreateChangeSet', {
      ChangeSetName: 'first',
      ChangeSetType: 'CREATE',
      StackName: 'demo',
      TemplateBody: body(before),
    });
    const StackId = String(created.StackId);
    expect(await status(StackId)).toBe('REVIEW_IN_PROGRESS');
    expect(product.calls).toEqual([]);
    expect(await refusal(call('UpdateStack', { StackId, TemplateBody: body(after) }))).toMatch(/^400 NotSupported/);
    await call('ExecuteChangeSet', { ChangeSetId: created.ChangeSetId ?? '' });
    await ros.idle();
    expect(await status(StackId)).toBe('CREATE_COMPLETE');
    expect(product.existing.size).toBe(2);
  });

  it('can be deleted, and so can the stack that it put under review', async () => {
    const { call, remove, status } = harness();
    const { ChangeSetId = '', StackId } = await call('CreateChangeSet', {
      ChangeSetName: 'first',
      ChangeSetType: 'CREATE',
      StackName: 'demo',
      TemplateBody: body(before),
    });
    await call('DeleteChangeSet', { ChangeSetId });
    expect(await refusal(call('DeleteChangeSet', { ChangeSetId }))).toMatch(/^404 ChangeSetNotFound/);
    await remove(String(StackId));
    expect(await status(String(StackId))).toBe('DELETE_COMPLETE');
  });
});
