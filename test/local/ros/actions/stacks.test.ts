import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../local/product.ts';
import { FakeProduct } from '../fake-types.ts';
import { body, harness, refusal, template, thing } from '../harness.ts';

const one = template({ A: thing({ Name: 'a' }) });
const given = (others: { [key: string]: Json } = {}) => ({ StackName: 'demo', TemplateBody: body(one), ...others });

describe('CreateStack', () => {
  it('answers at once with the id and creates in the background', async () => {
    const product = new FakeProduct();
    const release = product.hold('create', 'A');
    const { call, ros, status } = harness({}, product);
    const { StackId } = await call('CreateStack', given());
    expect(StackId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await status(String(StackId))).toBe('CREATE_IN_PROGRESS');
    release();
    await ros.idle();
    expect(await status(String(StackId))).toBe('CREATE_COMPLETE');
  });

  it.each<[string, { [key: string]: Json }, RegExp]>([
    ['a name that begins with a hyphen', { StackName: '-x' }, /^400 InvalidParameter: .*StackName/],
    ['a name of 256 letters', { StackName: 'x'.repeat(256) }, /^400 InvalidParameter: .*StackName/],
    [
      'no template',
      { TemplateBody: '' },
      /^400 MissingParameter: The input parameter TemplateBody should be specified\.$/,
    ],
    ['two templates', { TemplateURL: 'https://example.com/t' }, /^400 InvalidParameter: .*TemplateURL/],
    [
      'a template elsewhere',
      { TemplateBody: '', TemplateURL: 'oss://b/t' },
      /^400 NotSupported: .*not supported by the local ROS/,
    ],
    ['a stack policy', { StackPolicyBody: '{}' }, /^400 NotSupported: The parameter StackPolicyBody/],
    ['notification URLs', { NotificationURLs: ['https://x'] }, /^400 NotSupported: The parameter NotificationURLs/],
    [
      'an option that the local ROS lacks',
      { CreateOption: 'AbandonStackOnCreationComplete' },
      /^400 NotSupported: The CreateOption/,
    ],
    ['a timeout of 5 minutes', { TimeoutInMinutes: 5 }, /^400 InvalidParameter: .*TimeoutInMinutes.*10 to 1440/],
    [
      'an unknown protection',
      { DeletionProtection: 'On' },
      /^400 InvalidParameter: .*DeletionProtection.*Enabled, Disabled/,
    ],
    [
      '21 tags',
      { Tags: Array.from({ length: 21 }, (_, n) => ({ Key: `k${n}`, Value: 'v' })) },
      /^400 InvalidParameter: .*Tags/,
    ],
    ['a tag without key', { Tags: [{ Value: 'v' }] }, /^400 MissingParameter: .*Tags\.1\.Key/],
    [
      '201 parameters',
      { Parameters: Array.from({ length: 201 }, (_, n) => ({ ParameterKey: `P${n}`, ParameterValue: '' })) },
      /^400 InvalidParameter: .*Parameters/,
    ],
  ])('refuses %s', async (_, change, error) => {
    const { call, ros } = harness();
    expect(await refusal(call('CreateStack', given(change)))).toMatch(error);
    expect(ros.inventory()).toEqual([]);
  });

  it('refuses a name that exists in the region, and takes it in another', async () => {
    const { create, call } = harness();
    await create(one);
    expect(await refusal(call('CreateStack', given()))).toBe('409 StackExists: The Stack (demo) already exists.');
    expect(await call('CreateStack', given({ RegionId: 'ap-southeast-1' }))).toHaveProperty('StackId');
  });

  it('gives the first answer again for the same ClientToken, and refuses it with other parameters', async () => {
    const { call, ros } = harness();
    const first = await call('CreateStack', given({ ClientToken: 'token-1' }));
    await ros.idle();
    expect(await call('CreateStack', given({ ClientToken: 'token-1' }))).toEqual(first);
    expect(await refusal(call('CreateStack', given({ ClientToken: 'token-1', StackName: 'other' })))).toBe(
      '400 InvalidIdempotenceParameter: The specified parameters are different from before.',
    );
    expect(await refusal(call('CreateStack', given({ ClientToken: 'a b' })))).toMatch(
      /^400 InvalidParameter: .*ClientToken/,
    );
  });
});

describe('a stack on which an operation runs', () => {
  it('refuses another one', async () => {
    const product = new FakeProduct();
    const release = product.hold('create', 'A');
    const { call, ros } = harness({}, product);
    const { StackId } = await call('CreateStack', given());
    const error = '409 ActionInProgress: Stack demo already has an action (CREATE) in progress.';
    expect(await refusal(call('UpdateStack', given({ StackId: StackId ?? '' })))).toBe(error);
    expect(await refusal(call('DeleteStack', { StackId: StackId ?? '' }))).toBe(error);
    release();
    await ros.idle();
  });
});

describe('GetStack', () => {
  it('shows the stack, its outputs and its progress', async () => {
    const { create, call } = harness();
    const withOutput = template({ A: thing() }, { Description: 'd', Outputs: { O: { Value: 1, Description: 'one' } } });
    const StackId = await create(withOutput, {
      TimeoutInMinutes: 30,
      RamRoleName: 'deployer',
      Tags: [{ Key: 'k', Value: 'v' }],
    });
    expect(await call('GetStack', { StackId, ShowResourceProgress: 'EnabledIfCreateStack' })).toMatchObject({
      StackId,
      StackName: 'demo',
      RegionId: 'cn-shanghai',
      Status: 'CREATE_COMPLETE',
      CreateTime: '2026-11-22T08:30:00',
      UpdateTime: '2026-11-22T08:30:00',
      TimeoutInMinutes: 30,
      DisableRollback: false,
      DeletionProtection: 'Disabled',
      RamRoleName: 'deployer',
      TemplateDescription: 'd',
      Tags: [{ Key: 'k', Value: 'v' }],
      Outputs: [{ OutputKey: 'O', OutputValue: 1, Description: 'one' }],
      ResourceProgress: { TotalResourceCount: 1, SuccessResourceCount: 1, StackOperationProgress: 100 },
    });
    expect(await call('GetStack', { StackId, OutputOption: 'Disabled' })).not.toHaveProperty('Outputs');
  });

  it('does not find a stack of another region or none at all', async () => {
    const { create, call } = harness();
    const StackId = await create(one);
    expect(await refusal(call('GetStack', { StackId: 'x' }))).toBe(
      '404 StackNotFound: The Stack (x) could not be found.',
    );
    expect(await refusal(call('GetStack', { StackId, RegionId: 'cn-beijing' }))).toMatch(/^404 StackNotFound/);
  });

  it('still shows a stack that was deleted', async () => {
    const { create, remove, status } = harness();
    const id = await create(one);
    await remove(id);
    expect(await status(id)).toBe('DELETE_COMPLETE');
  });
});

describe('ListStacks', () => {
  it('finds by name, status, id and tag, newest first, by page', async () => {
    const { create, remove, call } = harness();
    const ids: string[] = [];
    for (const StackName of ['live-a', 'live-b', 'other']) {
      ids.push(await create(one, { StackName, Tags: [{ Key: 'name', Value: StackName }] }));
    }
    await remove(ids[2] ?? '');
    const names = async (params: { [key: string]: Json }) =>
      ((await call('ListStacks', params)).Stacks as { StackName: string }[]).map(({ StackName }) => StackName);
    expect(await names({})).toEqual(['live-b', 'live-a']);
    expect(await names({ StackName: ['live-a'] })).toEqual(['live-a']);
    expect(await names({ StackName: ['live-*'] })).toEqual(['live-b', 'live-a']);
    expect(await names({ Status: ['DELETE_COMPLETE'] })).toEqual(['other']);
    expect(await names({ StackIds: [ids[0] ?? ''] })).toEqual(['live-a']);
    expect(await names({ Tag: [{ Key: 'name', Value: 'live-b' }] })).toEqual(['live-b']);
    expect(await names({ StartTime: '2026-11-23T00:00:00' })).toEqual([]);
    expect(await names({ EndTime: '2026-11-23T00:00:00' })).toEqual(['live-b', 'live-a']);
    expect(await call('ListStacks', { PageSize: 1, PageNumber: 2 })).toMatchObject({
      TotalCount: 2,
      PageSize: 1,
      PageNumber: 2,
      Stacks: [{ StackName: 'live-a' }],
    });
    expect(await refusal(call('ListStacks', { PageSize: 51 }))).toMatch(/^400 InvalidParameter: .*PageSize/);
  });
});

describe('what a stack consists of', () => {
  it('is listed with statuses and shown with attributes', async () => {
    const { create, call } = harness();
    const StackId = await create(
      template({ A: thing({ Name: 'a' }, { Description: 'the first', Metadata: { k: 1 } }) }),
    );
    expect((await call('ListStackResources', { StackId })).Resources).toMatchObject([
      {
        LogicalResourceId: 'A',
        PhysicalResourceId: 'A-1',
        ResourceType: 'ALIYUN::FAKE::Thing',
        Status: 'CREATE_COMPLETE',
      },
    ]);
    const shown = await call('GetStackResource', { StackId, LogicalResourceId: 'A', ShowResourceAttributes: true });
    expect(shown).toMatchObject({
      Description: 'the first',
      Metadata: { k: 1 },
      ResourceAttributes: [
        { ResourceAttributeKey: 'Name', ResourceAttributeValue: 'a' },
        { ResourceAttributeKey: 'Url', ResourceAttributeValue: 'https://A-1.example' },
      ],
    });
    expect(await call('GetStackResource', { StackId, LogicalResourceId: 'A' })).not.toHaveProperty(
      'ResourceAttributes',
    );
    expect(await refusal(call('GetStackResource', { StackId, LogicalResourceId: 'B' }))).toBe(
      '404 ResourceNotFound: The Resource (B) could not be found in Stack demo.',
    );
  });

  it('is read as it was given with GetTemplate', async () => {
    const { create, call } = harness();
    const StackId = await create(one);
    expect((await call('GetTemplate', { StackId })).TemplateBody).toBe(body(one));
    expect(await refusal(call('GetTemplate', {}))).toMatch(/^400 MissingParameter: .*StackId/);
    expect(await refusal(call('GetTemplate', { TemplateId: 'x' }))).toMatch(/^400 NotSupported/);
  });
});

describe('PreviewStack', () => {
  it('says what a create and an update would do, without secrets, and does nothing', async () => {
    const { create, call, product } = harness();
    const before = template(
      { A: thing({ Name: { Ref: 'P' } }), Gone: thing() },
      { Parameters: { P: { Type: 'String', NoEcho: true, Default: 'hunter2' } } },
    );
    const preview = await call('PreviewStack', { StackName: 'demo', TemplateBody: body(before) });
    expect(preview.Stack).toMatchObject({
      Resources: [
        { LogicalResourceId: 'A', Action: 'Add', Properties: { Name: '******' } },
        { LogicalResourceId: 'Gone', Action: 'Add' },
      ],
    });
    expect(JSON.stringify(preview)).not.toContain('hunter2');
    expect(product.calls).toEqual([]);
    const StackId = await create(before);
    product.calls.length = 0;
    const after = template({
      A: thing({ Name: 'x' }),
      New: thing({ Name: { Ref: 'A' }, List: [{ Ref: 'Last' }] }),
      Last: thing(),
    });
    const update = await call('PreviewStack', { StackId, TemplateBody: body(after) });
    expect(update.Stack).toMatchObject({
      Resources: [
        {
          LogicalResourceId: 'A',
          Action: 'Modify',
          PhysicalResourceId: 'A-1',
          Replacement: 'False',
          RequiredBy: ['New'],
        },
        { LogicalResourceId: 'New', Action: 'Add', Properties: { Name: 'A-1', List: ['known after creation'] } },
        { LogicalResourceId: 'Last', Action: 'Add' },
        { LogicalResourceId: 'Gone', Action: 'Remove' },
      ],
    });
    expect(product.calls).toEqual([]);
    expect(await refusal(call('PreviewStack', { TemplateBody: body(after) }))).toMatch(
      /^400 MissingParameter: .*StackName/,
    );
  });
});

describe('resource types', () => {
  it('are listed, also by a pattern, and described', async () => {
    const { call } = harness();
    expect(await call('ListResourceTypes', {})).toEqual({
      ResourceTypes: ['ALIYUN::FAKE::Other', 'ALIYUN::FAKE::Thing', 'ALIYUN::ROS::AutoEnableService'],
    });
    expect(await call('ListResourceTypes', { ResourceType: 'ALIYUN::LIVE::*' })).toEqual({ ResourceTypes: [] });
    expect(await call('GetResourceType', { ResourceType: 'ALIYUN::FAKE::Thing' })).toMatchObject({
      Attributes: { Url: {} },
      Properties: { Kind: { Type: 'string', Required: false, UpdateAllowed: false } },
    });
    expect(await refusal(call('GetResourceType', { ResourceType: 'ALIYUN::LIVE::Domain' }))).toMatch(
      /^404 ResourceTypeNotFound/,
    );
  });

  it('cannot be given twice', () => {
    const product = new FakeProduct();
    expect(() => harness({ resourceTypes: [product.type(), product.type()] })).toThrow(/two providers/);
  });

  it('have AutoEnableService, which knows no Live and no VOD', async () => {
    const { create, call, status } = harness();
    const enable = (ServiceName: string) =>
      template({ E: { Type: 'ALIYUN::ROS::AutoEnableService', Properties: { ServiceName } } });
    expect(await status(await create(enable('OTS')))).toBe('CREATE_COMPLETE');
    expect(await refusal(call('CreateStack', { StackName: 'x', TemplateBody: body(enable('Live')) }))).toMatch(
      /"Live" should be one of/,
    );
  });
});
