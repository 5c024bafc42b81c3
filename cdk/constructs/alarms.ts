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
   * FunctionFunctionErrors, the metrics of Function Compute in CloudMonitor's appendix. None of them is a rate of 5xx
   * answers, so it is how many there are in a minute.
   */
  readonly metric: string;
  /** In each of `minutes` minutes, one after the other. */
  readonly atLeast: number;
  readonly minutes: number;
}

const ALARMS: readonly Alarm[] = [
  // Single ones come with every cold start that fails; three minutes of them do not.
  { id: 'ServerErrorAlarm', name: '5xx', metric: 'FunctionHTTPStatus5xx', atLeast: 5, minutes: 3 },
  { id: 'FunctionErrorAlarm', name: 'errors', metric: 'FunctionFunctionErrors', atLeast: 1, minutes: 1 },
  { id: 'ConcurrencyAlarm', name: 'concurrency', metric: 'FunctionConcurrencyThrottles', atLeast: 1, minutes: 1 },
  { id: 'InstanceAlarm', name: 'instances', metric: 'FunctionResourceThrottles', atLeast: 1, minutes: 1 },
];

/** Seconds: the finest that Function Compute reports. */
const PERIOD = 60;
/** Seconds before an alarm that lasts is told again. */
const SILENCE = 3_600;

/** One rule each (help.aliyun.com/en/ros/developer-reference/aliyun-cms-resourcemetricrule); no package of the CDK is needed. */
export function createAlarms(scope: ros.Construct, { contactGroup, appServer, prefix }: AlarmsProps): void {
  const owner = { userId: ros.RosPseudo.tenantId, region: ros.RosPseudo.region };
  for (const { id, name, metric, atLeast, minutes } of ALARMS) {
    const properties = {
      RuleId: ros.Fn.join('-', [prefix, name]),
      RuleName: ros.Fn.join('-', [ros.RosPseudo.stackName, name]),
      Namespace: 'acs_fc',
      MetricName: metric,
      Resources: [{ ...owner, ...appServer.metricDimensions }],
      ContactGroups: [contactGroup],
      Period: PERIOD,
      SilenceTime: SILENCE,
      Escalations: {
        Critical: {
          ComparisonOperator: 'GreaterThanOrEqualToThreshold',
          // UNCERTAIN: CloudMonitor lists "Value" for these metrics, the resource type does not allow it.
          Statistics: 'Average',
          Threshold: String(atLeast),
          Times: minutes,
        },
      },
    };
    new ros.RosResource(scope, id, { type: 'ALIYUN::CMS::ResourceMetricRule', properties });
  }
}
