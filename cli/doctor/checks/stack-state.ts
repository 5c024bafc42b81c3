/** Whether the stage has a stack, and whether it can be changed now. */
import { isEmptyShell, isUpdatable, verdictOf } from '../../stack/status.ts';
import { type Check, ok } from '../check.ts';

export const stackState: Check = {
  id: 'stack',
  title: 'Stack',
  isPreflight: false,
  needsCloud: true,
  run: async ({ stack, stage }) => {
    const found = await stack();
    if (!found) return [ok(`${stage.stackName} does not exist yet: the next deployment creates it.`)];
    const { status } = found;
    if (isUpdatable(status)) return [ok(`${stage.stackName} is ${status}.`)];
    if (verdictOf(status) === 'running') {
      const mend = 'Wait for its end; "live-stack deploy" watches it.';
      return [{ verdict: 'warning', says: `${stage.stackName} is being changed now: ${status}.`, mend }];
    }
    if (isEmptyShell(status)) {
      return [
        { verdict: 'warning', says: `${stage.stackName} holds nothing (${status}): the next deployment replaces it.` },
      ];
    }
    const mend = `Run "live-stack destroy --stage ${stage.name}" and deploy again.`;
    return [{ verdict: 'problem', says: `${stage.stackName} is ${status} and cannot be updated.`, mend }];
  },
};
