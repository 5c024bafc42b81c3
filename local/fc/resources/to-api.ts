/** Turns properties of a template (PascalCase) into the configuration that the REST API takes (camelCase). */
import type { Json } from '../../product.ts';
import type { Properties } from '../../ros/resource-type.ts';
import type { Input } from '../records.ts';

/** Maps whose keys are the user's own. */
const FREE_MAPS = new Set(['EnvironmentVariables', 'SessionAffinityConfig', 'Params', 'TriggerConfig']);

/** Names that differ in more than the first letter. */
const IRREGULAR: Readonly<Record<string, string>> = { CustomDns: 'customDNS', CAPort: 'caPort' };

export function toApi(properties: Properties): Input {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [apiName(name), FREE_MAPS.has(name) ? value : apiValue(value)]),
  );
}

function apiValue(value: Json): Json {
  if (Array.isArray(value)) return value.map(apiValue);
  return typeof value === 'object' && value !== null ? { ...toApi(value) } : value;
}

export function apiName(name: string): string {
  return IRREGULAR[name] ?? name.charAt(0).toLowerCase() + name.slice(1);
}
