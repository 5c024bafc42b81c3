/** Evaluates values of a template: finds the functions in them and puts their results in their place. */
import type { Json } from '../../product.ts';
import { isMap } from '../json.ts';
import { FunctionError, NO_VALUE, NotYetKnown, type Scope } from './function.ts';
import { FUNCTIONS } from './registry.ts';

/** Stands for a value that is known only when a resource exists. */
export const UNKNOWN: Json = Object.freeze({ 'local-ros:unknown': true });

export interface FunctionCall {
  readonly name: string;
  readonly argument: Json;
}

/** The function call that a value is: a map with the one key `Ref` or `Fn::…`. */
export function functionOf(value: Json): FunctionCall | undefined {
  if (!isMap(value)) return undefined;
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0 || !(name === 'Ref' || name.startsWith('Fn::'))) return undefined;
  return { name, argument: value[name] as Json };
}

/** Where a template's names lead; `resolve` is added here. */
export type Names = Omit<Scope, 'resolve'>;

export interface Evaluator {
  /** Throws `NotYetKnown` or `FunctionError` (with the path). */
  resolve(value: Json, path: string): Json;
  /** As `resolve`, but what is not known yet becomes `UNKNOWN`. */
  resolveKnown(value: Json, path: string): Json;
}

export function evaluator(names: Names): Evaluator {
  const scope: Scope = {
    parameter: (name) => names.parameter(name),
    reference: (id) => names.reference(id),
    attribute: (id, name) => names.attribute(id, name),
    condition: (name) => names.condition(name),
    mappings: names.mappings,
    now: () => names.now(),
    resolve: (value) => walk(value, '', (call) => apply(call, scope)),
  };
  return {
    resolve: (value, path) => walk(value, path, (call, at) => located(at, () => apply(call, scope))),
    resolveKnown: (value, path) =>
      walk(value, path, (call, at) => orUnknown(() => located(at, () => apply(call, scope)))),
  };
}

function apply(call: FunctionCall, scope: Scope): Json {
  try {
    const implementation = FUNCTIONS.get(call.name);
    if (!implementation) throw new FunctionError('is not a function of the local ROS');
    return implementation(call.argument, scope);
  } catch (error) {
    if (!(error instanceof FunctionError) || error.functionName !== undefined) throw error;
    throw new FunctionError(`${call.name} ${error.message}`, call.name);
  }
}

/** Copies a value; results of functions are not looked at again. A list or map drops what has no value. */
function walk(value: Json, path: string, evaluate: (call: FunctionCall, path: string) => Json): Json {
  const call = functionOf(value);
  if (call) return evaluate(call, path);
  if (Array.isArray(value)) {
    return value.map((item, index) => walk(item, `${path}.${index}`, evaluate)).filter((item) => item !== NO_VALUE);
  }
  if (!isMap(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, walk(item, `${path}.${key}`, evaluate)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE));
}

function located(path: string, run: () => Json): Json {
  try {
    return run();
  } catch (error) {
    if (error instanceof FunctionError) throw new FunctionError(`${path}: ${error.message}`, error.functionName);
    throw error;
  }
}

function orUnknown(run: () => Json): Json {
  try {
    return run();
  } catch (error) {
    if (error instanceof NotYetKnown) return UNKNOWN;
    throw error;
  }
}
