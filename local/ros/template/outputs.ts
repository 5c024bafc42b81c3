/** Reads the Outputs section; keys such as `Console.AppServer` are allowed (ros.md §3.2). */
import type { Json } from '../../product.ts';
import { rosError } from '../errors.ts';
import { isMap, type JsonMap, kindOf } from '../json.ts';
import type { OutputDefinition } from './template.ts';

const KEYS = ['Value', 'Description', 'Label', 'Condition', 'NoEcho'];

export function parseOutputs(section: JsonMap): Map<string, OutputDefinition> {
  return new Map(Object.entries(section).map(([key, value]) => [key, parseOutput(key, value)]));
}

function parseOutput(key: string, source: Json): OutputDefinition {
  const path = `Outputs.${key}`;
  if (!isMap(source)) throw rosError.invalidSchema(`${path} must be a map, it is ${kindOf(source)}`);
  for (const name of Object.keys(source)) {
    if (!KEYS.includes(name)) throw rosError.invalidTemplateSection(`${path}.${name}`);
  }
  if (source.Value === undefined) throw rosError.invalidSchema(`${path}.Value is missing`);
  if (source.Condition !== undefined && typeof source.Condition !== 'string') {
    throw rosError.invalidSchema(
      `${path}.Condition must be the name of a condition, it is ${kindOf(source.Condition)}`,
    );
  }
  return {
    key,
    value: source.Value,
    noEcho: source.NoEcho === true || source.NoEcho === 'true',
    ...(source.Description !== undefined ? { description: source.Description } : {}),
    ...(source.Label !== undefined ? { label: source.Label } : {}),
    ...(source.Condition !== undefined ? { condition: source.Condition } : {}),
  };
}
