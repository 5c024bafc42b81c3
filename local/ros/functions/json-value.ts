/** Fn::GetJsonValue: one value out of JSON text or a map. */
import { isMap, kindOf, parseJson } from '../json.ts';
import { eager, FunctionError, listOf, textArgument } from './function.ts';

export const getJsonValue = eager((argument) => {
  const [key, data] = listOf(argument, '[key, JSON]', 2);
  const name = textArgument(key, 'the key');
  const value = typeof data === 'string' ? parseJson(data) : data;
  if (!isMap(value))
    throw new FunctionError(`expects JSON of a map, it has ${value === undefined ? 'other text' : kindOf(value)}`);
  if (value[name] === undefined) throw new FunctionError(`finds no key ${name}`);
  return value[name];
});
