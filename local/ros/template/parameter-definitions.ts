/** Reads the Parameters section: types, constraints and form attributes (ros.md §3.2). */
import type { Json } from '../../product.ts';
import { rosError } from '../errors.ts';
import { isMap, type JsonMap, kindOf } from '../json.ts';
import type { ParameterDefinition, ParameterType } from './template.ts';

const TYPES = ['String', 'Number', 'CommaDelimitedList', 'Json', 'Boolean'];
/** Values that the service reads from another product. */
const REMOTE_TYPES = ['ALIYUN::OOS::Parameter::Value', 'ALIYUN::OOS::SecretParameter::Value'];
const ATTRIBUTES = [
  ...['Type', 'Default', 'AllowedValues', 'AllowedPattern', 'MinLength', 'MaxLength', 'MinValue', 'MaxValue'],
  ...['NoEcho', 'Confirm', 'Description', 'ConstraintDescription', 'Label', 'AssociationProperty'],
  ...['AssociationPropertyMetadata', 'TextArea', 'Required', 'Placeholder'],
];

export function parseParameters(section: JsonMap): Map<string, ParameterDefinition> {
  return new Map(Object.entries(section).map(([name, value]) => [name, parseParameter(name, value)]));
}

function parseParameter(name: string, source: Json): ParameterDefinition {
  const path = `Parameters.${name}`;
  if (!/^[A-Za-z0-9]+$/.test(name)) {
    throw rosError.invalidSchema(`${path}: the name of a parameter can contain only letters and digits`);
  }
  if (!isMap(source)) throw rosError.invalidSchema(`${path} must be a map, it is ${kindOf(source)}`);
  for (const key of Object.keys(source)) {
    if (!ATTRIBUTES.includes(key)) throw rosError.invalidSchema(`${path}.${key} is not an attribute of a parameter`);
  }
  const noEcho = flag(source, 'NoEcho', path);
  const confirm = flag(source, 'Confirm', path);
  if (confirm && !(noEcho && source.Type === 'String')) {
    throw rosError.invalidSchema(`${path}.Confirm is only for parameters of type String with NoEcho`);
  }
  return {
    name,
    type: typeOf(source, path),
    noEcho,
    source,
    ...(source.Default !== undefined ? { default: source.Default } : {}),
    ...allowedValues(source, path),
    ...allowedPattern(source, path),
    ...limit(source, 'MinLength', 'minLength', path),
    ...limit(source, 'MaxLength', 'maxLength', path),
    ...limit(source, 'MinValue', 'minValue', path),
    ...limit(source, 'MaxValue', 'maxValue', path),
    ...(source.ConstraintDescription !== undefined ? { constraintDescription: source.ConstraintDescription } : {}),
  };
}

function typeOf(source: JsonMap, path: string): ParameterType {
  const type = source.Type;
  if (type === undefined) throw rosError.invalidSchema(`${path}.Type is missing`);
  if (typeof type === 'string' && REMOTE_TYPES.includes(type)) {
    throw rosError.notLocal(`${path}: the type ${type}`, 'pass the value as a String');
  }
  if (typeof type !== 'string' || !TYPES.includes(type)) {
    throw rosError.invalidSchema(`${path}.Type "${String(type)}" should be one of ${TYPES.join(', ')}`);
  }
  return type as ParameterType;
}

function flag(source: JsonMap, key: string, path: string): boolean {
  const value = source[key];
  if (value === undefined) return false;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw rosError.invalidSchema(`${path}.${key} must be a boolean, it is ${kindOf(value)}`);
}

function allowedValues(source: JsonMap, path: string): Pick<ParameterDefinition, 'allowedValues'> {
  const value = source.AllowedValues;
  if (value === undefined) return {};
  if (!Array.isArray(value))
    throw rosError.invalidSchema(`${path}.AllowedValues must be a list, it is ${kindOf(value)}`);
  return { allowedValues: value };
}

function allowedPattern(source: JsonMap, path: string): Pick<ParameterDefinition, 'allowedPattern'> {
  const value = source.AllowedPattern;
  if (value === undefined) return {};
  if (typeof value !== 'string')
    throw rosError.invalidSchema(`${path}.AllowedPattern must be a string, it is ${kindOf(value)}`);
  try {
    return { allowedPattern: new RegExp(`^(?:${value})$`, 'su') };
  } catch (error) {
    throw rosError.invalidSchema(`${path}.AllowedPattern is not a regular expression: ${(error as Error).message}`);
  }
}

function limit(source: JsonMap, key: string, name: string, path: string): Record<string, number> {
  const value = source[key];
  if (value === undefined) return {};
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) {
    throw rosError.invalidSchema(`${path}.${key} must be a number, it is ${kindOf(value)}`);
  }
  return { [name]: number };
}
