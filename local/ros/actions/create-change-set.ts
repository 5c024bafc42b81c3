/** CreateChangeSet: works out a create or an update and keeps it. The service does it in the background, here it is done at once. */
import type { Params } from '../../openapi/service.ts';
import type { ChangeSetRecord } from '../change-sets.ts';
import { differenceOf } from '../engine/difference.ts';
import { goalOf } from '../engine/engine.ts';
import { setStackStatus } from '../engine/history.ts';
import type { Before } from '../engine/operations.ts';
import type { StackRecord } from '../engine/stack.ts';
import { rosError } from '../errors.ts';
import { goalContext, type Ros, type RosAction, text } from './context.ts';
import { keepStack, newStack } from './new-stack.ts';
import { choice } from './parameters.ts';
import { checkedGoal, checkUpdatable, nextOf } from './update-stack.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,254}$/;

export const createChangeSet: RosAction = (ros) => (params) => {
  if (!NAME.test(text(params, 'ChangeSetName'))) {
    throw rosError.invalidParameter('ChangeSetName', 'it should have up to 255 letters, digits, - and _');
  }
  const type = choice(params, 'ChangeSetType', ['UPDATE', 'CREATE', 'IMPORT'], 'UPDATE');
  if (type === 'IMPORT') throw rosError.notLocal('ChangeSetType IMPORT', 'use CREATE or UPDATE');
  const { stack, next } = type === 'CREATE' ? reviewed(ros, params) : updated(ros, params);
  const changeSet: ChangeSetRecord = {
    changeSetId: ros.environment.newId(),
    changeSetName: text(params, 'ChangeSetName'),
    changeSetType: type,
    description: text(params, 'Description'),
    stackId: stack.stackId,
    stackName: stack.stackName,
    regionId: stack.regionId,
    createTimeMs: ros.environment.clock.now(),
    next,
    changes: differenceOf(goalOf(next), { ...goalContext(stack, ros), masked: true }),
    executionStatus: 'AVAILABLE',
  };
  if (type === 'CREATE' && !ros.stacks.all().includes(stack)) {
    keepStack(ros, stack);
    setStackStatus(stack, 'REVIEW_IN_PROGRESS', 'the stack waits for a change set to be executed', ros.environment);
  }
  ros.changeSets.add(changeSet);
  return { ChangeSetId: changeSet.changeSetId, StackId: stack.stackId };
};

/** A stack that is under review already may get another change set. */
function reviewed(ros: Ros, params: Params): { stack: StackRecord; next: Before } {
  const { stack } = newStack(ros, params);
  const existing = ros.stacks.named(stack.stackName, stack.regionId);
  if (existing && existing.status !== 'REVIEW_IN_PROGRESS') throw rosError.stackExists(stack.stackName);
  const { templateBody, parameters, tags, timeoutInMinutes } = stack;
  return { stack: existing ?? stack, next: { templateBody, parameters, tags, timeoutInMinutes } };
}

function updated(ros: Ros, params: Params): { stack: StackRecord; next: Before } {
  if (params.StackId === undefined) throw rosError.missingParameter('StackId');
  const stack = ros.stacks.getIdle(text(params, 'StackId'), text(params, 'RegionId'));
  checkUpdatable(stack);
  const next = nextOf(stack, params);
  checkedGoal(ros, stack, next);
  return { stack, next };
}
