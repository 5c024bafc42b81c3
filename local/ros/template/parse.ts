/** Reads a template body: size, version, sections, and each section by its own rules (ros.md §3.1). */
import type { Json } from '../../product.ts';
import { rosError } from '../errors.ts';
import { isMap, type JsonMap, kindOf, parseJson } from '../json.ts';
import { parseOutputs } from './outputs.ts';
import { parseParameters } from './parameter-definitions.ts';
import { parseResources } from './resource-definitions.ts';
import type { Template } from './template.ts';

const TEMPLATE_LIMIT_BYTES = 524_288;
const VERSION = '2015-09-01';
const SECTIONS = [
  ...['ROSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Mappings'],
  ...['Conditions', 'Rules', 'Resources', 'Outputs', 'Transform'],
];

/** Throws the service's error for the first thing that is wrong; references are checked by `checkTemplate`. */
export function parseTemplate(body: string): Template {
  const size = Buffer.byteLength(body);
  if (size < 1 || size > TEMPLATE_LIMIT_BYTES) {
    throw rosError.invalidParameter(
      'TemplateBody',
      `its size is ${size} bytes, from 1 to ${TEMPLATE_LIMIT_BYTES} are allowed`,
    );
  }
  const source = parseJson(body);
  if (source === undefined) throw rosError.invalidSchema('The template is not JSON (the local ROS does not read YAML)');
  if (!isMap(source)) throw rosError.invalidSchema(`The template must be a map, it is ${kindOf(source)}`);
  checkSections(source);
  return {
    body,
    source,
    ...(source.Description !== undefined ? { description: source.Description } : {}),
    parameters: parseParameters(section(source, 'Parameters')),
    mappings: parseMappings(section(source, 'Mappings')),
    conditions: section(source, 'Conditions'),
    rules: section(source, 'Rules'),
    resources: parseResources(section(source, 'Resources')),
    outputs: parseOutputs(section(source, 'Outputs')),
  };
}

function checkSections(source: JsonMap): void {
  for (const name of Object.keys(source)) {
    if (!SECTIONS.includes(name)) throw rosError.invalidTemplateSection(name);
  }
  if (source.Transform !== undefined)
    throw rosError.notLocal('The section Transform', 'write the template in ROS syntax');
  const version = source.ROSTemplateFormatVersion;
  if (version === undefined) throw rosError.invalidTemplateVersion('ROSTemplateFormatVersion is missing');
  if (version !== VERSION) throw rosError.invalidTemplateVersion(`"${String(version)}" should be "${VERSION}"`);
}

function section(source: JsonMap, name: string): JsonMap {
  const value: Json | undefined = source[name];
  if (value === undefined || value === null) return {};
  if (!isMap(value)) throw rosError.invalidSchema(`${name} must be a map, it is ${kindOf(value)}`);
  return value;
}

/** Two levels: `Mappings.<map>.<top-level key>.<second-level key>`. */
function parseMappings(mappings: JsonMap): JsonMap {
  for (const [name, map] of Object.entries(mappings)) {
    if (!isMap(map)) throw rosError.invalidSchema(`Mappings.${name} must be a map, it is ${kindOf(map)}`);
    for (const [key, values] of Object.entries(map)) {
      if (!isMap(values))
        throw rosError.invalidSchema(`Mappings.${name}.${key} must be a map, it is ${kindOf(values)}`);
    }
  }
  return mappings;
}
