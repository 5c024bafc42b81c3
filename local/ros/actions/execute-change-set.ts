/** ExecuteChangeSet: does what the change set says; the other change sets of the stack go. */
import { goalOf } from '../engine/engine.ts';
import { rosError } from '../errors.ts';
import { callerOf, type RosAction, text } from './context.ts';
import { checkedGoal, startUpdate } from './update-stack.ts';

export const executeChangeSet: RosAction = (ros) => (params, context) => {
  const regionId = text(params, 'RegionId');
  const changeSet = ros.changeSets.get(text(params, 'ChangeSetId'), regionId);
  if (changeSet.executionStatus !== 'AVAILABLE') {
    throw rosError.statusRefuses(changeSet.stackName, changeSet.executionStatus, 'ExecuteChangeSet');
  }
  const stack = ros.stacks.getIdle(changeSet.stackId, regionId);
  const callerId = callerOf(context);
  if (changeSet.changeSetType === 'CREATE') {
    Object.assign(stack, changeSet.next);
    ros.engine.create(stack, goalOf(stack), callerId);
  } else {
    startUpdate(ros, stack, changeSet.next, checkedGoal(ros, stack, changeSet.next), callerId);
  }
  changeSet.executionStatus = 'EXECUTE_COMPLETE';
  ros.changeSets.removeOf(stack.stackId, changeSet.changeSetId);
  return {};
};
