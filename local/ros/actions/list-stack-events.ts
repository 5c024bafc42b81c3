/** ListStackEvents: newest first, by page. UNCERTAIN: the order; times have seconds only. */
import { type RosAction, text } from './context.ts';
import { page, strings } from './parameters.ts';
import { eventSummary } from './shapes.ts';

export const listStackEvents: RosAction = (ros) => (params) => {
  const stack = ros.stacks.get(text(params, 'StackId'), text(params, 'RegionId'));
  const [ids, types, statuses] = ['LogicalResourceId', 'ResourceType', 'Status'].map((name) => strings(params, name));
  const isIn = (list: string[] | undefined, value: string) => !list || list.length === 0 || list.includes(value);
  const wanted = stack.events.filter(
    (event) => isIn(ids, event.logicalId) && isIn(types, event.resourceType) && isIn(statuses, event.status),
  );
  const { items, ...paging } = page(params, wanted.reverse());
  return { ...paging, Events: items.map((event) => eventSummary(stack, event)) };
};
