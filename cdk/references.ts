/** Finds everything in a template that points to something else in it. */
import { isObject, type Json, type Template } from './template.ts';

interface Place {
  /** Such as `Resources.AppServer.Properties.Role`. */
  readonly at: string;
  /** Logical id of the resource that holds the reference. */
  readonly owner: string | undefined;
  readonly name: string;
}

export type Reference =
  | (Place & { readonly kind: 'Ref' | 'DependsOn' | 'Condition' | 'Unknown' })
  | (Place & { readonly kind: 'GetAtt'; readonly attribute: string })
  | (Place & { readonly kind: 'FindInMap'; readonly keys: readonly [string, string] });

/** Functions of ROS that our template may use (ros.md §3.4). */
const FUNCTIONS = [
  'Fn::Join',
  'Fn::Sub',
  'Fn::Replace',
  'Fn::Select',
  'Fn::Split',
  'Fn::If',
  'Fn::Equals',
  'Fn::Not',
  'Fn::And',
  'Fn::Or',
  'Fn::GetAtt',
  'Fn::FindInMap',
];

export function referencesOf(template: Template): Reference[] {
  const resources = Object.entries(template.Resources).flatMap(([id, resource]) => {
    const at = `Resources.${id}`;
    const depends = (resource.DependsOn ?? []).map((name): Reference => ({ kind: 'DependsOn', at, owner: id, name }));
    return [...depends, ...conditionOf(at, id, resource.Condition), ...walk(resource.Properties ?? {}, at, id)];
  });
  const outputs = Object.entries(template.Outputs).flatMap(([name, output]) => {
    const at = `Outputs.${name}`;
    return [...conditionOf(at, undefined, output.Condition), ...walk(output.Value, at, undefined)];
  });
  const conditions = Object.entries(template.Conditions ?? {}).flatMap(([name, expression]) =>
    walk(expression, `Conditions.${name}`, undefined),
  );
  return [...resources, ...outputs, ...conditions];
}

function conditionOf(at: string, owner: string | undefined, name: string | undefined): Reference[] {
  return name === undefined ? [] : [{ kind: 'Condition', at, owner, name }];
}

function walk(value: Json, at: string, owner: string | undefined): Reference[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => walk(item, `${at}[${index}]`, owner));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const place = { at: `${at}.${key}`, owner };
    return [...here(key, member, place), ...walk(member, place.at, owner)];
  });
}

function here(key: string, member: Json, place: Omit<Place, 'name'>): Reference[] {
  if (key === 'Ref') return [{ ...place, kind: 'Ref', name: String(member) }];
  if (key === 'Fn::GetAtt' && Array.isArray(member)) {
    return [{ ...place, kind: 'GetAtt', name: String(member[0]), attribute: String(member[1]) }];
  }
  if (key === 'Fn::FindInMap' && Array.isArray(member)) {
    return [{ ...place, kind: 'FindInMap', name: String(member[0]), keys: [String(member[1]), String(member[2])] }];
  }
  if (key === 'Fn::Sub') return substitutions(member).map((name) => subReference(name, place));
  if (key.startsWith('Fn::') && !FUNCTIONS.includes(key)) return [{ ...place, kind: 'Unknown', name: key }];
  return [];
}

/** `${Name}` and `${Resource.Attribute}` of a body, but not what is given beside it. */
function substitutions(member: Json): string[] {
  const [body, given] = Array.isArray(member) ? member : [member];
  const names = [...String(body).matchAll(/\$\{([^!}][^}]*)\}/g)].map((match) => match[1] ?? '');
  return names.filter((name) => !(isObject(given) && name in given));
}

function subReference(name: string, place: Omit<Place, 'name'>): Reference {
  const [id = '', attribute] = name.split('.');
  return attribute === undefined
    ? { ...place, kind: 'Ref', name: id }
    : { ...place, kind: 'GetAtt', name: id, attribute };
}
