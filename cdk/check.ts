/** Checks a synthesized template for what neither the CDK nor ROS finds before deployment (ros.md §4.7). */
import { CATALOGUE, type Shape } from './catalogue.ts';
import { referencesOf } from './references.ts';
import { isObject, type Json, type JsonObject, type Template, type TemplateResource } from './template.ts';

/** UTF-8 bytes of a template (ros.md §3.1). */
export const MAX_TEMPLATE_BYTES = 524_288;
/** The lower of two documented limits (ros.md §3.1). */
export const MAX_RESOURCES = 200;
const MAX_PARAMETERS = 200;
/** All environment variables of one function together (function-compute.md §6). */
const MAX_ENVIRONMENT_BYTES = 4_096;

const PSEUDO = ['StackName', 'StackId', 'Region', 'AccountId', 'TenantId', 'ResourceGroupId', 'NoValue', 'Index'].map(
  (name) => `ALIYUN::${name}`,
);

/** Every problem as one sentence that names the place; empty when the template is sound. */
export function checkTemplate(template: Template): string[] {
  return [
    ...checkLimits(template),
    ...checkReferences(template),
    ...Object.entries(template.Resources).flatMap(([id, resource]) => checkResource(id, resource)),
    ...checkCycles(template),
  ];
}

function checkLimits(template: Template): string[] {
  const problems: string[] = [];
  const resources = Object.keys(template.Resources).length;
  if (resources > MAX_RESOURCES) problems.push(`Resources: expected at most ${MAX_RESOURCES}, got ${resources}`);
  const parameters = Object.keys(template.Parameters);
  if (parameters.length > MAX_PARAMETERS) {
    problems.push(`Parameters: expected at most ${MAX_PARAMETERS}, got ${parameters.length}`);
  }
  for (const name of [...parameters, ...Object.keys(template.Resources)]) {
    if (!/^[A-Za-z0-9]+$/.test(name)) problems.push(`${name}: expected letters and digits only`);
  }
  for (const name of parameters) {
    if (name in template.Resources) problems.push(`${name}: a parameter and a resource share this name`);
  }
  return problems;
}

function checkReferences(template: Template): string[] {
  const { Parameters, Mappings, Conditions, Resources } = template;
  const isKnown = (name: string) => name in Parameters || name in Resources || PSEUDO.includes(name);
  return referencesOf(template).flatMap((reference): string[] => {
    const { at } = reference;
    switch (reference.kind) {
      case 'Ref':
        return isKnown(reference.name) ? [] : [`${at}: Ref names "${reference.name}", which does not exist`];
      case 'DependsOn':
        return reference.name in Resources ? [] : [`${at}: DependsOn names "${reference.name}", which is no resource`];
      case 'Condition':
        return Conditions && reference.name in Conditions ? [] : [`${at}: there is no condition "${reference.name}"`];
      case 'FindInMap':
        return hasMapping(Mappings?.[reference.name], reference.keys) ? [] : [`${at}: the mapping has no such key`];
      case 'GetAtt':
        return checkAttribute(at, reference.name, reference.attribute, Resources[reference.name]);
      default:
        return [`${at}: "${reference.name}" is no function of ROS`];
    }
  });
}

function hasMapping(mapping: JsonObject | undefined, [top, second]: readonly [string, string]): boolean {
  const entry = mapping?.[top];
  return isObject(entry) && second in entry;
}

function checkAttribute(at: string, id: string, attribute: string, target: TemplateResource | undefined): string[] {
  if (!target) return [`${at}: Fn::GetAtt names "${id}", which is no resource`];
  const known = CATALOGUE[target.Type]?.attributes ?? [];
  if (known === 'any' || known.includes(attribute)) return [];
  return [`${at}: ${target.Type} has no attribute "${attribute}"; it has ${known.join(', ') || 'none'}`];
}

function checkResource(id: string, resource: TemplateResource): string[] {
  const entry = CATALOGUE[resource.Type];
  if (!entry) return [`${id}: ${resource.Type} is no type of cdk/catalogue.ts; add it there with its properties`];
  const properties = resource.Properties ?? {};
  const missing = entry.required
    .filter((property) => !(property in properties))
    .map((property) => `${id}: ${resource.Type} needs the property ${property}`);
  return [...missing, ...unknownProperties(id, properties, entry.properties), ...checkEnvironment(id, properties)];
}

/** Paths that the shape does not have. A function call (`Ref`, `Fn::…`) may stand anywhere. */
function unknownProperties(path: string, value: Json, shape: Shape): string[] {
  if (shape === true) return [];
  if (Array.isArray(shape)) {
    const [element] = shape as readonly [Shape];
    return Array.isArray(value) ? value.flatMap((item, i) => unknownProperties(`${path}[${i}]`, item, element)) : [];
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    if (key === 'Ref' || key.startsWith('Fn::')) return [];
    const next = (shape as { readonly [property: string]: Shape })[key];
    return next === undefined
      ? [`${path}.${key}: unknown property`]
      : unknownProperties(`${path}.${key}`, member, next);
  });
}

function checkEnvironment(id: string, properties: Json): string[] {
  const variables = isObject(properties) ? properties.EnvironmentVariables : undefined;
  if (variables === undefined) return [];
  const bytes = Buffer.byteLength(JSON.stringify(variables));
  return bytes > MAX_ENVIRONMENT_BYTES ? [`${id}: environment of ${bytes} bytes, expected at most 4096`] : [];
}

/** Resources that wait for each other, directly or through others. */
function checkCycles(template: Template): string[] {
  const needs = new Map<string, Set<string>>(Object.keys(template.Resources).map((id) => [id, new Set<string>()]));
  for (const { kind, name, owner } of referencesOf(template)) {
    const needed = kind === 'Ref' || kind === 'GetAtt' || kind === 'DependsOn';
    if (needed && owner !== undefined && needs.has(name)) needs.get(owner)?.add(name);
  }
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id)) cycles.push(`${[...path.slice(path.indexOf(id)), id].join(' → ')}: a dependency cycle`);
    if (path.includes(id) || done.has(id)) return;
    for (const next of needs.get(id) ?? []) visit(next, [...path, id]);
    done.add(id);
  };
  for (const id of needs.keys()) visit(id, []);
  return cycles;
}
