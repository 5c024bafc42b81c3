/** ALIYUN::CMS::ResourceMetricRule (properties: help.aliyun.com/en/ros/developer-reference/aliyun-cms-resourcemetricrule; conditions: …/api-cms-2019-01-01-putresourcemetricrule). */
import { ServiceError } from '../openapi/service.ts';
import type { Json } from '../product.ts';
import type { Properties, PropertyRule, ResourceType } from '../ros/resource-type.ts';

/** By rule id. */
export type Rules = Map<string, Json>;

const OPERATORS = [
  ...['GreaterThanOrEqualToThreshold', 'GreaterThanThreshold', 'LessThanOrEqualToThreshold', 'LessThanThreshold'],
  ...['NotEqualToThreshold', 'GreaterThanYesterday', 'LessThanYesterday', 'GreaterThanLastWeek', 'LessThanLastWeek'],
  ...['GreaterThanLastPeriod', 'LessThanLastPeriod'],
];

const LEVEL: PropertyRule = {
  type: 'map',
  properties: {
    ComparisonOperator: { type: 'string', required: true, allowedValues: OPERATORS },
    Statistics: { type: 'string', required: true, allowedValues: ['Maximum', 'Minimum', 'Average', 'Availability'] },
    Threshold: { type: 'string', required: true },
    Times: { type: 'number', required: true, min: 1 },
  },
};

const EXPRESSION: PropertyRule = {
  type: 'map',
  properties: {
    ExpressionRaw: { type: 'string' },
    ExpressionListJoin: { type: 'string', allowedValues: ['&&', '||'] },
    ExpressionList: { type: 'list' },
    Level: { type: 'string', required: true, allowedValues: ['Critical', 'Warn', 'Info'] },
    Times: { type: 'number', required: true, min: 1 },
  },
  updatable: true,
};

/** `@metric[seconds].$statistic`, as alibabacloud.com/help/en/cms/user-guide/alert-rule-expressions has it. */
const OPERAND = /@([A-Za-z]\w*)\[(\d+)\]\.\$(\w+)/g;

/** What an expression is made of beside its operands. */
const OPERATIONS = /^[\s\d.()+\-*/<>=!&|]*$/;

/** Metrics of Function Compute know no other statistic, and CloudMonitor refuses what a metric does not know since August 2024. */
const STATISTIC_OF: Readonly<Record<string, string>> = { acs_fc: 'Value' };

export function resourceMetricRuleType(rules: Rules): ResourceType {
  return {
    type: 'ALIYUN::CMS::ResourceMetricRule',
    attributes: ['RuleId', 'RuleName'],
    properties: {
      RuleId: { type: 'string', updatable: false },
      RuleName: { type: 'string', updatable: true },
      Namespace: { type: 'string', required: true, updatable: true },
      MetricName: { type: 'string', required: true, updatable: true },
      Resources: { type: 'list', required: true, updatable: true },
      ContactGroups: { type: 'list', required: true, updatable: true, items: { type: 'string' } },
      Escalations: {
        type: 'map',
        required: true,
        updatable: true,
        properties: { Critical: LEVEL, Warn: LEVEL, Info: LEVEL },
      },
      CompositeExpression: EXPRESSION,
      Period: { type: 'number', updatable: true },
      Interval: { type: 'number', updatable: true },
      SilenceTime: { type: 'number', updatable: true },
      EffectiveInterval: { type: 'string', updatable: true },
      NoEffectiveInterval: { type: 'string', updatable: true },
      EmailSubject: { type: 'string', updatable: true },
      NoDataPolicy: { type: 'string', updatable: true, allowedValues: ['KEEP_LAST_STATE', 'INSUFFICIENT_DATA', 'OK'] },
      Webhook: { type: 'string', updatable: true },
      DeletionForce: { type: 'boolean', updatable: true },
    },
    async create(properties, { stackId, logicalId }) {
      const id = String(properties.RuleId ?? `${stackId}-${logicalId}`);
      // The service takes the id of an existing rule for an update of that rule: an accident, where two stacks do it.
      if (rules.has(id)) throw new ServiceError('ParameterInvalid', `There is an alarm rule ${id} already.`);
      return { physicalId: id, attributes: put(rules, id, properties) };
    },
    update: async (id, properties) => put(rules, id, properties),
    async delete(id) {
      rules.delete(id);
    },
  };
}

/** Puts the rule and answers its attributes. */
function put(rules: Rules, id: string, properties: Properties): Readonly<Record<string, Json>> {
  const levels = Object.values((properties.Escalations ?? {}) as { [level: string]: { Statistics: string } });
  const expression = properties.CompositeExpression as { ExpressionRaw?: string } | undefined;
  if (levels.length === 0 && !expression) {
    throw invalid('Escalations needs at least one of Critical, Warn and Info.');
  }
  if (levels.length > 0 && expression) throw invalid('Escalations and CompositeExpression exclude each other.');
  const statistics = [
    ...levels.map(({ Statistics }) => Statistics),
    ...(expression?.ExpressionRaw === undefined ? [] : statisticsIn(expression.ExpressionRaw)),
  ];
  const known = STATISTIC_OF[String(properties.Namespace)];
  const unknown = statistics.find((statistic) => known !== undefined && statistic !== known);
  if (unknown !== undefined) throw invalid(`Metrics of ${properties.Namespace} have no statistic ${unknown}.`);
  rules.set(id, { ...properties });
  return { RuleId: id, RuleName: properties.RuleName ?? '' };
}

function statisticsIn(expression: string): string[] {
  const operands = [...expression.matchAll(OPERAND)];
  if (operands.length === 0 || !OPERATIONS.test(expression.replace(OPERAND, '0'))) {
    throw invalid(`ExpressionRaw cannot be read: ${expression}`);
  }
  return operands.map(([, , , statistic]) => String(statistic));
}

const invalid = (message: string): ServiceError => new ServiceError('ParameterInvalid', message);
