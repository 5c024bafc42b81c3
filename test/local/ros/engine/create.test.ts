import { describe, expect, it } from 'vitest';
import { FakeProduct } from '../fake-types.ts';
import { harness, parameters, template, thing } from '../harness.ts';
import { TestClock, turns } from '../test-clock.ts';

describe('creating a stack', () => {
  it('creates resources after those that they refer to, by Ref, Fn::GetAtt, Fn::Sub or DependsOn', async () => {
    const { create, product, status } = harness();
    const id = await create(
      template({
        D: thing({}, { DependsOn: 'C' }),
        C: thing({ Name: { 'Fn::Sub': `x-\${B.Name}` } }),
        B: thing({ Name: { 'Fn::GetAtt': ['A', 'Name'] } }),
        A: thing({ Name: 'first' }),
      }),
    );
    expect(await status(id)).toBe('CREATE_COMPLETE');
    expect(product.steps()).toEqual(['create A', 'create B', 'create C', 'create D']);
    expect(product.calls.map(({ properties }) => properties.Name)).toEqual(['first', 'first', 'x-first', undefined]);
  });

  it('works on independent resources at the same time, up to Parallelism', async () => {
    const many = Object.fromEntries(['A', 'B', 'C', 'D', 'E'].map((name) => [name, thing()]));
    const unlimited = harness();
    await unlimited.create(template(many));
    expect(unlimited.product.mostAtOnce).toBe(5);
    const limited = harness();
    await limited.create(template(many), { Parallelism: 2 });
    expect(limited.product.mostAtOnce).toBe(2);
  });

  it('records the status of the stack and of each resource as events, with reasons and physical ids', async () => {
    const { create, events, call, stack } = harness();
    const id = await create(template({ A: thing({}), B: thing({ Name: { Ref: 'A' } }) }));
    expect(await events(id)).toEqual([
      'CREATE_IN_PROGRESS demo',
      'CREATE_IN_PROGRESS A',
      'CREATE_COMPLETE A',
      'CREATE_IN_PROGRESS B',
      'CREATE_COMPLETE B',
      'CREATE_COMPLETE demo',
    ]);
    const { Events } = await call('ListStackEvents', {
      StackId: id,
      LogicalResourceId: ['A'],
      Status: ['CREATE_COMPLETE'],
    });
    expect(Events).toMatchObject([
      {
        LogicalResourceId: 'A',
        PhysicalResourceId: 'A-1',
        ResourceType: 'ALIYUN::FAKE::Thing',
        StackId: id,
        StackName: 'demo',
        StatusReason: 'state changed',
        CreateTime: '2026-11-22T08:30:00',
      },
    ]);
    expect((await stack(id)).StatusReason).toBe('Stack CREATE completed successfully');
  });

  it('tells the resource types the stack, its tags and the account', async () => {
    const { create, product } = harness();
    const id = await create(template({ A: thing() }), { Tags: [{ Key: 'team', Value: 'live' }] });
    expect(product.contexts[0]).toMatchObject({
      accountId: '1234567890123456',
      regionId: 'cn-shanghai',
      stackId: id,
      stackName: 'demo',
      logicalId: 'A',
      tags: { team: 'live' },
    });
  });

  it('converts scalars to the declared type of the property (P10)', async () => {
    const { create, product } = harness();
    await create(template({ A: thing({ Size: '12', On: 'true', Name: 7, Map: { Inner: '3' }, Document: '{"a":1}' }) }));
    expect(product.calls[0]?.properties).toEqual({
      Size: 12,
      On: true,
      Name: '7',
      Map: { Inner: 3 },
      Document: { a: 1 },
    });
  });

  it('leaves out a resource whose condition does not hold, and what refers to it gets no value', async () => {
    const { create, product, resources, outputs } = harness();
    const conditional = template(
      {
        Off: thing({}, { Condition: 'Wanted' }),
        On: thing(
          { Name: { Ref: 'Off' }, Size: { 'Fn::If': ['Wanted', 1, { Ref: 'ALIYUN::NoValue' }] } },
          { DependsOn: ['Off'] },
        ),
      },
      {
        Parameters: { Want: { Type: 'String', Default: 'no' } },
        Conditions: { Wanted: { 'Fn::Equals': [{ Ref: 'Want' }, 'yes'] } },
        Outputs: {
          Maybe: { Condition: 'Wanted', Value: { 'Fn::GetAtt': ['Off', 'Url'] } },
          'Console.Url': { Value: { 'Fn::GetAtt': ['On', 'Url'] } },
        },
      },
    );
    const id = await create(conditional);
    expect(product.steps()).toEqual(['create On']);
    expect(product.calls[0]?.properties).toEqual({});
    expect(Object.keys(await resources(id))).toEqual(['On']);
    expect(await outputs(id)).toEqual({ 'Console.Url': 'https://On-1.example' });
  });

  it('takes the chosen branch of a condition that parameters decide', async () => {
    const { create, product } = harness();
    const both = template(
      { A: thing({ Name: { 'Fn::If': ['Big', 'large', 'small'] } }) },
      {
        Parameters: { Size: { Type: 'Number' } },
        Conditions: { Big: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Size' }, 1] }] } },
      },
    );
    await create(both, parameters({ Size: '2' }));
    await create(both, { StackName: 'other', ...parameters({ Size: '1' }) });
    expect(product.calls.map(({ properties }) => properties.Name)).toEqual(['large', 'small']);
  });
});

describe('a create that fails', () => {
  const chain = template({
    A: thing(),
    B: thing({ Name: { Ref: 'A' } }),
    C: thing({ Name: { Ref: 'B' } }),
    Keep: thing({}, { DeletionPolicy: 'Retain' }),
  });

  it('deletes what was created in reverse, and says why', async () => {
    const product = new FakeProduct();
    product.fail('create', 'C');
    const { create, stack, events, resources } = harness({}, product);
    const id = await create(chain);
    const reason = 'Resource CREATE failed: Exception: resources.C: C does not want to create';
    expect(await stack(id)).toMatchObject({ Status: 'CREATE_ROLLBACK_COMPLETE', StatusReason: reason });
    expect(product.existing.size).toBe(0);
    expect(product.steps('delete').filter((step) => step !== 'delete Keep')).toEqual(['delete B', 'delete A']);
    const log = await events(id);
    expect(log).toContain('CREATE_FAILED C');
    expect(log.indexOf('CREATE_ROLLBACK_IN_PROGRESS demo')).toBeLessThan(log.indexOf('DELETE_IN_PROGRESS B'));
    expect(log.at(-1)).toBe('CREATE_ROLLBACK_COMPLETE demo');
    expect((await resources(id)).A?.Status).toBe('DELETE_COMPLETE');
  });

  it('keeps everything for a look when rollback is disabled', async () => {
    const product = new FakeProduct();
    product.fail('create', 'C');
    const { create, status, resources, remove } = harness({}, product);
    const id = await create(chain, { DisableRollback: true });
    expect(await status(id)).toBe('CREATE_FAILED');
    expect((await resources(id)).C).toMatchObject({
      Status: 'CREATE_FAILED',
      StatusReason: 'C does not want to create',
    });
    expect(product.steps('delete')).toEqual([]);
    await remove(id);
    expect(await status(id)).toBe('DELETE_COMPLETE');
    expect([...product.existing.keys()]).toHaveLength(1);
  });

  it('ends CREATE_ROLLBACK_FAILED with both reasons when the rollback fails too, and can then be deleted', async () => {
    const product = new FakeProduct();
    product.fail('create', 'C');
    product.fail('delete', 'B');
    const { create, stack, remove, status } = harness({}, product);
    const id = await create(chain);
    expect(await stack(id)).toMatchObject({
      Status: 'CREATE_ROLLBACK_FAILED',
      StatusReason: 'Resource CREATE_ROLLBACK failed: Exception: resources.B: B does not want to delete',
      RollbackFailedRootReason: 'Resource CREATE failed: Exception: resources.C: C does not want to create',
    });
    product.recover();
    await remove(id);
    expect(await status(id)).toBe('DELETE_COMPLETE');
    expect(product.existing.size).toBe(0);
  });

  it('starts nothing new after a failure but waits for what runs', async () => {
    const product = new FakeProduct();
    product.fail('create', 'A');
    const release = product.hold('create', 'Slow');
    const { create } = harness({}, product);
    const creating = create(template({ A: thing(), Slow: thing(), After: thing({}, { DependsOn: 'Slow' }) }));
    await turns(10);
    expect(product.steps()).toEqual(['create A', 'create Slow']);
    release();
    await creating;
    expect(product.steps()).toEqual(['create A', 'create Slow', 'delete Slow']);
    expect(product.existing.size).toBe(0);
  });

  it('times out after TimeoutInMinutes, and what a slow create still brings about is deleted', async () => {
    const clock = new TestClock();
    const product = new FakeProduct();
    const release = product.hold('create', 'Slow');
    const { create, stack } = harness({ clock }, product);
    const creating = create(template({ Slow: thing() }), { TimeoutInMinutes: 10 });
    await turns(5);
    await clock.advance(10 * 60_000);
    release();
    await turns(10);
    await clock.advance(1_000);
    const id = await creating;
    expect(await stack(id)).toMatchObject({
      Status: 'CREATE_ROLLBACK_COMPLETE',
      StatusReason: 'Resource CREATE failed: Exception: resources.Slow: the operation on stack demo timed out',
    });
    expect(product.existing.size).toBe(0);
  });

  it('fails when an output cannot be evaluated', async () => {
    const { create, stack, product } = harness();
    const id = await create(
      template(
        { A: thing() },
        { Outputs: { X: { Value: { 'Fn::GetJsonValue': ['k', { 'Fn::GetAtt': ['A', 'Url'] }] } } } },
      ),
    );
    expect(await stack(id)).toMatchObject({
      Status: 'CREATE_ROLLBACK_COMPLETE',
      StatusReason: 'Outputs.X.Value: Fn::GetJsonValue expects JSON of a map, it has other text',
    });
    expect(product.existing.size).toBe(0);
  });
});
