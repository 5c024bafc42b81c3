/** Reads members of configuration objects; numbers and booleans may arrive as strings (P10). Throws `InvalidArgument`. */
import type { Json } from '../product.ts';
import { fcError } from './errors.ts';
import type { Input } from './records.ts';

export function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(input: Input, key: string): Input | undefined {
  const value = input[key];
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw fcError.invalid(`${key}: expected an object`);
  return value;
}

export function stringAt(input: Input, key: string): string | undefined {
  const value = input[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object') throw fcError.invalid(`${key}: expected a string`);
  return String(value);
}

export function numberAt(
  input: Input,
  key: string,
  range: { readonly min?: number; readonly max?: number } = {},
): number | undefined {
  const text = stringAt(input, key);
  if (text === undefined) return undefined;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = range;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < min || value > max) {
    throw fcError.invalid(`${key} is '${text}': expected a number from ${range.min ?? '-∞'} to ${range.max ?? '∞'}`);
  }
  return value;
}

export function booleanAt(input: Input, key: string): boolean | undefined {
  const text = stringAt(input, key)?.toLowerCase();
  if (text === undefined) return undefined;
  if (text !== 'true' && text !== 'false') throw fcError.invalid(`${key} is '${text}': expected true or false`);
  return text === 'true';
}

export function stringsAt(input: Input, key: string): string[] | undefined {
  const value = input[key];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw fcError.invalid(`${key}: expected a list`);
  return value.map((item) => {
    if (typeof item === 'object') throw fcError.invalid(`${key}: expected a list of strings`);
    return String(item);
  });
}
