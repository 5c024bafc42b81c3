/** A stack as its creator describes it: checked, but not yet kept or created. */
import type { Params } from '../../openapi/service.ts';
import { checkGoal } from '../engine/check-goal.ts';
import { goalOf } from '../engine/engine.ts';
import type { Goal } from '../engine/goal.ts';
import { isDeleted, type StackRecord } from '../engine/stack.ts';
import { rosError } from '../errors.ts';
import { checkTemplate } from '../template/check.ts';
import { goalContext, type Ros, text } from './context.ts';
import {
  choice,
  givenParameters,
  givenTags,
  integer,
  refuseOptions,
  templateBody,
  timeoutInMinutes,
} from './parameters.ts';

/** Stacks of an account that are not deleted (ros.md §3.1); read as of all regions together, which is UNCERTAIN. */
const MOST_STACKS = 200;
const STACK_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,254}$/;

export function newStack(ros: Ros, params: Params): { stack: StackRecord; goal: Goal } {
  refuseOptions(params);
  const stack = stackOf(ros, params);
  if (!STACK_NAME.test(stack.stackName)) {
    throw rosError.invalidParameter(
      'StackName',
      'it should have up to 255 letters, digits, - and _, and begin with a letter or a digit',
    );
  }
  const goal = goalOf(stack);
  checkTemplate(goal.template, ros.environment.types);
  checkGoal(goal, goalContext(stack, ros));
  return { stack, goal };
}

/** Keeps a stack that is new. Throws when the account has as many as it may. */
export function keepStack(ros: Ros, stack: StackRecord): void {
  if (ros.stacks.all().filter((each) => !isDeleted(each)).length >= MOST_STACKS) {
    throw rosError.tooManyStacks(MOST_STACKS);
  }
  ros.stacks.add(stack);
}

function stackOf(ros: Ros, params: Params): StackRecord {
  return {
    stackId: ros.environment.newId(),
    stackName: text(params, 'StackName'),
    regionId: text(params, 'RegionId'),
    resourceGroupId: text(params, 'ResourceGroupId'),
    status: 'CREATE_IN_PROGRESS',
    statusReason: '',
    createTimeMs: ros.environment.clock.now(),
    templateBody: templateBody(params),
    parameters: givenParameters(params),
    tags: givenTags(params),
    disableRollback: params.DisableRollback === true,
    timeoutInMinutes: timeoutInMinutes(params, 60),
    deletionProtection: choice(params, 'DeletionProtection', ['Enabled', 'Disabled'], 'Disabled'),
    ramRoleName: text(params, 'RamRoleName'),
    parallelism: integer(params, 'Parallelism', 0, 0, Number.MAX_SAFE_INTEGER),
    resources: {},
    outputs: [],
    events: [],
  };
}
