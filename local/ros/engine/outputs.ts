/** Evaluates the Outputs of a template when its resources are there. */
import type { Json } from '../../product.ts';
import type { OutputDefinition } from '../template/template.ts';
import { type Goal, type GoalEvaluator, MASK } from './goal.ts';
import type { StackOutput } from './stack.ts';

export function evaluatedOutputs(goal: Goal, evaluator: GoalEvaluator): StackOutput[] {
  return [...goal.template.outputs.values()]
    .filter((output) => evaluator.isOn(output))
    .map((output) => ({
      key: output.key,
      value: shown(output, evaluator.resolve(output.value, `Outputs.${output.key}.Value`)),
      description: output.description ?? '',
      ...(output.label !== undefined ? { label: output.label } : {}),
    }));
}

/** The value of an output with NoEcho is kept nowhere. */
function shown({ noEcho }: OutputDefinition, value: Json): Json {
  return noEcho ? MASK : value;
}
