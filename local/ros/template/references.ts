/** Finds what a value of a template refers to, without evaluating it. */
import type { Json } from '../../product.ts';
import { conditionName } from '../functions/conditions.ts';
import { functionOf } from '../functions/evaluate.ts';
import { attributeOf, splitAttribute } from '../functions/references.ts';
import { subNames } from '../functions/sub.ts';
import { isMap } from '../json.ts';

export interface Reference {
  /** `name`: a parameter or a resource. `function`: a call of that function. */
  readonly kind: 'name' | 'attribute' | 'condition' | 'mapping' | 'function';
  readonly name: string;
  /** Of an attribute: which one. Of a mapping: the literal keys. */
  readonly attribute?: string;
  readonly keys?: readonly (string | undefined)[];
  readonly path: string;
}

/** Throws `FunctionError` for a reference that is not written as one. */
export function referencesIn(value: Json, path: string): Reference[] {
  const call = functionOf(value);
  if (call) {
    const at = `${path}.${call.name}`;
    const own: Reference = { kind: 'function', name: call.name, path };
    return [own, ...named(call.name, call.argument, path), ...nested(call.name, call.argument, at)];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => referencesIn(item, `${path}.${index}`));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => referencesIn(item, `${path}.${key}`));
}

function named(name: string, argument: Json, path: string): Reference[] {
  if (name === 'Ref') return typeof argument === 'string' ? [{ kind: 'name', name: argument, path }] : [];
  if (name === 'Fn::GetAtt') {
    const [resource, attribute] = attributeOf(argument);
    return [{ kind: 'attribute', name: resource, attribute, path }];
  }
  if (name === 'Fn::Sub') return subNames(argument).map((text) => subReference(text, path));
  if (name === 'Fn::FindInMap' && Array.isArray(argument)) {
    const [map, ...keys] = argument.map((key) => (typeof key === 'string' ? key : undefined));
    return map === undefined ? [] : [{ kind: 'mapping', name: map, keys, path }];
  }
  return conditionOperands(name, argument).flatMap((operand) => {
    const condition = conditionName(operand);
    return condition === undefined ? [] : [{ kind: 'condition' as const, name: condition, path }];
  });
}

function subReference(text: string, path: string): Reference {
  const [resource, attribute] = splitAttribute(text);
  return attribute === '' ? { kind: 'name', name: text, path } : { kind: 'attribute', name: resource, attribute, path };
}

/** The arguments that may be names of conditions. */
function conditionOperands(name: string, argument: Json): readonly Json[] {
  const list = Array.isArray(argument) ? argument : [argument];
  if (name === 'Fn::If') return list.slice(0, 1);
  return name === 'Fn::And' || name === 'Fn::Or' || name === 'Fn::Not' ? list : [];
}

function nested(name: string, argument: Json, path: string): Reference[] {
  return name === 'Fn::GetAtt' ? [] : referencesIn(argument, path);
}
