import { describe, expect, it } from 'vitest';
import { DATA_ITEMS } from '../../../cdk/constructs/kept-data.ts';
import { deployedStack, refuseReplacements, refuseSecondRegion } from '../../../cli/stack/deployed.ts';
import { keptData } from '../../../cli/stack/kept-data.ts';
import { TABLES } from '../../../lambdas/cloud/tables.ts';
import { fakeStacks } from './fake-stacks.ts';

const found = (status: string) => ({ stackId: 'id', stackName: 'app-test', status });
const looks = [{ parameters: { AppName: 'live' } }];

describe('what is deployed', () => {
  it('is the template and the parameters of the stack', async () => {
    const template = '{"Resources": {"A": {"Type": "ALIYUN::OTS::Table"}}}';
    const stack = await deployedStack(fakeStacks({ found: found('UPDATE_COMPLETE'), looks, template }), 'app-test');
    expect(stack).toMatchObject({
      template: { Resources: { A: {} }, Parameters: {} },
      parameters: { AppName: 'live' },
    });
  });

  it.each(['CREATE_ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS'])('is nothing when the stack is %s', async (status) => {
    expect(await deployedStack(fakeStacks({ found: found(status), looks }), 'app-test')).toBeUndefined();
  });

  it('is nothing when there is no stack', async () => {
    expect(await deployedStack(fakeStacks({ looks }), 'app-test')).toBeUndefined();
  });

  it.each(['ROSTemplateFormatVersion: "2015-09-01"', '[]', ''])(
    'is not compared when it is no JSON object: %j',
    async (template) => {
      const stack = await deployedStack(fakeStacks({ found: found('CREATE_COMPLETE'), looks, template }), 'app-test');
      expect(stack?.template.Resources).toEqual({});
    },
  );
});

describe('a replacement', () => {
  const table = (name: string) => ({
    template: {
      ROSTemplateFormatVersion: '',
      Parameters: {},
      Outputs: {},
      Resources: { Rooms: { Type: 'ALIYUN::OTS::Table', Properties: { TableName: name } } },
    },
    parameters: {},
  });

  it('is refused with what it would be and a way out', () => {
    expect(() => refuseReplacements('app-test', table('rooms'), table('halls'))).toThrow(
      /app-test cannot change in place:\n {2}Rooms\.TableName: from rooms to halls\n {4}Set the old value again/,
    );
  });

  it('that is none passes', () => {
    expect(() => refuseReplacements('app-test', table('rooms'), table('rooms'))).not.toThrow();
  });
});

describe('a changed region', () => {
  const other = (regionId: string, there: boolean) => ({
    regionId,
    stacks: { find: async () => (there ? found('CREATE_COMPLETE') : undefined) },
  });

  it('is refused when the stack is in another one', async () => {
    const others = [other('eu-central-1', false), other('ap-southeast-1', true)];
    await expect(refuseSecondRegion('app-test', 'cn-shanghai', others)).rejects.toThrow(
      /app-test exists in ap-southeast-1, and the stage now says cn-shanghai/,
    );
  });

  it('is none when there is no stack at all', async () => {
    await expect(
      refuseSecondRegion('app-test', 'cn-shanghai', [other('ap-southeast-1', false)]),
    ).resolves.toBeUndefined();
  });
});

describe('kept data', () => {
  const all = Object.values(TABLES).map(({ name }) => name);

  it.each([
    ['no instance', undefined, undefined, ''],
    ['an instance without tables', undefined, [], 'instance'],
    ['all of it', undefined, all, DATA_ITEMS.join(',')],
    ['a table of somebody else', undefined, ['other', 'rooms'], 'instance,rooms'],
    ['a stack that made its data itself', {}, all, ''],
    ['a stack that found its data', { KeptData: 'instance,rooms' }, all, 'instance,rooms'],
  ] as const)('with %s', (_case, deployed, tables, expected) => {
    expect(keptData(deployed, tables)).toBe(expected);
  });
});
