import { describe, expect, it } from 'vitest';
import { expectResource } from '../../cdk/testing.ts';
import { properties, resourcesOf, STAGES, stage, synth } from './support.ts';

const RULE = 'ALIYUN::CMS::ResourceMetricRule';

describe('alarms of a stage', () => {
  it.each([
    'FunctionHTTPStatus5xx',
    'FunctionFunctionErrors',
    'FunctionConcurrencyThrottles',
    'FunctionResourceThrottles',
  ])('watch %s and tell the contact group that it names', async (MetricName) => {
    const { template } = await synth(stage('cn-shanghai', { alarmContactGroup: 'on-call' }));
    expectResource(template, RULE, { MetricName, Namespace: 'acs_fc', ContactGroups: ['on-call'], Period: 60 });
  });

  it('tell a rate of 5xx answers, not a few of them, and only when it lasts', async () => {
    const synthesized = await synth(stage('cn-shanghai', { alarmContactGroup: 'on-call' }));
    expect(properties(synthesized, 'ServerErrorAlarm').CompositeExpression).toEqual({
      ExpressionRaw:
        '@FunctionHTTPStatus5xx[60].$Value >= 5 && @FunctionHTTPStatus5xx[60].$Value / @FunctionTotalInvocations[60].$Value >= 0.05',
      Level: 'Critical',
      Times: 3,
    });
  });

  it('ask for the one statistic that metrics of Function Compute have', async () => {
    const synthesized = await synth(stage('cn-shanghai', { alarmContactGroup: 'on-call' }));
    const expressions = resourcesOf(synthesized, RULE).map(([, { Properties }]) => Properties?.CompositeExpression);
    const statistics = JSON.stringify(expressions).match(/\.\$\w+/g) ?? [];
    expect(statistics.length).toBeGreaterThan(expressions.length);
    expect(new Set(statistics)).toEqual(new Set(['.$Value']));
  });

  it.each([
    ['fc3', ''],
    ['fc2', { 'Fn::GetAtt': ['AppServerService', 'ServiceName'] }],
  ] as const)('on %s are about the AppServer of this account and region', async (compute, serviceName) => {
    const synthesized = await synth(stage('cn-shanghai', { compute, alarmContactGroup: 'on-call' }));
    expect(properties(synthesized, 'ServerErrorAlarm').Resources).toEqual([
      {
        userId: { Ref: 'ALIYUN::TenantId' },
        region: { Ref: 'ALIYUN::Region' },
        serviceName,
        functionName: { 'Fn::GetAtt': ['AppServer', 'FunctionName'] },
      },
    ]);
  });

  it('have ids and names that no other stack has, and wait for CloudMonitor', async () => {
    const synthesized = await synth(stage('cn-shanghai', { alarmContactGroup: 'on-call' }));
    const rules = resourcesOf(synthesized, RULE);
    const ids = rules.map(([, { Properties }]) => JSON.stringify(Properties?.RuleId));
    expect(new Set(ids).size).toBe(rules.length);
    for (const id of ids) expect(id).toContain('{"Ref":"TablestoreInstanceName"}');
    for (const [, { DependsOn }] of rules) expect(DependsOn).toEqual(['EnableCloudMonitor']);
  });

  it('are none, and CloudMonitor is not activated, where no contact group is named', async () => {
    for (const of of STAGES) {
      const synthesized = await synth(of);
      expect(resourcesOf(synthesized, RULE)).toEqual([]);
      expect(synthesized.template.Resources).not.toHaveProperty('EnableCloudMonitor');
    }
  });
});
