/** Checks that everything a template names exists, and that nothing waits for itself. */
import { findCycle, requirementsOf } from '../engine/graph.ts';
import type { Types } from '../engine/types.ts';
import { rosError, unknownType } from '../errors.ts';
import { FunctionError } from '../functions/function.ts';
import { FUNCTIONS, NOT_LOCAL } from '../functions/registry.ts';
import { isMap, type JsonMap } from '../json.ts';
import { isPseudoParameter } from './pseudo-parameters.ts';
import { type Reference, referencesIn } from './references.ts';
import type { ResourceDefinition, Template } from './template.ts';

/** Throws the service's error for the first thing that is wrong. */
export function checkTemplate(template: Template, types: Types): void {
  for (const resource of template.resources.values()) checkType(resource, types);
  for (const [path, value] of valuesOf(template)) {
    for (const reference of locate(path, () => referencesIn(value, path))) checkReference(reference, template, types);
  }
  for (const resource of template.resources.values()) checkKeys(resource, template);
  for (const output of template.outputs.values()) checkCondition(output.condition, `Outputs.${output.key}`, template);
  const cycle = findCycle(requirementsOf(template)) ?? findCycle(conditionRequirements(template));
  if (cycle) throw rosError.circularDependency(cycle);
}

function checkType({ logicalId, type, properties }: ResourceDefinition, types: Types): void {
  const path = `Resources.${logicalId}`;
  const provider = types.find(type);
  if (!provider) throw unknownType(`${path}.Type`, type, types.names());
  for (const name of Object.keys(properties)) {
    if (!Object.hasOwn(provider.properties, name)) {
      const known = Object.keys(provider.properties).join(', ');
      throw rosError.stackValidationFailed(
        `Property error: ${path}.Properties: Unknown Property ${name}; ${type} has ${known}`,
      );
    }
  }
}

function valuesOf(template: Template): [path: string, value: JsonMap][] {
  return [
    ['Conditions', template.conditions],
    ['Rules', template.rules],
    ...[...template.resources.values()].map((resource): [string, JsonMap] => [
      `Resources.${resource.logicalId}.Properties`,
      resource.properties,
    ]),
    ...[...template.outputs.values()].map((output): [string, JsonMap] => [
      `Outputs.${output.key}`,
      { Value: output.value },
    ]),
  ];
}

function checkReference(reference: Reference, template: Template, types: Types): void {
  switch (reference.kind) {
    case 'function':
      checkFunction(reference.name, reference.path);
      break;
    case 'condition':
      checkCondition(reference.name, reference.path, template);
      break;
    case 'mapping':
      checkMapping(reference, template);
      break;
    case 'name':
    case 'attribute':
      checkName(reference, template, types);
  }
}

function checkName({ kind, name, attribute, path }: Reference, template: Template, types: Types): void {
  const isParameter = template.parameters.has(name) || isPseudoParameter(name);
  const resource = template.resources.get(name);
  const isStatic = path.startsWith('Conditions') || path.startsWith('Rules');
  if (kind === 'name' ? !isParameter && !resource : !resource) throw rosError.invalidTemplateReference(name, path);
  if (resource && isStatic) throw rosError.invalidTemplateReference(name, `${path}, where only parameters can be read`);
  const provider = kind === 'attribute' && resource ? types.find(resource.type) : undefined;
  if (!provider || provider.openAttributes || provider.attributes.includes(attribute ?? '')) return;
  const known = `${provider.type} has ${provider.attributes.join(', ')}`;
  throw rosError.invalidTemplateAttribute(name, attribute ?? '', `${path}; ${known}`);
}

function checkFunction(name: string, path: string): void {
  if (FUNCTIONS.has(name)) return;
  if (NOT_LOCAL.has(name)) throw rosError.notLocal(`${path}: ${name}`, 'write the value or use a parameter');
  throw rosError.stackValidationFailed(`${path}: ${name} is not a function of ROS that the local ROS knows`);
}

function checkCondition(name: string | undefined, path: string, template: Template): void {
  if (name !== undefined && !Object.hasOwn(template.conditions, name))
    throw rosError.invalidTemplateReference(name, path);
}

function checkMapping({ name, keys, path }: Reference, template: Template): void {
  const map = template.mappings[name];
  if (!isMap(map)) throw rosError.invalidTemplateReference(name, path);
  const [first, second] = keys ?? [];
  if (first === undefined) return;
  const values = map[first];
  if (!isMap(values)) throw rosError.invalidTemplateReference(`${name}.${first}`, path);
  if (second !== undefined && !Object.hasOwn(values, second)) {
    throw rosError.invalidTemplateReference(`${name}.${first}.${second}`, path);
  }
}

function checkKeys(resource: ResourceDefinition, template: Template): void {
  const path = `Resources.${resource.logicalId}`;
  checkCondition(resource.condition, `${path}.Condition`, template);
  for (const name of resource.dependsOn) {
    if (!template.resources.has(name)) throw rosError.invalidTemplateReference(name, `${path}.DependsOn`);
  }
  const policy = resource.deletionPolicy;
  if (typeof policy === 'object' && !template.parameters.has(policy.parameter)) {
    throw rosError.invalidTemplateReference(policy.parameter, `${path}.DeletionPolicy`);
  }
}

function conditionRequirements(template: Template): Map<string, Set<string>> {
  return new Map(
    Object.entries(template.conditions).map(([name, value]) => {
      const references = referencesIn(value, `Conditions.${name}`);
      return [name, new Set(references.filter(({ kind }) => kind === 'condition').map((reference) => reference.name))];
    }),
  );
}

function locate<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof FunctionError) throw rosError.stackValidationFailed(`${path}: ${error.message}`);
    throw error;
  }
}
