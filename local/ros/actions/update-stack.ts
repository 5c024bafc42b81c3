/** UpdateStack: finds what differs and changes only that. An update of nothing is an error. */
import type { Params } from '../../openapi/service.ts';
import { checkGoal } from '../engine/check-goal.ts';
import { differenceOf } from '../engine/difference.ts';
import { goalOf } from '../engine/engine.ts';
import type { Goal } from '../engine/goal.ts';
import type { Before } from '../engine/operations.ts';
import type { StackRecord } from '../engine/stack.ts';
import { rosError } from '../errors.ts';
import { sameJson } from '../json.ts';
import { checkTemplate } from '../template/check.ts';
import type { GivenParameters } from '../template/parameter-values.ts';
import { parseTemplate } from '../template/parse.ts';
import { callerOf, goalContext, type Ros, type RosAction, text } from './context.ts';
import { givenParameters, givenTags, refuseOptions, templateBody, timeoutInMinutes } from './parameters.ts';

export const updateStack: RosAction = (ros) => (params, context) => {
  const stack = ros.stacks.getIdle(text(params, 'StackId'), text(params, 'RegionId'));
  checkUpdatable(stack);
  const next = nextOf(stack, params);
  const goal = checkedGoal(ros, stack, next);
  const isDryRun = params.DryRun === true;
  if (!isDryRun) startUpdate(ros, stack, next, goal, callerOf(context));
  return { StackId: stack.stackId, ...(isDryRun ? { DryRunResult: {} } : {}) };
};

/** What an update would make of the stack. Throws when that is what it is already. */
export function nextOf(stack: StackRecord, params: Params): Before {
  refuseOptions(params);
  const body = templateBody(params);
  const next: Before = {
    templateBody: body,
    parameters: nextParameters(stack, body, params),
    tags: params.Tags === undefined ? stack.tags : givenTags(params),
    timeoutInMinutes: timeoutInMinutes(params, stack.timeoutInMinutes),
  };
  if (params.DryRun !== true && isSame(stack, next)) throw rosError.completelySame();
  return next;
}

/** With `UsePreviousParameters`, parameters that are not passed keep their value if the new template still has them. */
function nextParameters(stack: StackRecord, body: string, params: Params): GivenParameters {
  const given = givenParameters(params);
  if (params.UsePreviousParameters !== true) return given;
  const { parameters } = parseTemplate(body);
  const kept = Object.entries(stack.parameters).filter(([name]) => parameters.has(name));
  return { ...Object.fromEntries(kept), ...given };
}

/** A stack whose last operation failed may be given the same again. */
function isSame(stack: StackRecord, next: Before): boolean {
  if (!stack.status.endsWith('_COMPLETE')) return false;
  const [now, then] = [goalOf(stack), goalOf(next)];
  return (
    sameJson(now.template.source, then.template.source) &&
    sameJson(Object.fromEntries(now.values), Object.fromEntries(then.values)) &&
    sameJson(stack.tags, next.tags)
  );
}

export function checkUpdatable(stack: StackRecord): void {
  const refused =
    stack.status.startsWith('CREATE_ROLLBACK') ||
    stack.status.startsWith('DELETE') ||
    stack.status === 'REVIEW_IN_PROGRESS';
  if (refused) throw rosError.statusRefuses(stack.stackName, stack.status, 'UpdateStack');
}

/** Throws for a change that the service refuses, where that is known before anything is done. */
export function checkedGoal(ros: Ros, stack: StackRecord, next: Before): Goal {
  const goal = goalOf(next);
  checkTemplate(goal.template, ros.environment.types);
  const context = goalContext(stack, ros);
  checkGoal(goal, context);
  const refused = differenceOf(goal, context).find((change) => change.refused !== undefined);
  if (refused) throw rosError.stackValidationFailed(`Resources.${refused.logicalId}: ${refused.refused}`);
  return goal;
}

export function startUpdate(ros: Ros, stack: StackRecord, next: Before, goal: Goal, callerId: string): void {
  const { templateBody: body, parameters, tags, timeoutInMinutes: minutes } = stack;
  const before = { goal: goalOf(stack), stack: { templateBody: body, parameters, tags, timeoutInMinutes: minutes } };
  Object.assign(stack, next);
  ros.engine.update(stack, goal, before, callerId);
}
