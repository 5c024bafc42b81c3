import { describe, expect, it } from 'vitest';
import { harness } from './harness.ts';

const { service } = harness().ros;

describe('the ROS API of the local cloud (L1)', () => {
  it('is recognised by its version and answers with the host of the service', () => {
    expect(service).toMatchObject({ product: 'ros', version: '2019-09-10', host: 'ros.aliyuncs.com' });
  });

  it('has a rule for every action that it offers', () => {
    for (const action of Object.keys(service.actions)) expect(service.rules).toHaveProperty(action);
  });

  it.each([
    ['CreateStack', ['RegionId', 'StackName']],
    ['UpdateStack', ['RegionId', 'StackId']],
    ['DeleteStack', ['RegionId', 'StackId']],
    ['GetStack', ['RegionId', 'StackId']],
    ['GetStackResource', ['LogicalResourceId', 'RegionId', 'StackId']],
    ['ExecuteChangeSet', ['ChangeSetId', 'RegionId']],
  ])('requires of %s what the service requires', (action, expected) => {
    const required = service.rules[action]?.request.filter((rule) => rule.required).map(({ name }) => name);
    expect(required?.sort()).toEqual(expected);
  });

  it('takes the template in the body and lists of objects in flat form', () => {
    const rules = new Map(service.rules.CreateStack?.request.map((rule) => [rule.name, rule]));
    expect(rules.get('TemplateBody')).toMatchObject({ type: 'string', in: 'body(formData)' });
    expect(rules.get('Parameters')).toMatchObject({
      type: 'object[]',
      serialize: 'flattened: Name.N / Name.N.Key (1-based)',
      fields: [{ name: 'ParameterKey' }, { name: 'ParameterValue' }],
    });
    expect(rules.get('TimeoutInMinutes')).toMatchObject({ type: 'number', in: 'query' });
  });

  it('asks for a permission on the stack that a call names', () => {
    expect(service.permission('GetStack', { RegionId: 'cn-shanghai', StackId: 's' }, '1')).toEqual({
      action: 'ros:GetStack',
      resource: 'acs:ros:cn-shanghai:1:stack/s',
    });
    expect(service.permission('CreateStack', {}, '1').resource).toBe('acs:ros:*:1:stack/*');
  });
});
