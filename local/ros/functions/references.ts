/** Functions that read what the template names: Ref, Fn::GetAtt, Fn::FindInMap. */
import type { Json } from '../../product.ts';
import { isMap } from '../json.ts';
import { FunctionError, listOf, type TemplateFunction, textArgument } from './function.ts';

export const ref: TemplateFunction = (argument, scope) => {
  const name = textArgument(argument, 'the name');
  return scope.parameter(name) ?? (scope.parameter(name) === null ? null : scope.reference(name));
};

/** The attribute is a name or a path written as one string; custom resources take any. */
export const getAtt: TemplateFunction = (argument, scope) => {
  const [resource, attribute] = attributeOf(argument);
  return scope.attribute(resource, attribute);
};

export function attributeOf(argument: Parameters<TemplateFunction>[0]): [resource: string, attribute: string] {
  const parts = typeof argument === 'string' ? splitAttribute(argument) : argument;
  const [resource, attribute] = listOf(parts, '[resource, attribute]', 2);
  if (typeof resource !== 'string' || typeof attribute !== 'string') {
    throw new FunctionError('expects the resource and the attribute to be written as strings');
  }
  return [resource, attribute];
}

/** `Resource.Attribute`; attribute names may contain dots, logical ids not. */
export function splitAttribute(text: string): [resource: string, attribute: string] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text, ''] : [text.slice(0, dot), text.slice(dot + 1)];
}

export const findInMap: TemplateFunction = (argument, scope) => {
  const [name, first, second] = listOf(argument, '[map, top-level key, second-level key]', 3).map((item) =>
    textArgument(scope.resolve(item), 'each key'),
  ) as [string, string, string];
  let value: Json = scope.mappings;
  let path = 'Mappings';
  for (const key of [name, first, second]) {
    const next: Json | undefined = isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    path += `.${key}`;
    if (next === undefined) throw new FunctionError(`finds no ${path}`);
    value = next;
  }
  return value;
};
