/** PreviewStack: what a create or an update would do; nothing is done. */
import type { Json } from '../../product.ts';
import { type Change, differenceOf, readable } from '../engine/difference.ts';
import { goalOf } from '../engine/engine.ts';
import type { StackRecord } from '../engine/stack.ts';
import { rosError } from '../errors.ts';
import { textOf } from '../json.ts';
import { goalContext, type RosAction, text } from './context.ts';
import { shownParameters } from './get-stack.ts';
import { newStack } from './new-stack.ts';
import { checkedGoal, nextOf } from './update-stack.ts';

export const previewStack: RosAction = (ros) => (params) => {
  if (params.StackId === undefined && params.StackName === undefined) throw rosError.missingParameter('StackName');
  const stack = params.StackId === undefined ? newStack(ros, params).stack : updated();
  const goal = goalOf(stack);
  const changes = differenceOf(goal, { ...goalContext(stack, ros), masked: true });
  return {
    Stack: {
      StackName: stack.stackName,
      RegionId: stack.regionId,
      Description: textOf(goal.template.description ?? ''),
      TemplateDescription: textOf(goal.template.description ?? ''),
      DisableRollback: stack.disableRollback,
      TimeoutInMinutes: stack.timeoutInMinutes,
      Parameters: shownParameters(stack, ros.environment.accountId),
      Resources: changes.map(shown),
    },
  };

  function updated(): StackRecord {
    const current = ros.stacks.getIdle(text(params, 'StackId'), text(params, 'RegionId'));
    const next = nextOf(current, params);
    checkedGoal(ros, current, next);
    return { ...current, ...next };
  }
};

function shown(change: Change): Json {
  return {
    LogicalResourceId: change.logicalId,
    ResourceType: change.type,
    PhysicalResourceId: change.physicalId,
    Action: change.action,
    Description: change.description,
    Properties: readable(change.properties),
    RequiredBy: [...change.requiredBy],
    ...(change.action === 'Modify' ? { Replacement: 'False' } : {}),
  };
}
