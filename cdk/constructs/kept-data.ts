/**
 * Data that outlived an earlier stack: the parameter `KeptData` names it, and the template leaves it out, because ROS can
 * only create what does not exist yet. The stack then uses that data and never deletes it.
 */
import * as ros from '@alicloud/ros-cdk-core';
import { TABLES } from '../../lambdas/cloud/tables.ts';

/** The Tablestore instance in `KeptData`; tables go by their names. */
export const INSTANCE_ITEM = 'instance';

/** Everything, whatever a later version adds: for people who fill in the console's form. */
const ALL = 'all';

/** Each item of the database, as `KeptData` names it. */
export const DATA_ITEMS: readonly string[] = [INSTANCE_ITEM, ...Object.values(TABLES).map(({ name }) => name)];

/**
 * Holds when the item must be made. Within conditions ROS allows `Fn::Replace` and `Fn::Join`, not the functions that
 * look into lists (help.aliyun.com/en/ros/user-guide/conditions): an item that is listed is what replacing it changes.
 */
export function mustBeMade(scope: ros.Construct, id: string, keptData: ros.RosParameter, item: string) {
  const list = ros.Fn.join('', [',', keptData.valueAsString, ',']);
  return new ros.RosCondition(scope, id, {
    expression: ros.Fn.conditionAnd(
      ros.Fn.conditionNot(ros.Fn.conditionEquals(keptData.value, ALL)),
      ros.Fn.conditionEquals(ros.Fn.replace({ [`,${item},`]: ',' }, list), list),
    ),
  });
}
