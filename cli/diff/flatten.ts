/** Brings the properties of a resource into a form in which two versions can be compared leaf by leaf. */
import { createHash } from 'node:crypto';
import { isObject, type Json } from '../../cdk/template.ts';
import type { Deployable } from '../../cdk/updates.ts';

/** Longer texts are told by their size and hash: code, mostly. */
const MAX_SHOWN = 120;

/** Path (`A.B[0]`) and value as text, of each leaf. Parameters and mappings are filled in; a secret is never shown. */
export function leavesOf(value: Json | undefined, from: Deployable): Map<string, string> {
  const leaves = new Map<string, string>();
  collect(filledIn(value, from), '', leaves);
  return leaves;
}

function collect(value: Json | undefined, path: string, leaves: Map<string, string>): void {
  if (value === undefined) return;
  if (Array.isArray(value)) {
    value.forEach((item: Json, index) => {
      collect(item, `${path}[${index}]`, leaves);
    });
  } else if (isObject(value) && !isFunction(value)) {
    for (const [key, item] of Object.entries(value)) collect(item, path === '' ? key : `${path}.${key}`, leaves);
  } else {
    leaves.set(path, shown(value));
  }
}

/** `Ref` and `Fn::FindInMap` with literal names; what depends on another resource stays as it is written. */
function filledIn(value: Json | undefined, from: Deployable): Json | undefined {
  if (Array.isArray(value)) return value.map((item: Json) => filledIn(item, from) ?? null);
  if (!isObject(value)) return value;
  const { Ref: ref, 'Fn::FindInMap': place } = value;
  if (typeof ref === 'string') return parameter(ref, from) ?? value;
  if (Array.isArray(place)) return mapped(place, from) ?? value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filledIn(item, from) ?? null]));
}

function parameter(name: string, { template, parameters }: Deployable): Json | undefined {
  return isSecret(template.Parameters[name]) ? '(secret)' : parameters[name];
}

function isSecret(parameter: Json | undefined): boolean {
  return isObject(parameter) && (parameter.NoEcho === true || parameter.NoEcho === 'true');
}

function mapped(place: readonly Json[], { template }: Deployable): Json | undefined {
  return place.reduce<Json | undefined>(
    (found, key) => (isObject(found) && typeof key === 'string' ? found[key] : undefined),
    template.Mappings,
  );
}

/** `{"Fn::GetAtt": …}` is one value, not an object with a member. */
function isFunction(value: { readonly [key: string]: Json }): boolean {
  const [key = '', ...others] = Object.keys(value);
  return others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'));
}

function shown(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length <= MAX_SHOWN) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `${text.length} characters, sha256 ${hash}`;
}
