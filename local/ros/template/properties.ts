/** Checks the properties of a resource against the rules of its type and converts scalars (P10: numbers as strings). */
import type { Json } from '../../product.ts';
import { rosError } from '../errors.ts';
import { UNKNOWN } from '../functions/evaluate.ts';
import { isMap, isScalar, type JsonMap, kindOf, parseJson, sameJson } from '../json.ts';
import type { PropertyRule } from '../resource-type.ts';

export type PropertyRules = Readonly<Record<string, PropertyRule>>;

/** The properties in their declared types. `UNKNOWN` values pass; `null` is a property that is not set. */
export function checkProperties(rules: PropertyRules, properties: JsonMap, path: string): JsonMap {
  const checked: JsonMap = {};
  for (const [name, value] of Object.entries(properties)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule) throw wrong(path, `Unknown Property ${name}`);
    if (value !== null) checked[name] = checkValue(rule, value, `${path}.${name}`);
  }
  for (const [name, rule] of Object.entries(rules)) {
    if (rule.required && checked[name] === undefined) throw wrong(path, `Property ${name} not assigned`);
  }
  return checked;
}

function checkValue(rule: PropertyRule, value: Json, path: string): Json {
  if (value === UNKNOWN) return value;
  const converted = convert(rule, value, path);
  if (rule.allowedValues && !rule.allowedValues.some((allowed) => allowed === converted)) {
    throw wrong(path, `${JSON.stringify(converted)} should be one of ${rule.allowedValues.map(String).join(', ')}`);
  }
  if (typeof converted === 'string') {
    if (rule.pattern && !rule.pattern.test(converted)) throw wrong(path, `the value should match ${rule.pattern}`);
    checkRange(converted.length, rule.minLength, rule.maxLength, 'the length', path);
  }
  if (Array.isArray(converted))
    checkRange(converted.length, rule.minLength, rule.maxLength, 'the number of items', path);
  if (typeof converted === 'number') checkRange(converted, rule.min, rule.max, 'the value', path);
  return converted;
}

function convert(rule: PropertyRule, value: Json, path: string): Json {
  const expected = (what: string) => wrong(path, `Value must be ${what}, it is ${kindOf(value)}`);
  switch (rule.type) {
    case 'string':
      if (!isScalar(value)) throw expected('a string');
      return String(value);
    case 'number': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isFinite(number)) throw expected('a number');
      return number;
    }
    case 'boolean': {
      const text = isScalar(value) ? String(value).toLowerCase() : '';
      if (text !== 'true' && text !== 'false') throw expected('a boolean');
      return text === 'true';
    }
    case 'list':
      if (!Array.isArray(value)) throw expected('a list');
      return value.map((item, index) => (rule.items ? checkValue(rule.items, item, `${path}.${index}`) : item));
    case 'map':
      if (!isMap(value)) throw expected('a map');
      return rule.properties ? checkProperties(rule.properties, value, path) : value;
    case 'json': {
      const parsed = typeof value === 'string' ? parseJson(value) : value;
      if (!isMap(parsed) && !Array.isArray(parsed)) throw expected('JSON of a map or a list');
      return parsed;
    }
  }
}

function checkRange(value: number, min = -Infinity, max = Infinity, what: string, path: string): void {
  if (value < min) throw wrong(path, `${what} ${value} should be at least ${min}`);
  if (value > max) throw wrong(path, `${what} ${value} should be at most ${max}`);
}

function wrong(path: string, reason: string) {
  return rosError.stackValidationFailed(`Property error: ${path}: ${reason}`);
}

/** Properties that differ although the type cannot change them; paths below the resource. */
export function immutableChanges(rules: PropertyRules, before: JsonMap, after: JsonMap, path = ''): string[] {
  return Object.entries(rules).flatMap(([name, rule]) => {
    const [old, now] = [before[name], after[name]];
    if (sameJson(old, now)) return [];
    if (rule.updatable === false) return hasUnknown(now) ? [] : [`${path}${name}`];
    const isNested = rule.type === 'map' && rule.properties && isMap(old) && isMap(now);
    return isNested ? immutableChanges(rule.properties, old, now, `${path}${name}.`) : [];
  });
}

/** A value that is known only when other resources exist is compared when it is. */
function hasUnknown(value: Json | undefined): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isMap(value) && Object.values(value).some(hasUnknown);
}
