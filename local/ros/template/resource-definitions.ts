/** Reads the Resources section: the keys of each resource and their types, not yet what its type knows. */
import type { Json } from '../../product.ts';
import { rosError } from '../errors.ts';
import { isMap, type JsonMap, kindOf } from '../json.ts';
import type { ResourceDefinition } from './template.ts';

/** The service's pages say 200 and 300; 200 is what the CreateStack page promises (ros.md §3.1). */
const RESOURCE_LIMIT = 200;
const LOGICAL_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,254}$/;
const KEYS = ['Type', 'Properties', 'DependsOn', 'DeletionPolicy', 'Condition', 'Count', 'Metadata', 'Description'];

export function parseResources(section: JsonMap): Map<string, ResourceDefinition> {
  const entries = Object.entries(section);
  if (entries.length > RESOURCE_LIMIT) {
    throw rosError.stackValidationFailed(
      `Resources has ${entries.length} resources, at most ${RESOURCE_LIMIT} are allowed`,
    );
  }
  return new Map(entries.map(([logicalId, value]) => [logicalId, parseResource(logicalId, value)]));
}

function parseResource(logicalId: string, source: Json): ResourceDefinition {
  const path = `Resources.${logicalId}`;
  if (!LOGICAL_ID.test(logicalId)) {
    throw rosError.invalidSchema(
      `${path}: a logical id has up to 255 letters, digits, - and _, and begins with a letter or digit`,
    );
  }
  if (!isMap(source)) throw rosError.invalidSchema(`${path} must be a map, it is ${kindOf(source)}`);
  for (const key of Object.keys(source)) {
    if (!KEYS.includes(key)) throw rosError.invalidTemplateSection(`${path}.${key}`);
  }
  if (source.Count !== undefined) throw rosError.notLocal(`${path}.Count`, 'write the resources out');
  return {
    logicalId,
    type: text(source, 'Type', logicalId) ?? missingType(path),
    properties: map(source, 'Properties', logicalId),
    dependsOn: dependsOn(source.DependsOn, logicalId),
    deletionPolicy: deletionPolicy(source.DeletionPolicy, path),
    metadata: map(source, 'Metadata', logicalId),
    description: text(source, 'Description', logicalId) ?? '',
    ...(source.Condition !== undefined ? { condition: text(source, 'Condition', logicalId) } : {}),
  };
}

function missingType(path: string): never {
  throw rosError.invalidSchema(`${path}.Type is missing`);
}

function text(source: JsonMap, key: string, logicalId: string): string | undefined {
  const value = source[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw wrongType(logicalId, key, 'a string', value);
  return value;
}

function map(source: JsonMap, key: string, logicalId: string): JsonMap {
  const value = source[key];
  if (value === undefined || value === null) return {};
  if (!isMap(value)) throw wrongType(logicalId, key, 'a map', value);
  return value;
}

function dependsOn(value: Json | undefined, logicalId: string): readonly string[] {
  if (value === undefined || value === null) return [];
  const list = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item !== 'string') throw wrongType(logicalId, 'DependsOn', 'a string or a list of strings', item);
    return item;
  });
}

function deletionPolicy(value: Json | undefined, path: string): ResourceDefinition['deletionPolicy'] {
  if (value === undefined) return 'Delete';
  if (value === 'Delete' || value === 'Retain') return value;
  if (isMap(value) && typeof value.Ref === 'string' && Object.keys(value).length === 1) return { parameter: value.Ref };
  throw rosError.invalidSchema(
    `${path}.DeletionPolicy ${JSON.stringify(value)} should be Delete, Retain or a Ref to one parameter`,
  );
}

function wrongType(logicalId: string, key: string, expected: string, value: Json) {
  return rosError.invalidTemplatePropertyType(logicalId, `${key}: expected ${expected}, it is ${kindOf(value)}`);
}
