/** ListStacks: newest first, by name, id, status and tag; deleted ones appear only when their status is asked for. */
import type { Params } from '../../openapi/service.ts';
import { isDeleted, type StackRecord } from '../engine/stack.ts';
import { rosError } from '../errors.ts';
import { isMap } from '../json.ts';
import { type RosAction, text } from './context.ts';
import { page, strings } from './parameters.ts';
import { stackSummary } from './shapes.ts';

export const listStacks: RosAction = (ros) => (params) => {
  const wanted = ros.stacks
    .all()
    .filter((stack) => stack.regionId === text(params, 'RegionId') && matches(stack, params));
  const { items, ...paging } = page(params, wanted.reverse());
  return { ...paging, Stacks: items.map(stackSummary) };
};

function matches(stack: StackRecord, params: Params): boolean {
  if (params.ParentStackId !== undefined) throw rosError.notLocal('ParentStackId', 'there are no nested stacks');
  const statuses = strings(params, 'Status');
  const names = strings(params, 'StackName');
  const ids = [...strings(params, 'StackIds'), ...(params.StackId === undefined ? [] : [text(params, 'StackId')])];
  // UNCERTAIN whether the service hides deleted stacks without a Status filter when a name or an id is given.
  const isWanted =
    statuses.length > 0 ? statuses.includes(stack.status) : !isDeleted(stack) || ids.includes(stack.stackId);
  return (
    isWanted &&
    (names.length === 0 || names.some((name) => matchesName(stack.stackName, name))) &&
    (ids.length === 0 || ids.includes(stack.stackId)) &&
    isAfter(stack, params, 'StartTime') &&
    !(params.EndTime !== undefined && isAfter(stack, params, 'EndTime')) &&
    matchesTags(stack, params)
  );
}

/** `*` stands for any text. */
function matchesName(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}

function isAfter(stack: StackRecord, params: Params, name: string): boolean {
  if (params[name] === undefined) return true;
  const timeMs = Date.parse(text(params, name).replace(/Z?$/, 'Z'));
  if (Number.isNaN(timeMs)) throw rosError.invalidParameter(name, 'it should be a time such as 2020-03-01T10:00:00');
  return stack.createTimeMs >= timeMs;
}

function matchesTags(stack: StackRecord, params: Params): boolean {
  return (Array.isArray(params.Tag) ? params.Tag : []).every((tag) => {
    if (!isMap(tag) || typeof tag.Key !== 'string') throw rosError.missingParameter('Tag.N.Key');
    return Object.hasOwn(stack.tags, tag.Key) && (tag.Value === undefined || stack.tags[tag.Key] === tag.Value);
  });
}
