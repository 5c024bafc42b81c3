/** The unmodified SDK of the service against the local ROS, over real HTTP with real signatures. */
import { $OpenApiUtil } from '@alicloud/openapi-core';
import * as sdk from '@alicloud/ros20190910';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../local/clock.ts';
import { Faults } from '../../../local/faults.ts';
import { type Gateway, openGateway } from '../../../local/gateway.ts';
import { openApiProduct } from '../../../local/openapi/product.ts';
import type { Identity } from '../../../local/ram/identities.ts';
import { ACCOUNT, body, type Harness, harness, REGION, template, thing } from './harness.ts';

const KEY: Identity = { accessKeyId: 'LTAItest', accessKeySecret: 'secret', principal: 'account' };
const Client = (sdk.default as unknown as { default?: typeof sdk.default }).default ?? sdk.default;

let gateway: Gateway;
let local: Harness;
let client: InstanceType<typeof Client>;

beforeAll(async () => {
  local = harness({ clock: systemClock });
  const openApi = openApiProduct({
    services: [local.ros.service],
    identities: { find: (id) => (id === KEY.accessKeyId ? KEY : undefined), assumeRole: () => KEY, allows: () => true },
    clock: systemClock,
    accountId: ACCOUNT,
    endpoint: () => gateway.endpoint,
  });
  gateway = await openGateway({
    host: '127.0.0.1',
    port: 0,
    exact: true,
    clock: systemClock,
    faults: new Faults(),
    route: (request) => local.ros.route(request) ?? openApi.route(request),
  });
  client = clientWith(KEY.accessKeySecret);
});

afterAll(async () => {
  await local.ros.close();
  await gateway.close();
});

function clientWith(accessKeySecret: string): InstanceType<typeof Client> {
  const endpoint = `127.0.0.1:${gateway.port}`;
  return new Client(
    new $OpenApiUtil.Config({ accessKeyId: KEY.accessKeyId, accessKeySecret, endpoint, protocol: 'http' }),
  );
}

const parametrized = (name: string) =>
  body(
    template(
      { A: thing({ Name: { 'Fn::Sub': `${name}-\${P}` } }), Slow: thing({}, { DependsOn: 'A' }) },
      {
        Parameters: { P: { Type: 'String' } },
        Outputs: { 'Console.Name': { Value: { 'Fn::GetAtt': ['A', 'Name'] } } },
      },
    ),
  );

describe('the SDK @alicloud/ros20190910 (L1)', () => {
  it('creates, reads, updates and deletes a stack', async () => {
    const created = await client.createStack(
      new sdk.CreateStackRequest({
        regionId: REGION,
        stackName: 'sdk',
        templateBody: parametrized('x'),
        timeoutInMinutes: 10,
        disableRollback: false,
        parameters: [new sdk.CreateStackRequestParameters({ parameterKey: 'P', parameterValue: '参 数&=' })],
        tags: [new sdk.CreateStackRequestTags({ key: 'team', value: 'live' })],
        clientToken: 'sdk-1',
      }),
    );
    const stackId = created.body?.stackId ?? '';
    expect(created.body?.requestId).toMatch(/[0-9A-F-]{36}/);
    await local.ros.idle();
    const { body: stack } = await client.getStack(new sdk.GetStackRequest({ regionId: REGION, stackId }));
    expect(stack).toMatchObject({ status: 'CREATE_COMPLETE', stackName: 'sdk', timeoutInMinutes: 10 });
    expect(stack?.outputs).toEqual([{ OutputKey: 'Console.Name', OutputValue: 'x-参 数&=', Description: '' }]);
    expect(stack?.tags?.map(({ key, value }) => [key, value])).toEqual([['team', 'live']]);

    const found = await client.listStacks(
      new sdk.ListStacksRequest({ regionId: REGION, stackName: ['sdk'], pageSize: 50 }),
    );
    expect(found.body?.stacks?.map((item) => item.stackId)).toEqual([stackId]);
    const events = await client.listStackEvents(
      new sdk.ListStackEventsRequest({
        regionId: REGION,
        stackId,
        status: ['CREATE_COMPLETE'],
        pageSize: 2,
        pageNumber: 1,
      }),
    );
    expect(events.body).toMatchObject({ totalCount: 3, pageSize: 2 });
    const resources = await client.listStackResources(new sdk.ListStackResourcesRequest({ regionId: REGION, stackId }));
    expect(resources.body?.resources?.map((item) => [item.logicalResourceId, item.status])).toEqual([
      ['A', 'CREATE_COMPLETE'],
      ['Slow', 'CREATE_COMPLETE'],
    ]);

    await client.updateStack(
      new sdk.UpdateStackRequest({
        regionId: REGION,
        stackId,
        templateBody: parametrized('y'),
        usePreviousParameters: true,
      }),
    );
    await local.ros.idle();
    const updated = await client.getStack(new sdk.GetStackRequest({ regionId: REGION, stackId }));
    expect(updated.body).toMatchObject({ status: 'UPDATE_COMPLETE', outputs: [{ OutputValue: 'y-参 数&=' }] });

    await client.deleteStack(new sdk.DeleteStackRequest({ regionId: REGION, stackId, retainResources: ['Slow'] }));
    await local.ros.idle();
    expect([...local.product.existing.keys()]).toEqual(['Slow-2']);
  });

  it('validates and previews a template', async () => {
    const valid = await client.validateTemplate(
      new sdk.ValidateTemplateRequest({ regionId: REGION, templateBody: parametrized('x') }),
    );
    expect(valid.body?.parameters).toEqual([{ ParameterKey: 'P', Type: 'String' }]);
    const preview = await client.previewStack(
      new sdk.PreviewStackRequest({
        regionId: REGION,
        stackName: 'preview',
        templateBody: parametrized('x'),
        parameters: [new sdk.PreviewStackRequestParameters({ parameterKey: 'P', parameterValue: '1' })],
      }),
    );
    expect(preview.body?.stack?.resources?.map((item) => item.properties)).toEqual([{ Name: 'x-1' }, {}]);
  });

  it.each<[string, () => Promise<unknown>, string, number]>([
    [
      'an unknown stack',
      () => client.getStack(new sdk.GetStackRequest({ regionId: REGION, stackId: 'x' })),
      'StackNotFound',
      404,
    ],
    [
      'a broken template',
      () => client.validateTemplate(new sdk.ValidateTemplateRequest({ regionId: REGION, templateBody: '{}' })),
      'InvalidTemplateVersion',
      400,
    ],
    [
      'a wrong secret',
      () => clientWith('wrong').getStack(new sdk.GetStackRequest({ regionId: REGION, stackId: 'x' })),
      'SignatureDoesNotMatch',
      400,
    ],
  ])('gets the error of the service for %s', async (_, work, code, statusCode) => {
    await expect(work()).rejects.toMatchObject({ code, statusCode });
  });

  it('is told that an action exists but is not offered here', async () => {
    await expect(client.listTemplates(new sdk.ListTemplatesRequest({}))).rejects.toThrow(/ListTemplates/);
  });
});

/** Names of the parameters that the SDK can send. */
function namesInSdk(action: string): string[] | undefined {
  const model = Object.entries(sdk).find(([name]) => name.toLowerCase() === `${action}request`.toLowerCase())?.[1] as
    | { names?: () => Record<string, string> }
    | undefined;
  return model?.names ? Object.values(model.names()).sort() : undefined;
}

describe('the rules of the local ROS (L1)', () => {
  it('knows the parameters of every action that the SDK has', () => {
    expect(Object.keys(local.ros.service.rules)).toHaveLength(95);
    for (const [action, { request }] of Object.entries(local.ros.service.rules)) {
      const expected = namesInSdk(action);
      if (expected) expect([action, request.map(({ name }) => name).sort()]).toEqual([action, expected]);
    }
  });
});
