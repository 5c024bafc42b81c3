/** ListStackResources: every resource that the stack has or had, in the order of creation. */
import { type RosAction, text } from './context.ts';
import { resourceSummary } from './shapes.ts';

export const listStackResources: RosAction = (ros) => (params) => {
  const stack = ros.stacks.get(text(params, 'StackId'), text(params, 'RegionId'));
  return { Resources: Object.values(stack.resources).map((resource) => resourceSummary(stack, resource)) };
};
