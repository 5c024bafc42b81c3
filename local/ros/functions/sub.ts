/** Fn::Sub: puts values into a text. `${Parameter}`, `${ALIYUN::Region}`, `${Resource.Attribute}`, `${!As.Written}`. */
import type { Json } from '../../product.ts';
import { textOf } from '../json.ts';
import { anyMap, FunctionError, listOf, NO_VALUE, type Scope, type TemplateFunction } from './function.ts';
import { splitAttribute } from './references.ts';

const VARIABLE = /\$\{([^}]*)\}/g;

export const sub: TemplateFunction = (argument, scope) => {
  const { text, variables } = subParts(argument);
  return text.replace(VARIABLE, (whole, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const key = name.trim();
    const value = Object.hasOwn(variables, key) ? scope.resolve(variables[key] as Json) : named(key, scope);
    if (value === NO_VALUE) throw new FunctionError(`cannot put ALIYUN::NoValue into a text (${whole})`);
    return textOf(value);
  });
};

function named(name: string, scope: Scope): Json {
  const parameter = scope.parameter(name);
  if (parameter !== undefined) return parameter;
  const [resource, attribute] = splitAttribute(name);
  return attribute === '' ? scope.reference(resource) : scope.attribute(resource, attribute);
}

/** The text and the variables of its own map. */
function subParts(argument: Json): { text: string; variables: { [name: string]: Json } } {
  if (typeof argument === 'string') return { text: argument, variables: {} };
  const [text, variables] = listOf(argument, 'a text, or [text, variables]', 1, 2);
  if (typeof text !== 'string') throw new FunctionError('expects its text to be written as a string');
  return { text, variables: variables === undefined ? {} : anyMap(variables, 'the variables') };
}

/** Names that the text reads and that its own map does not give. */
export function subNames(argument: Json): string[] {
  const { text, variables } = subParts(argument);
  return [...text.matchAll(VARIABLE)]
    .map((match) => (match[1] as string).trim())
    .filter((name) => !name.startsWith('!') && !Object.hasOwn(variables, name));
}
