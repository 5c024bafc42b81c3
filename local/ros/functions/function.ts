/** What a template function is given, and how it says that its arguments are wrong. */
import type { Json } from '../../product.ts';
import { isMap, type JsonMap, kindOf } from '../json.ts';

/** Where functions find the things that a template names. */
export interface Scope {
  /** A parameter or pseudo parameter; undefined when there is none of that name. */
  parameter(name: string): Json | undefined;
  /** The physical id of a resource. Throws `NotYetKnown` when it does not exist yet. */
  reference(logicalId: string): Json;
  /** An attribute of a resource. Throws `NotYetKnown` when it does not exist yet. */
  attribute(logicalId: string, name: string): Json;
  condition(name: string): boolean;
  readonly mappings: JsonMap;
  /** Milliseconds since the epoch. */
  now(): number;
  /** The value of an argument, which may hold functions itself. */
  resolve(value: Json): Json;
}

/** Takes the argument as written: it resolves what it needs, so that `Fn::If` leaves the other branch alone. */
export type TemplateFunction = (argument: Json, scope: Scope) => Json;

/** `Ref: ALIYUN::NoValue`: whatever holds this value drops it. */
export const NO_VALUE: Json = Object.freeze({ 'ALIYUN::NoValue': true });

/** A value depends on a resource that does not exist yet. */
export class NotYetKnown extends Error {
  constructor(logicalId: string) {
    super(`the resource ${logicalId} does not exist yet`);
    this.name = 'NotYetKnown';
  }
}

/** A function cannot work with its arguments. */
export class FunctionError extends Error {
  /** The function that complains; set where it is called. */
  readonly functionName: string | undefined;
  constructor(message: string, functionName?: string) {
    super(message);
    this.name = 'FunctionError';
    this.functionName = functionName;
  }
}

/** A function whose whole argument is resolved first. */
export const eager =
  (apply: (argument: Json, scope: Scope) => Json): TemplateFunction =>
  (argument, scope) =>
    apply(scope.resolve(argument), scope);

/** The argument as a list of at least `least` and at most `most` items. */
export function listOf(value: Json, form: string, least: number, most = least): readonly Json[] {
  if (!Array.isArray(value)) throw new FunctionError(`expects ${form}, it has ${kindOf(value)}`);
  if (value.length < least || value.length > most)
    throw new FunctionError(`expects ${form}, it has ${value.length} items`);
  return value;
}

export function anyList(value: Json | undefined, what: string): readonly Json[] {
  if (!Array.isArray(value)) throw new FunctionError(`expects ${what} to be a list, it is ${kindOf(value)}`);
  return value;
}

export function anyMap(value: Json | undefined, what: string): JsonMap {
  if (!isMap(value)) throw new FunctionError(`expects ${what} to be a map, it is ${kindOf(value)}`);
  return value;
}

/** Text; numbers and booleans are written out, null is empty. */
export function textArgument(value: Json | undefined, what: string): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new FunctionError(`expects ${what} to be a string, it is ${kindOf(value)}`);
}

/** A number, or a string that is one. */
export function numberArgument(value: Json | undefined, what: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw new FunctionError(
    `expects ${what} to be a number, it is ${typeof value === 'string' ? `"${value}"` : kindOf(value)}`,
  );
}

export function integerArgument(value: Json | undefined, what: string, least: number, most: number): number {
  const number = numberArgument(value, what);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new FunctionError(`expects ${what} to be an integer from ${least} to ${most}, it is ${number}`);
}
