/** Typed reads of parameters that `checkParameters` has already converted. */
import type { Json } from '../product.ts';
import type { Params } from './service.ts';

/** The text of a parameter; an absent one, or an empty one, is undefined. */
export function text(params: Params, name: string): string | undefined {
  const value = params[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A parameter that the rule marks as required, hence present. */
export function requiredText(params: Params, name: string): string {
  const value = text(params, name);
  if (value === undefined) throw new Error(`${name} is not a text: the action's rule should require it`);
  return value;
}

export function number(params: Params, name: string): number | undefined {
  const value = params[name];
  return typeof value === 'number' ? value : undefined;
}

export function flag(params: Params, name: string): boolean | undefined {
  const value = params[name];
  return typeof value === 'boolean' ? value : undefined;
}

/** A list of texts; undefined when the parameter was not sent. */
export function texts(params: Params, name: string): string[] | undefined {
  const value = params[name];
  return Array.isArray(value) ? value.map(String) : undefined;
}

/** A list of objects; undefined when the parameter was not sent. */
export function objects(params: Params, name: string): { readonly [key: string]: Json }[] | undefined {
  const value = params[name];
  return Array.isArray(value) ? value.filter(isObject) : undefined;
}

export function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
