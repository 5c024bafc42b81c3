/** Functions on lists and maps: Fn::Select, ListMerge, MergeMapToList, SelectMapList, Index, Length, Contains, Any, EachMemberIn. */
import type { Json } from '../../product.ts';
import { isMap, type JsonMap, sameJson } from '../json.ts';
import { anyList, anyMap, eager, FunctionError, listOf, NO_VALUE, textArgument } from './function.ts';

/** By index, by slice `start:stop:step`, or by key of a map. Nothing found: the default, else an empty string. */
export const select = eager((argument) => {
  const [index, from, fallback] = listOf(argument, '[index, list or map, default]', 2, 3);
  const otherwise = fallback ?? '';
  const key = textArgument(index, 'the index');
  if (isMap(from)) return from[key] ?? otherwise;
  const list = typeof from === 'string' ? from.split(',') : anyList(from, 'the second item');
  if (key.includes(':')) return slice(list, key);
  if (!/^-?\d+$/.test(key)) throw new FunctionError(`expects an index, a slice or the key of a map, it has "${key}"`);
  return list.at(Number(key)) ?? otherwise;
});

function slice(list: readonly Json[], text: string): Json[] {
  const [start, stop, step] = text.split(':').map((part) => (part.trim() === '' ? undefined : Number(part)));
  if ([start, stop, step].some((part) => part !== undefined && !Number.isInteger(part)) || (step ?? 1) < 1) {
    throw new FunctionError(`expects a slice start:stop:step with a positive step, it has "${text}"`);
  }
  return list.slice(start, stop).filter((_, position) => position % (step ?? 1) === 0);
}

export const listMerge = eager((argument) =>
  anyList(argument, 'its argument')
    .filter((list) => list !== NO_VALUE && list !== null)
    .flatMap((list) => anyList(list, 'each item')),
);

/** `[{a: [1, 2]}, {b: [3]}]` → `[{a: 1, b: 3}, {a: 2, b: 3}]`: the last value of a shorter list is repeated. */
export const mergeMapToList = eager((argument) => {
  const columns = anyList(argument, 'its argument').flatMap((map) =>
    Object.entries(anyMap(map, 'each item')).map(
      ([key, values]) => [key, anyList(values, `the value of ${key}`)] as const,
    ),
  );
  const length = Math.max(0, ...columns.map(([, values]) => values.length));
  return Array.from({ length }, (_, row) => {
    const merged: JsonMap = {};
    for (const [key, values] of columns) merged[key] = values[Math.min(row, values.length - 1)] ?? null;
    return merged;
  });
});

export const selectMapList = eager((argument) => {
  const [key, maps] = listOf(argument, '[key, list of maps]', 2);
  const name = textArgument(key, 'the key');
  return anyList(maps, 'the second item')
    .map((map) => anyMap(map, 'each item of the list')[name])
    .filter((value) => value !== undefined);
});

/** UNCERTAIN: what the service answers when the item is not there; here it is an error. */
export const index = eager((argument) => {
  const [item, list] = listOf(argument, '[item, list]', 2);
  const found = anyList(list, 'the second item').findIndex((member) => sameJson(member, item));
  if (found < 0) throw new FunctionError(`finds no ${JSON.stringify(item)} in the list`);
  return found;
});

export const length = eager((argument) => {
  if (typeof argument === 'string') return [...argument].length;
  return isMap(argument) ? Object.keys(argument).length : anyList(argument, 'its argument').length;
});

export const contains = eager((argument) => {
  const [list, item] = listOf(argument, '[list, item]', 2);
  return anyList(list, 'the first item').some((member) => sameJson(member, item as Json));
});

export const any = eager((argument) =>
  anyList(argument, 'its argument').some((value) => value === true || value === 'true'),
);

export const eachMemberIn = eager((argument) => {
  const [members, list] = listOf(argument, '[list, list]', 2);
  const allowed = anyList(list, 'the second item');
  return anyList(members, 'the first item').every((member) => allowed.some((item) => sameJson(item, member)));
});
