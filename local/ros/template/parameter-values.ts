/** Gives each parameter of a template its value: what the caller passed, else the default; converted and checked. */
import type { Json } from '../../product.ts';
import { rosError } from '../errors.ts';
import { isMap, parseJson } from '../json.ts';
import type { ParameterDefinition, Template } from './template.ts';

/** As passed by a caller: always text. */
export type GivenParameters = Readonly<Record<string, string>>;
export type ParameterValues = ReadonlyMap<string, Json>;

/** Throws `UnknownUserParameter`, `UserParameterMissing`, or `StackValidationFailed` naming the constraint. */
export function parameterValues(template: Template, given: GivenParameters): ParameterValues {
  for (const name of Object.keys(given)) {
    if (!template.parameters.has(name)) throw rosError.unknownUserParameter(name);
  }
  return new Map(
    [...template.parameters.values()].map((definition) => [definition.name, chosenValue(definition, given)]),
  );
}

/** Checks the defaults alone, for ValidateTemplate. */
export function checkDefaults(template: Template): ParameterValues {
  const withDefault = [...template.parameters.values()].filter((definition) => definition.default !== undefined);
  return new Map(withDefault.map((definition) => [definition.name, chosenValue(definition, {})]));
}

function chosenValue(definition: ParameterDefinition, given: GivenParameters): Json {
  const passed = Object.hasOwn(given, definition.name) ? given[definition.name] : undefined;
  const isEmptyDefault = definition.default === null && (passed === undefined || passed === '');
  if (isEmptyDefault) return null;
  const raw = passed ?? definition.default;
  if (raw === undefined) throw rosError.userParameterMissing(definition.name);
  const value = convert(definition, raw);
  check(definition, value);
  return value;
}

function convert(definition: ParameterDefinition, raw: Json): Json {
  switch (definition.type) {
    case 'String':
      return typeof raw === 'object' ? refuse(definition, 'should be a string') : String(raw);
    case 'Number':
      return toNumber(definition, raw);
    case 'Boolean':
      return toBoolean(definition, raw);
    case 'CommaDelimitedList':
      if (Array.isArray(raw)) return raw;
      return String(raw) === ''
        ? []
        : String(raw)
            .split(',')
            .map((item) => item.trim());
    case 'Json': {
      const value = typeof raw === 'string' ? parseJson(raw) : raw;
      return isMap(value) || Array.isArray(value) ? value : refuse(definition, 'should be JSON of a map or a list');
    }
  }
}

function toNumber(definition: ParameterDefinition, raw: Json): number {
  const number = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw;
  return typeof number === 'number' && Number.isFinite(number) ? number : refuse(definition, 'should be a number');
}

function toBoolean(definition: ParameterDefinition, raw: Json): boolean {
  const text = String(raw).toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : refuse(definition, 'should be true or false');
}

function check(definition: ParameterDefinition, value: Json): void {
  const { allowedValues, allowedPattern, minLength, maxLength, minValue, maxValue } = definition;
  const items = Array.isArray(value) ? value : [value];
  if (allowedValues && !items.every((item) => allowedValues.some((allowed) => String(allowed) === String(item)))) {
    refuse(definition, `should be one of ${allowedValues.map(String).join(', ')}`);
  }
  if (allowedPattern && typeof value === 'string' && !allowedPattern.test(value)) {
    refuse(definition, `should match ${definition.source.AllowedPattern}`);
  }
  const length = Array.isArray(value) ? value.length : typeof value === 'string' ? [...value].length : undefined;
  if (length !== undefined) checkRange(definition, length, minLength, maxLength, 'length ');
  if (typeof value === 'number') checkRange(definition, value, minValue, maxValue, '');
}

function checkRange(
  definition: ParameterDefinition,
  value: number,
  min = -Infinity,
  max = Infinity,
  what: string,
): void {
  if (value < min) refuse(definition, `${what}should be at least ${min}, it is ${shown(definition, value)}`);
  if (value > max) refuse(definition, `${what}should be at most ${max}, it is ${shown(definition, value)}`);
}

function shown(definition: ParameterDefinition, value: number): string {
  return definition.noEcho ? 'hidden' : String(value);
}

/** The value itself is not repeated: it may be a secret. */
function refuse(definition: ParameterDefinition, reason: string): never {
  const own = definition.constraintDescription;
  const hint = own === undefined ? '' : ` (${typeof own === 'string' ? own : JSON.stringify(own)})`;
  throw rosError.stackValidationFailed(`Parameter '${definition.name}' is invalid: its value ${reason}${hint}`);
}
