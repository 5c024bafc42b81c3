/** Checks a goal as far as it can be evaluated before anything exists: rules, properties, outputs. */
import { rosError } from '../errors.ts';
import { UNKNOWN } from '../functions/evaluate.ts';
import { FunctionError, NotYetKnown } from '../functions/function.ts';
import { isMap, type JsonMap, textOf } from '../json.ts';
import { checkProperties } from '../template/properties.ts';
import { type Goal, type GoalContext, type GoalEvaluator, goalEvaluator } from './goal.ts';

/** Throws the service's error for the first thing that is wrong. What is not known yet is taken to be right. */
export function checkGoal(goal: Goal, context: GoalContext): void {
  const evaluator = goalEvaluator(goal, context);
  try {
    checkRules(goal.template.rules, evaluator);
    for (const resource of goal.template.resources.values()) {
      if (!known(() => evaluator.isOn(resource), true)) continue;
      const path = `Resources.${resource.logicalId}.Properties`;
      const properties = evaluator.resolveKnown(resource.properties, path) as JsonMap;
      checkProperties(context.types.find(resource.type)?.properties ?? {}, properties, path);
      known(() => evaluator.deletionPolicy(resource), 'Delete');
    }
    for (const output of goal.template.outputs.values()) {
      if (known(() => evaluator.isOn(output), true))
        evaluator.resolveKnown(output.value, `Outputs.${output.key}.Value`);
    }
  } catch (error) {
    if (error instanceof FunctionError) throw rosError.stackValidationFailed(error.message);
    throw error;
  }
}

/** ValidateTemplate has no values for parameters without a default. */
function known<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotYetKnown) return otherwise;
    throw error;
  }
}

/** `Rules.<name>: {RuleCondition, Assertions: [{Assert, AssertDescription}]}`. */
function checkRules(rules: JsonMap, evaluator: GoalEvaluator): void {
  for (const [name, rule] of Object.entries(rules)) {
    const path = `Rules.${name}`;
    if (!isMap(rule) || !Array.isArray(rule.Assertions))
      throw rosError.invalidSchema(`${path} must have a list of Assertions`);
    if (rule.RuleCondition !== undefined && !holds(rule.RuleCondition, `${path}.RuleCondition`, evaluator)) continue;
    for (const [index, assertion] of rule.Assertions.entries()) {
      const at = `${path}.Assertions.${index}`;
      if (!isMap(assertion) || assertion.Assert === undefined)
        throw rosError.invalidSchema(`${at} must have an Assert`);
      if (!holds(assertion.Assert, at, evaluator)) {
        throw rosError.stackValidationFailed(`${at} does not hold: ${textOf(assertion.AssertDescription ?? '')}`);
      }
    }
  }
}

function holds(expression: JsonMap[string], path: string, evaluator: GoalEvaluator): boolean {
  const value = evaluator.resolveKnown({ 'Fn::If': [expression, true, false] }, path);
  return value === true || value === UNKNOWN;
}
