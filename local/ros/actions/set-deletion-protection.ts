/** SetDeletionProtection: a protected stack cannot be deleted. */
import { isDeleted } from '../engine/stack.ts';
import { rosError } from '../errors.ts';
import { type RosAction, text } from './context.ts';
import { choice } from './parameters.ts';

export const setDeletionProtection: RosAction = (ros) => (params) => {
  const stack = ros.stacks.get(text(params, 'StackId'), text(params, 'RegionId'));
  if (isDeleted(stack)) throw rosError.stackNotFound(stack.stackId);
  stack.deletionProtection = choice(params, 'DeletionProtection', ['Enabled', 'Disabled'], 'Disabled');
  return {};
};
