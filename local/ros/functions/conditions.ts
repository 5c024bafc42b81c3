/** Condition functions: Fn::If, And, Or, Not, Equals. An operand is a condition's name or another function. */
import type { Json } from '../../product.ts';
import { isMap, kindOf, sameJson } from '../json.ts';
import { FunctionError, listOf, type Scope, type TemplateFunction } from './function.ts';

/** Only the chosen branch is looked at. */
export const fnIf: TemplateFunction = (argument, scope) => {
  const [condition, then, otherwise] = listOf(argument, '[condition, value if true, value if false]', 3);
  return scope.resolve((isTrue(condition as Json, scope) ? then : otherwise) as Json);
};

export const and: TemplateFunction = (argument, scope) =>
  listOf(argument, 'a list of 2 to 10 conditions', 2, 10).every((operand) => isTrue(operand, scope));

export const or: TemplateFunction = (argument, scope) =>
  listOf(argument, 'a list of 2 to 10 conditions', 2, 10).some((operand) => isTrue(operand, scope));

export const not: TemplateFunction = (argument, scope) => {
  const operand = Array.isArray(argument) ? listOf(argument, 'one condition', 1)[0] : argument;
  return !isTrue(operand as Json, scope);
};

/** Types count: the number 1 is not the text "1". UNCERTAIN whether the service is as strict. */
export const equals: TemplateFunction = (argument, scope) => {
  const [left, right] = listOf(argument, '[value, value]', 2);
  return sameJson(scope.resolve(left as Json), scope.resolve(right as Json));
};

/** Whether an operand holds: the name of a condition, `{Condition: name}`, or anything that gives a boolean. */
export function isTrue(operand: Json, scope: Scope): boolean {
  const name = conditionName(operand);
  if (name !== undefined) return scope.condition(name);
  const value = scope.resolve(operand);
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new FunctionError(`expects a condition, it has ${kindOf(value)}`);
}

/** The condition that an operand names; undefined when it is an expression. */
export function conditionName(operand: Json): string | undefined {
  if (typeof operand === 'string' && operand !== 'true' && operand !== 'false') return operand;
  if (!isMap(operand) || Object.keys(operand).length !== 1) return undefined;
  return typeof operand.Condition === 'string' ? operand.Condition : undefined;
}
