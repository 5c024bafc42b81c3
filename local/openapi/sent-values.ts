/** Turns what was sent for one parameter, all strings, into the value that its rule describes. */
import type { Json } from '../product.ts';
import { gatewayError } from './errors.ts';
import type { ParameterRule } from './service.ts';

/** A value, or members by the next segment of a dotted name (`Tag.1.Key`). */
export interface Sent {
  value?: string;
  members?: Map<string, Sent>;
}

export function insertAt(level: Map<string, Sent>, name: string, path: readonly string[], value: string): void {
  const node = level.get(name) ?? {};
  level.set(name, node);
  const [next, ...rest] = path;
  if (next === undefined) {
    node.value = value;
    return;
  }
  node.members ??= new Map();
  insertAt(node.members, next, rest, value);
}

/** Throws `InvalidParameter` naming `path` when what was sent does not have the rule's form. */
export function convert(sent: Sent, rule: ParameterRule, path: string): Json {
  if (rule.serialize?.toLowerCase().startsWith('json')) return convertJson(textOf(sent, path), rule, path);
  if (rule.serialize?.startsWith('comma')) return convertCommaJoined(textOf(sent, path), rule, path);
  if (rule.type.endsWith('[]')) return convertList(sent, rule, path);
  if (rule.type === 'object') return convertMembers(sent, rule, path);
  return scalar(textOf(sent, path), rule.type, path);
}

function textOf(sent: Sent, path: string): string {
  if (sent.value === undefined || sent.members) throw gatewayError.invalid(path, 'a single value is expected');
  return sent.value;
}

function convertList(sent: Sent, rule: ParameterRule, path: string): Json[] {
  if (sent.value !== undefined) throw gatewayError.invalid(path, `a list is expected, as ${path}.1, ${path}.2`);
  const element: ParameterRule = { name: rule.name, type: rule.type.slice(0, -2), fields: rule.fields };
  return [...(sent.members ?? [])]
    .map(([index, member]) => ({ index, member, order: /^[1-9]\d*$/.test(index) ? Number(index) : Number.NaN }))
    .sort((a, b) => a.order - b.order)
    .map(({ index, member, order }) => {
      if (Number.isNaN(order)) throw gatewayError.invalid(`${path}.${index}`, 'lists count from 1');
      return convert(member, element, `${path}.${index}`);
    });
}

function convertMembers(sent: Sent, rule: ParameterRule, path: string): Json {
  if (sent.value !== undefined) throw gatewayError.invalid(path, `members are expected, as ${path}.Name`);
  const object: Record<string, Json> = {};
  for (const [name, member] of sent.members ?? []) {
    object[name] = convert(member, memberRule(rule, name, path), `${path}.${name}`);
  }
  requireMembers(object, rule, path);
  return object;
}

function convertCommaJoined(text: string, rule: ParameterRule, path: string): Json[] {
  const elements = text === '' ? [] : text.split(',');
  return elements.map((element, index) => scalar(element, rule.type.replace('[]', ''), `${path}[${index}]`));
}

function convertJson(text: string, rule: ParameterRule, path: string): Json {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw gatewayError.invalid(path, 'a JSON string is expected');
  }
  checkJson(value, rule, path);
  return value;
}

/** Names and shapes are checked; whether a number inside is a JSON number or a string is left to the action. */
function checkJson(value: Json, rule: ParameterRule, path: string): void {
  if (rule.type.endsWith('[]')) {
    if (!Array.isArray(value)) throw gatewayError.invalid(path, 'a JSON array is expected');
    const element = { ...rule, type: rule.type.slice(0, -2) };
    for (const [index, item] of value.entries()) checkJson(item, element, `${path}[${index}]`);
    return;
  }
  if (rule.type !== 'object' && !rule.type.startsWith('map')) return;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw gatewayError.invalid(path, 'a JSON object is expected');
  }
  if (!rule.fields) return;
  for (const [name, member] of Object.entries(value))
    checkJson(member, memberRule(rule, name, path), `${path}.${name}`);
  requireMembers(value, rule, path);
}

function memberRule(rule: ParameterRule, name: string, path: string): ParameterRule {
  const member = rule.fields?.find((field) => field.name === name);
  if (member) return member;
  const known = rule.fields?.map((field) => field.name).join(', ') ?? 'none';
  throw gatewayError.invalid(`${path}.${name}`, `no such member; known are ${known}`);
}

function requireMembers(value: { readonly [name: string]: Json }, rule: ParameterRule, path: string): void {
  const missing = rule.fields?.find((field) => field.required && value[field.name] === undefined);
  if (missing) throw gatewayError.missing(`${path}.${missing.name}`);
}

function scalar(text: string, type: string, path: string): Json {
  if (type === 'number') {
    if (!/^-?\d+(\.\d+)?$/.test(text)) throw gatewayError.invalid(path, 'a number is expected');
    return Number(text);
  }
  if (type === 'boolean') {
    if (!/^(true|false)$/i.test(text)) throw gatewayError.invalid(path, 'true or false is expected');
    return text.toLowerCase() === 'true';
  }
  return text;
}
