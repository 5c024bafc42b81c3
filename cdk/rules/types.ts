/** Resource types and properties are those of the catalogue (`cdk/catalogue.ts`): a misspelt one is found before ROS ignores it. */
import { CATALOGUE, type Shape } from '../catalogue.ts';
import { isObject, type Json } from '../template.ts';
import type { Found, Rule } from './rule.ts';

export const types: Rule = {
  id: 'types',
  title: 'Each resource has a type of the catalogue, the properties that the type needs, and no others.',
  isHard: true,
  check: ({ Resources }) =>
    Object.entries(Resources).flatMap(([id, { Type, Properties = {} }]) => {
      const entry = CATALOGUE[Type];
      if (!entry) {
        return [{ at: id, message: `${Type} is no type of cdk/catalogue.ts; add it there with its properties` }];
      }
      const missing = entry.required
        .filter((property) => !(property in Properties))
        .map((property) => ({ at: id, message: `${Type} needs the property ${property}` }));
      return [...missing, ...unknownProperties(id, Properties, entry.properties)];
    }),
};

/** Paths that the shape does not have. A function call (`Ref`, `Fn::…`) may stand anywhere. */
function unknownProperties(at: string, value: Json, shape: Shape): Found[] {
  if (shape === true) return [];
  if (Array.isArray(shape)) {
    const [element] = shape as readonly [Shape];
    return Array.isArray(value) ? value.flatMap((item, i) => unknownProperties(`${at}[${i}]`, item, element)) : [];
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    if (key === 'Ref' || key.startsWith('Fn::')) return [];
    const next = (shape as { readonly [property: string]: Shape })[key];
    const path = `${at}.${key}`;
    return next === undefined ? [{ at: path, message: 'unknown property' }] : unknownProperties(path, member, next);
  });
}
