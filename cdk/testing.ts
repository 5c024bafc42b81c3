/** Assertions on a synthesized template, in a line each, for the tests of forks and of this project; they throw plain Errors. */
import { statementsOf } from './rules/rule.ts';
import { isObject, type Json, type Template, type TemplateResource } from './template.ts';
import { type Deployable, refusedChanges } from './updates.ts';

/**
 * A resource of the type whose properties contain these (nested objects in part, lists as a whole); answers the first
 * one with its logical id. Throws an Error that shows the nearest one.
 */
export function expectResource(
  template: Template,
  type: string,
  properties: { readonly [name: string]: Json } = {},
): { readonly id: string; readonly resource: TemplateResource } {
  const ofType = Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
  if (ofType.length === 0) {
    const types = [...new Set(Object.values(template.Resources).map(({ Type }) => Type))].sort();
    throw new Error(`expected a resource of type ${type}; the template has ${types.join(', ')}`);
  }
  const judged = ofType.map(([id, resource]) => ({ id, resource, missing: missing(resource.Properties, properties) }));
  const nearest = judged.reduce((best, next) => (next.missing.length < best.missing.length ? next : best));
  if (nearest.missing.length === 0) return { id: nearest.id, resource: nearest.resource };
  throw new Error(`expected a ${type} with other properties; nearest is ${nearest.id}: ${nearest.missing.join('; ')}`);
}

/** The role of a function grants the action (`service:Action`). `resource`: part of the name of what it is granted on. */
export function expectGrant(template: Template, functionId: string, action: string, resource = ''): void {
  const role = template.Resources[`${functionId}Role`];
  if (!role) throw new Error(`expected a role "${functionId}Role"; is ${functionId} the logical id of a function?`);
  const granting = statementsOf(role).filter(({ Action }) => listOf(Action).includes(action));
  if (granting.length === 0) throw new Error(`${functionId} is not granted ${action}`);
  const names = granting.flatMap(({ Resource }) => listOf(Resource).map((name) => JSON.stringify(name)));
  if (names.some((name) => name.includes(resource))) return;
  throw new Error(`${functionId} is granted ${action} on ${names.join(', ')}, none of which holds "${resource}"`);
}

/** A stack with the old template can be updated to the new one in place: no resource would have to be replaced. */
export function expectNoReplacement(
  before: Template,
  after: Template,
  parameters: { readonly before?: Deployable['parameters']; readonly after?: Deployable['parameters'] } = {},
): void {
  const changes = refusedChanges(
    { template: before, parameters: { ...defaultsOf(before), ...parameters.before } },
    { template: after, parameters: { ...defaultsOf(after), ...parameters.after } },
  );
  if (changes.length === 0) return;
  const lines = changes.map(({ resource, property, from, to }) => `${resource}.${property}: from ${from} to ${to}`);
  throw new Error(`expected an update in place, but these cannot change:\n  ${lines.join('\n  ')}`);
}

function defaultsOf({ Parameters }: Template): Record<string, string> {
  const given = Object.entries(Parameters).filter(([, { Default }]) => Default !== undefined && Default !== null);
  return Object.fromEntries(given.map(([name, { Default }]) => [name, String(Default)]));
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

/** Paths at which `found` lacks what is wanted. */
function missing(found: Json | undefined, wanted: Json, at = ''): string[] {
  if (isObject(wanted)) {
    const members = isObject(found) ? found : {};
    return Object.entries(wanted).flatMap(([key, value]) => missing(members[key], value, at ? `${at}.${key}` : key));
  }
  if (JSON.stringify(found) === JSON.stringify(wanted)) return [];
  return [`${at || 'value'} is ${JSON.stringify(found) ?? 'missing'}, expected ${JSON.stringify(wanted)}`];
}
