/** CancelUpdateStack: a create or update that runs starts nothing more and is rolled back. */
import { runningOperation } from '../engine/stack.ts';
import { rosError } from '../errors.ts';
import { type RosAction, text } from './context.ts';
import { choice } from './parameters.ts';

/** Both types wait for the resources that are being worked on; the service stops them sooner with `Quick`. */
export const cancelUpdateStack: RosAction = (ros) => (params) => {
  choice(params, 'CancelType', ['Quick', 'Safe'], 'Safe');
  const stack = ros.stacks.get(text(params, 'StackId'), text(params, 'RegionId'));
  const operation = runningOperation(stack);
  if (operation === 'DELETE' || operation?.endsWith('ROLLBACK'))
    throw rosError.actionInProgress(stack.stackName, operation);
  if (operation === undefined) throw rosError.statusRefuses(stack.stackName, stack.status, 'CancelUpdateStack');
  ros.engine.cancel(stack);
  return {};
};
