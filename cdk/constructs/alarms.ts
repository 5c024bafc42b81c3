/** Alarms of the AppServer, told to a contact group of CloudMonitor that the account has already. */
import * as ros from '@alicloud/ros-cdk-core';
import type { DeployedFunction } from '../functions/compute.ts';

export interface AlarmsProps {
  /** Name of the contact group; people are added to it in the console. */
  readonly contactGroup: string;
  readonly appServer: Pick<DeployedFunction, 'metricDimensions'>;
  /** Unique in the account; the ids of the rules begin with it. */
  readonly prefix: string;
}

interface Alarm {
  /** Logical id. */
  readonly id: string;
  /** End of the rule's id. */
  readonly name: string;
  /**
   * Of namespace `acs_fc`. Names: help.aliyun.com/en/functioncompute/fc/monitoring-metrics-1 ("Function metrics") and, for
   * FunctionFunctionErrors, the metrics of Function Compute in CloudMonitor's appendix.
   */
  readonly metric: string;
  /** Must hold in each of `minutes` minutes, one after the other. `n` is the metric's value of a minute. */
  readonly holds: (n: string) => string;
  readonly minutes: number;
}

/** Seconds: the finest that Function Compute reports. */
const PERIOD = 60;
const inAMinute = (metric: string): string => `@${metric}[${PERIOD}].$Value`;

/** Single ones come with every cold start that fails, and make a high rate where little is asked. */
const FEW_ERRORS = 5;
const ERROR_PERCENT = 5;

const any = (n: string): string => `${n} >= 1`;

/** Never a division by zero: the timer invokes the AppServer each minute. */
const rate = (n: string): string =>
  `${n} >= ${FEW_ERRORS} && ${n} / ${inAMinute('FunctionTotalInvocations')} >= ${ERROR_PERCENT / 100}`;

const ALARMS: readonly Alarm[] = [
  { id: 'ServerErrorAlarm', name: '5xx', metric: 'FunctionHTTPStatus5xx', holds: rate, minutes: 3 },
  { id: 'FunctionErrorAlarm', name: 'errors', metric: 'FunctionFunctionErrors', holds: any, minutes: 1 },
  { id: 'ConcurrencyAlarm', name: 'concurrency', metric: 'FunctionConcurrencyThrottles', holds: any, minutes: 1 },
  { id: 'InstanceAlarm', name: 'instances', metric: 'FunctionResourceThrottles', holds: any, minutes: 1 },
];

/** Seconds before an alarm that lasts is told again. */
const SILENCE = 3_600;

/**
 * One rule each (help.aliyun.com/en/ros/developer-reference/aliyun-cms-resourcemetricrule); no package of the CDK is needed.
 *
 * Conditions are expressions (alibabacloud.com/help/en/cms/user-guide/alert-rule-expressions). These metrics know the statistic
 * `Value` alone, CloudMonitor refuses any other since August 2024 (…/api-cms-2019-01-01-putresourcemetricrule), and the other
 * form of a condition, `Escalations`, has no such value in ROS. UNCERTAIN: that ROS takes the empty map of what it requires.
 */
export function createAlarms(scope: ros.Construct, { contactGroup, appServer, prefix }: AlarmsProps): void {
  const owner = { userId: ros.RosPseudo.tenantId, region: ros.RosPseudo.region };
  for (const { id, name, metric, holds, minutes } of ALARMS) {
    const properties = {
      RuleId: ros.Fn.join('-', [prefix, name]),
      RuleName: ros.Fn.join('-', [ros.RosPseudo.stackName, name]),
      Namespace: 'acs_fc',
      MetricName: metric,
      Resources: [{ ...owner, ...appServer.metricDimensions }],
      ContactGroups: [contactGroup],
      Period: PERIOD,
      SilenceTime: SILENCE,
      Escalations: {},
      CompositeExpression: { ExpressionRaw: holds(inAMinute(metric)), Level: 'Critical', Times: minutes },
    };
    new ros.RosResource(scope, id, { type: 'ALIYUN::CMS::ResourceMetricRule', properties });
  }
}
