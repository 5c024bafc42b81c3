/** Functions on numbers: Fn::Add (lists and maps too), Avg, Max, Min. */
import type { Json } from '../../product.ts';
import { isMap } from '../json.ts';
import { anyList, anyMap, eager, FunctionError, integerArgument, listOf, numberArgument } from './function.ts';

/** Adds numbers, joins lists, or merges maps; all items must be of the same kind. */
export const add = eager((argument) => {
  const values = anyList(argument, 'its argument');
  if (values.length === 0) throw new FunctionError('expects at least one value');
  if (values.every((value) => Array.isArray(value))) return values.flatMap((value) => anyList(value, 'each item'));
  if (values.every((value) => isMap(value)))
    return Object.assign({}, ...values.map((value) => anyMap(value, 'each item')));
  return numbers(values).reduce((sum, value) => sum + value, 0);
});

export const avg = eager((argument) => {
  const [digits, values] = listOf(argument, '[ndigits, numbers]', 2);
  const items = numbers(anyList(values, 'the second item'));
  if (items.length === 0) throw new FunctionError('expects at least one number');
  return round(items.reduce((sum, value) => sum + value, 0) / items.length, digits);
});

export const max = eager((argument) => Math.max(...some(argument)));

export const min = eager((argument) => Math.min(...some(argument)));

export function round(value: number, digits: Json | undefined): number {
  return Number(value.toFixed(integerArgument(digits, 'ndigits', 0, 20)));
}

function some(argument: Json): number[] {
  const values = numbers(anyList(argument, 'its argument'));
  if (values.length === 0) throw new FunctionError('expects at least one number');
  return values;
}

function numbers(values: readonly Json[]): number[] {
  return values.map((value) => numberArgument(value, 'each item'));
}
