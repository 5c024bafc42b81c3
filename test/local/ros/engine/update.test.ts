import { describe, expect, it } from 'vitest';
import { FakeProduct } from '../fake-types.ts';
import { body, harness, parameters, refusal, template, thing } from '../harness.ts';

const first = template({
  A: thing({ Name: 'a' }),
  B: thing({ Name: { Ref: 'A' } }),
  C: thing({ Name: 'c' }),
});

describe('updating a stack', () => {
  it('touches only what changed and keeps physical ids', async () => {
    const { create, update, product, resources, status, events } = harness();
    const id = await create(first);
    const before = await resources(id);
    product.calls.length = 0;
    await update(
      id,
      template({ A: thing({ Name: 'a' }), B: thing({ Name: { Ref: 'A' } }), C: thing({ Name: 'new' }) }),
    );
    expect(await status(id)).toBe('UPDATE_COMPLETE');
    expect(product.calls).toMatchObject([
      { step: 'update', logicalId: 'C', properties: { Name: 'new' }, previous: { Name: 'c' } },
    ]);
    const after = await resources(id);
    expect(after.C?.PhysicalResourceId).toBe(before.C?.PhysicalResourceId);
    expect(after.C?.Status).toBe('UPDATE_COMPLETE');
    expect(after.A?.Status).toBe('CREATE_COMPLETE');
    expect((await events(id)).slice(-4)).toEqual([
      'UPDATE_IN_PROGRESS demo',
      'UPDATE_IN_PROGRESS C',
      'UPDATE_COMPLETE C',
      'UPDATE_COMPLETE demo',
    ]);
  });

  it('adds what is new first and deletes what is gone last', async () => {
    const { create, update, product, resources } = harness();
    const id = await create(first);
    product.calls.length = 0;
    await update(id, template({ A: thing({ Name: 'a' }), New: thing({ Name: { Ref: 'A' } }) }));
    expect(product.steps().slice(0, 1)).toEqual(['create New']);
    expect(product.steps().slice(1).sort()).toEqual(['delete B', 'delete C']);
    expect(Object.keys(await resources(id)).sort()).toEqual(['A', 'New']);
  });

  it('passes changed attributes on to the resources that read them', async () => {
    const { create, update, product } = harness();
    const reader = thing({ Name: { 'Fn::GetAtt': ['A', 'Name'] } });
    const id = await create(template({ A: thing({ Name: 'one' }), B: reader }));
    product.calls.length = 0;
    await update(id, template({ A: thing({ Name: 'two' }), B: reader }));
    expect(product.calls.map(({ logicalId, properties }) => [logicalId, properties.Name])).toEqual([
      ['A', 'two'],
      ['B', 'two'],
    ]);
  });

  it('changes with parameters alone, and UsePreviousParameters keeps those that are not passed', async () => {
    const { create, update, product } = harness();
    const named = template(
      { A: thing({ Name: { 'Fn::Sub': `\${X}\${Y}` } }) },
      { Parameters: { X: { Type: 'String', Default: 'x' }, Y: { Type: 'String', Default: 'y' } } },
    );
    const id = await create(named, parameters({ X: '1', Y: '2' }));
    await update(id, named, { ...parameters({ Y: '3' }), UsePreviousParameters: true });
    await update(id, named, parameters({ Y: '3' }));
    expect(product.calls.map(({ properties }) => properties.Name)).toEqual(['12', '13', 'x3']);
  });

  it('retains a removed resource whose DeletionPolicy is Retain, as a parameter may say', async () => {
    const { create, update, product } = harness();
    const kept = template(
      { A: thing(), B: thing({}, { DeletionPolicy: { Ref: 'Policy' } }) },
      { Parameters: { Policy: { Type: 'String', Default: 'Retain' } } },
    );
    const id = await create(kept);
    await update(id, template({ A: thing() }));
    expect(product.steps('delete')).toEqual([]);
    expect(product.existing.size).toBe(2);
  });

  it('refuses the same template with the same parameters, but not as a dry run', async () => {
    const { create, call } = harness();
    const id = await create(first);
    expect(await refusal(call('UpdateStack', { StackId: id, TemplateBody: body(first) }))).toBe(
      '400 NotSupported: Update the completely same stack is not supported.',
    );
    expect(await call('UpdateStack', { StackId: id, TemplateBody: body(first), DryRun: true })).toEqual({
      StackId: id,
      DryRunResult: {},
    });
  });

  it('refuses a changed immutable property before it does anything, also a nested one (P5)', async () => {
    const { create, call, product } = harness();
    const id = await create(template({ A: thing({ Kind: 'a', Map: { Inner: 1, Fixed: 'x' } }) }));
    const to = (properties: Parameters<typeof thing>[0]) =>
      call('UpdateStack', { StackId: id, TemplateBody: body(template({ A: thing(properties) })) });
    expect(await refusal(to({ Kind: 'b', Map: { Inner: 1, Fixed: 'x' } }))).toMatch(
      /^400 StackValidationFailed: Resources.A: the property Kind of A .* cannot be changed/,
    );
    expect(await refusal(to({ Kind: 'a', Map: { Inner: 1, Fixed: 'y' } }))).toMatch(/the property Map.Fixed of A/);
    const retyped = template({ A: { Type: 'ALIYUN::FAKE::Other' } });
    expect(await refusal(call('UpdateStack', { StackId: id, TemplateBody: body(retyped) }))).toMatch(
      /the type of A cannot be changed/,
    );
    expect(product.steps()).toEqual(['create A']);
  });

  it('fails in the end when an immutable property changes with a value that is known only then', async () => {
    const { create, update, stack } = harness();
    const reader = (source: string) => thing({ Map: { Inner: 1, Fixed: { 'Fn::GetAtt': [source, 'Name'] } } });
    const id = await create(template({ A: thing({ Name: 'one' }), B: reader('A') }));
    await update(id, template({ A: thing({ Name: 'two' }), B: reader('A') }));
    expect(await stack(id)).toMatchObject({ Status: 'ROLLBACK_COMPLETE' });
    expect(String((await stack(id)).StatusReason)).toContain('the property Map.Fixed of B');
  });
});

describe('an update that fails', () => {
  it('goes back to what was there, with old and new properties swapped, and keeps the old template (P6)', async () => {
    const product = new FakeProduct();
    const { create, update, stack, call, resources } = harness({}, product);
    const id = await create(first);
    product.calls.length = 0;
    product.failOnce('update', 'B');
    await update(
      id,
      template({
        A: thing({ Name: 'z' }),
        B: thing({ Name: 'b', Size: 1 }, { DependsOn: ['A', 'New'] }),
        New: thing(),
      }),
    );
    expect(await stack(id)).toMatchObject({
      Status: 'ROLLBACK_COMPLETE',
      StatusReason: 'Resource UPDATE failed: Exception: resources.B: B does not want to update',
    });
    const updatesOfB = product.calls.filter(({ step, logicalId }) => step === 'update' && logicalId === 'B');
    expect(updatesOfB.map(({ properties, previous }) => [properties.Name, previous?.Name])).toEqual([
      ['b', 'A-1'],
      ['A-1', 'b'],
    ]);
    expect(Object.keys(await resources(id)).sort()).toEqual(['A', 'B', 'C']);
    expect(JSON.parse(String((await call('GetTemplate', { StackId: id })).TemplateBody))).toEqual(first);
    expect([...product.existing.values()].map(({ Name }) => Name).sort()).toEqual(['A-1', 'a', 'c']);
  });

  it('ends ROLLBACK_FAILED with the root reason, and the same update may be tried again', async () => {
    const product = new FakeProduct();
    const { create, update, stack, status } = harness({}, product);
    const id = await create(first);
    product.fail('update', 'C');
    const next = template({ A: thing({ Name: 'a' }), B: thing({ Name: { Ref: 'A' } }), C: thing({ Name: 'new' }) });
    await update(id, next);
    expect(await stack(id)).toMatchObject({
      Status: 'ROLLBACK_FAILED',
      StatusReason: 'Resource ROLLBACK failed: Exception: resources.C: C does not want to update',
      RollbackFailedRootReason: 'Resource UPDATE failed: Exception: resources.C: C does not want to update',
    });
    product.recover();
    await update(id, next);
    expect(await status(id)).toBe('UPDATE_COMPLETE');
    expect(await stack(id)).not.toHaveProperty('RollbackFailedRootReason');
  });

  it('stays UPDATE_FAILED when the stack was created without rollback', async () => {
    const product = new FakeProduct();
    const { create, update, status } = harness({}, product);
    const id = await create(first, { DisableRollback: true });
    product.fail('update', 'A');
    await update(id, template({ A: thing({ Name: 'x' }) }));
    expect(await status(id)).toBe('UPDATE_FAILED');
  });

  it('recovers when the delete of a removed resource fails: the rollback takes the resource back', async () => {
    const product = new FakeProduct();
    const { create, update, status, resources } = harness({}, product);
    const id = await create(first);
    product.fail('delete', 'C');
    await update(id, template({ A: thing({ Name: 'a' }), B: thing({ Name: { Ref: 'A' } }) }));
    expect(await status(id)).toBe('ROLLBACK_COMPLETE');
    expect((await resources(id)).C).toMatchObject({ Status: 'UPDATE_COMPLETE', PhysicalResourceId: 'C-2' });
    // The delete may have come half-way: the resource is told what it is to be, although its properties are the same.
    expect(product.steps().slice(-2)).toEqual(['delete C', 'update C']);
    expect(product.existing.size).toBe(3);
  });
});

describe('cancelling', () => {
  it('stops an update after what runs and rolls it back', async () => {
    const product = new FakeProduct();
    const { create, call, status, ros } = harness({}, product);
    const id = await create(template({ A: thing({ Name: '1' }), B: thing({ Name: '1' }, { DependsOn: 'A' }) }));
    const release = product.hold('update', 'A');
    product.calls.length = 0;
    const next = template({ A: thing({ Name: '2' }), B: thing({ Name: '2' }, { DependsOn: 'A' }) });
    await call('UpdateStack', { StackId: id, TemplateBody: body(next) });
    await call('CancelUpdateStack', { StackId: id });
    release();
    await ros.idle();
    expect(await status(id)).toBe('ROLLBACK_COMPLETE');
    expect(product.steps()).toEqual(['update A', 'update A']);
    expect([...product.existing.values()]).toEqual([{ Name: '1' }, { Name: '1' }]);
    expect(await refusal(call('CancelUpdateStack', { StackId: id }))).toMatch(/^400 NotSupported: CancelUpdateStack/);
  });
});
