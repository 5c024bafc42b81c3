/** ListChangeSets: those of one stack, newest first. */

import { changeSetSummary } from './change-set-shapes.ts';
import { type RosAction, text } from './context.ts';
import { page, strings } from './parameters.ts';

export const listChangeSets: RosAction = (ros) => (params) => {
  const stack = ros.stacks.get(text(params, 'StackId'), text(params, 'RegionId'));
  const [names, statuses, executions] = ['ChangeSetName', 'Status', 'ExecutionStatus'].map((name) =>
    strings(params, name),
  );
  const isIn = (list: string[] | undefined, value: string) => !list || list.length === 0 || list.includes(value);
  const wanted = ros.changeSets
    .of(stack.stackId)
    .filter(
      ({ changeSetName, executionStatus }) =>
        isIn(names, changeSetName) && isIn(statuses, 'CREATE_COMPLETE') && isIn(executions, executionStatus),
    );
  const { items, ...paging } = page(params, wanted.reverse());
  return { ...paging, ChangeSets: items.map(changeSetSummary) };
};
