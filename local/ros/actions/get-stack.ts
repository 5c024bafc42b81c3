/** GetStack: status, outputs and parameters; secrets are asterisks. */
import type { Json } from '../../product.ts';
import { goalOf } from '../engine/engine.ts';
import { MASK } from '../engine/goal.ts';
import { isPresent, type StackRecord } from '../engine/stack.ts';
import { textOf } from '../json.ts';
import { shownPseudoParameters } from '../template/pseudo-parameters.ts';
import { type RosAction, text } from './context.ts';
import { choice } from './parameters.ts';
import { stackSummary } from './shapes.ts';

export const getStack: RosAction = (ros) => (params) => {
  const stack = ros.stacks.get(text(params, 'StackId'), text(params, 'RegionId'));
  const progress = choice(
    params,
    'ShowResourceProgress',
    ['Disabled', 'EnabledIfCreateStack', 'PercentageOnly'],
    'Disabled',
  );
  const isListed = choice(params, 'OutputOption', ['Enabled', 'Disabled'], 'Enabled') === 'Enabled';
  const goal = goalOf(stack);
  return {
    ...stackSummary(stack),
    Description: textOf(goal.template.description ?? ''),
    TemplateDescription: textOf(goal.template.description ?? ''),
    Parameters: shownParameters(stack, ros.environment.accountId),
    ...(isListed
      ? { Outputs: stack.outputs.map(({ key, value, description }) => outputOf(key, value, description)) }
      : {}),
    ...(stack.ramRoleName === '' ? {} : { RamRoleName: stack.ramRoleName }),
    ...(progress === 'Disabled' ? {} : { ResourceProgress: progressOf(stack, goal.template.resources.size) }),
    ...(stack.rollbackFailedRootReason ? { RollbackFailedRootReason: stack.rollbackFailedRootReason } : {}),
  };
};

function outputOf(OutputKey: string, OutputValue: Json, Description: Json): Json {
  return { OutputKey, OutputValue, Description };
}

export function shownParameters(stack: StackRecord, accountId: string): Json[] {
  const { template, values } = goalOf(stack);
  const own = [...template.parameters.values()].map(({ name, noEcho }): [string, string] => {
    return [name, noEcho ? MASK : (stack.parameters[name] ?? textOf(values.get(name) ?? null))];
  });
  return [...own, ...shownPseudoParameters({ ...stack, accountId })].map(([ParameterKey, ParameterValue]) => ({
    ParameterKey,
    ParameterValue,
  }));
}

/** Percentages of the resources that the last create or update has finished. */
function progressOf(stack: StackRecord, expected: number): Json {
  const records = Object.values(stack.resources).filter(isPresent);
  const count = (outcome: string) => records.filter(({ status }) => status.endsWith(outcome)).length;
  const total = Math.max(expected, records.length);
  const percent = total === 0 ? 100 : Math.floor((100 * count('_COMPLETE')) / total);
  return {
    TotalResourceCount: total,
    SuccessResourceCount: count('_COMPLETE'),
    FailedResourceCount: count('_FAILED'),
    InProgressResourceCount: count('_IN_PROGRESS'),
    PendingResourceCount: total - records.length,
    StackOperationProgress: percent,
    StackActionProgress: percent,
  };
}
