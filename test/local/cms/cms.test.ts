import { describe, expect, it } from 'vitest';
import { createCms } from '../../../local/cms/cms.ts';
import type { ResourceContext } from '../../../local/ros/resource-type.ts';

const CONTEXT: ResourceContext = {
  accountId: '1234567890123456',
  regionId: 'cn-shanghai',
  stackId: 'stack-1',
  stackName: 'demo',
  logicalId: 'Alarm',
  clock: { now: () => 0 } as ResourceContext['clock'],
  tags: {},
};

const RULE = {
  RuleId: 'rule-1',
  RuleName: 'demo-5xx',
  Namespace: 'acs_fc',
  MetricName: 'FunctionHTTPStatus5xx',
  Resources: [{ functionName: 'demo' }],
  ContactGroups: ['on-call'],
  Escalations: {},
  CompositeExpression: { ExpressionRaw: '@FunctionHTTPStatus5xx[60].$Value >= 5', Level: 'Critical', Times: 3 },
};

/** Without a condition. */
const { CompositeExpression: FIVE, ...BARE } = RULE;

const AVERAGE = { ComparisonOperator: 'GreaterThanThreshold', Statistics: 'Average', Threshold: '5', Times: 3 };

const expressed = (ExpressionRaw: string) => ({ CompositeExpression: { ...FIVE, ExpressionRaw } });

function opened() {
  const cms = createCms();
  const [type] = cms.resourceTypes;
  if (!type) throw new Error('expected a resource type');
  return { cms, type };
}

describe('an alarm rule of the local cloud', () => {
  it('is made, changed and deleted under its own id', async () => {
    const { cms, type } = opened();
    expect(await type.create(RULE, CONTEXT)).toEqual({
      physicalId: 'rule-1',
      attributes: { RuleId: 'rule-1', RuleName: 'demo-5xx' },
    });
    await type.update('rule-1', { ...RULE, RuleName: 'other' }, RULE, CONTEXT);
    expect(cms.inventory()).toMatchObject({ 'rule-1': { RuleName: 'other', ContactGroups: ['on-call'] } });
    await type.delete('rule-1', RULE, CONTEXT);
    await type.delete('rule-1', RULE, CONTEXT);
    expect(cms.inventory()).toEqual({});
  });

  it('without an id gets one', async () => {
    const { RuleId: _id, ...rule } = RULE;
    expect((await opened().type.create(rule, CONTEXT)).physicalId).toBe('stack-1-Alarm');
  });

  it('is not taken over by a second stack', async () => {
    const { type } = opened();
    await type.create(RULE, CONTEXT);
    await expect(type.create(RULE, { ...CONTEXT, stackId: 'stack-2' })).rejects.toThrow(/an alarm rule rule-1 already/);
  });

  it('takes a ratio of two metrics, and a level of a service whose metrics have averages', async () => {
    const { cms, type } = opened();
    const ratio = '@FunctionHTTPStatus5xx[60].$Value / @FunctionTotalInvocations[60].$Value >= 0.05';
    await type.create({ ...RULE, ...expressed(ratio) }, CONTEXT);
    const ecs = { ...BARE, RuleId: 'rule-2', Namespace: 'acs_ecs_dashboard', Escalations: { Critical: AVERAGE } };
    await type.create(ecs, CONTEXT);
    expect(Object.keys(cms.inventory() as object)).toEqual(['rule-1', 'rule-2']);
  });

  it.each([
    ['no condition', {}, /Critical, Warn and Info/],
    [
      'two kinds of conditions',
      { CompositeExpression: FIVE, Escalations: { Critical: AVERAGE } },
      /exclude each other/,
    ],
    ['an average of Function Compute', expressed('@FunctionHTTPStatus5xx[60].$Average > 1'), /no statistic Average/],
    ['the same as a level', { Escalations: { Warn: AVERAGE } }, /no statistic Average/],
    ['an expression without a metric', expressed('5 > 1'), /cannot be read/],
    ['an expression that is none', expressed('@FunctionHTTPStatus5xx[60].$Value is high'), /cannot be read/],
  ])('refuses %s', async (_case, change, says) => {
    const { cms, type } = opened();
    await expect(type.create({ ...BARE, ...change }, CONTEXT)).rejects.toThrow(says);
    expect(cms.inventory()).toEqual({});
  });

  it('survives a restart', async () => {
    const { cms, type } = opened();
    await type.create(RULE, CONTEXT);
    const next = createCms();
    await next.load(cms.save());
    expect(next.inventory()).toEqual(cms.inventory());
  });
});
