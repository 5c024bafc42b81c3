/** DeleteStack: deletes in reverse; resources can be retained by name, all together, or by their DeletionPolicy. */
import { resourceOf } from '../engine/stack.ts';
import { rosError } from '../errors.ts';
import { callerOf, type RosAction, text } from './context.ts';
import { strings } from './parameters.ts';

export const deleteStack: RosAction = (ros) => (params, context) => {
  const stack = ros.stacks.getIdle(text(params, 'StackId'), text(params, 'RegionId'));
  if (stack.deletionProtection === 'Enabled') throw rosError.deletionProtected(stack.stackId);
  const retained = strings(params, 'RetainResources');
  const unknown = retained.find((name) => resourceOf(stack.resources, name) === undefined);
  if (unknown !== undefined) throw rosError.resourceNotFound(unknown, stack.stackName);
  const retainsAll = params.RetainAllResources === true;
  ros.changeSets.removeOf(stack.stackId);
  ros.engine.delete(
    stack,
    (record) => retainsAll || retained.includes(record.logicalId) || record.deletionPolicy === 'Retain',
    callerOf(context),
  );
  return {};
};
