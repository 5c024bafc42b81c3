/** CreateStack: checks everything that can be checked, then creates in the background. */
import { rosError } from '../errors.ts';
import { callerOf, type RosAction } from './context.ts';
import { keepStack, newStack } from './new-stack.ts';

export const createStack: RosAction = (ros) => (params, context) => {
  const { stack, goal } = newStack(ros, params);
  if (ros.stacks.named(stack.stackName, stack.regionId)) throw rosError.stackExists(stack.stackName);
  keepStack(ros, stack);
  ros.engine.create(stack, goal, callerOf(context));
  return { StackId: stack.stackId };
};
