/** GetChangeSet: the changes, and on demand the template. */
import type { StackRecord } from '../engine/stack.ts';
import { changeSetSummary, shownChange } from './change-set-shapes.ts';
import { type RosAction, text } from './context.ts';
import { shownParameters } from './get-stack.ts';

export const getChangeSet: RosAction = (ros) => (params) => {
  const changeSet = ros.changeSets.get(text(params, 'ChangeSetId'), text(params, 'RegionId'));
  const stack = ros.stacks.get(changeSet.stackId, changeSet.regionId);
  const planned: StackRecord = { ...stack, ...changeSet.next };
  return {
    ...changeSetSummary(changeSet),
    DisableRollback: stack.disableRollback,
    TimeoutInMinutes: changeSet.next.timeoutInMinutes,
    Parameters: shownParameters(planned, ros.environment.accountId),
    Changes: changeSet.changes.map(shownChange),
    ...(params.ShowTemplate === true ? { TemplateBody: changeSet.next.templateBody } : {}),
  };
};
