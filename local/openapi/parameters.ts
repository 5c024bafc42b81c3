/** Checks the parameters of a call against the action's rule and rebuilds lists and objects from their flat form. */
import type { Json } from '../product.ts';
import { gatewayError } from './errors.ts';
import { convert, insertAt, type Sent } from './sent-values.ts';
import type { ActionRule, ParameterRule, Params } from './service.ts';

/** Parameters of the protocol; they never reach an action. */
const PROTOCOL = new Set([
  ...['Action', 'Version', 'Format', 'AccessKeyId', 'Timestamp', 'SecurityToken'],
  ...['Signature', 'SignatureMethod', 'SignatureVersion', 'SignatureNonce', 'SignatureType'],
]);

/** Parameters that every action takes, whether its rule names them or not. */
const EVERYWHERE = new Set(['RegionId', 'OwnerId', 'OwnerAccount', 'ResourceOwnerId', 'ResourceOwnerAccount']);

export interface SentParameters {
  readonly query: ReadonlyMap<string, string>;
  readonly form: ReadonlyMap<string, string>;
}

/**
 * Numbers and booleans are converted, `Name.1.Key` becomes a list of objects, comma-joined and JSON forms are parsed as
 * the rule's `serialize` says. Throws `ServiceError` `Missing<Name>` or `InvalidParameter`.
 */
export function checkParameters(action: string, rule: ActionRule, { query, form }: SentParameters): Params {
  const rules = new Map(rule.request.map((parameter) => [parameter.name, parameter]));
  const sent = new Map<string, Sent>();
  for (const [name, value] of query) collect(sent, name, value, action, rules);
  for (const [name, value] of form) {
    const parameter = collect(sent, name, value, action, rules);
    if (parameter?.in === 'query') throw misplaced(name);
  }
  const params: Record<string, Json> = {};
  for (const parameter of rule.request) {
    const given = sent.get(parameter.name);
    if (parameter.required && (!given || given.value === '')) throw gatewayError.missing(parameter.name);
    if (given) params[parameter.name] = convert(given, parameter, parameter.name);
  }
  return params;
}

/** Files a sent parameter under its rule; answers the rule, or undefined for parameters of the protocol. */
function collect(
  sent: Map<string, Sent>,
  name: string,
  value: string,
  action: string,
  rules: ReadonlyMap<string, ParameterRule>,
): ParameterRule | undefined {
  const [head = '', ...path] = name.split('.');
  if (PROTOCOL.has(name)) return undefined;
  const parameter = rules.get(head);
  if (!parameter) {
    if (EVERYWHERE.has(name)) return undefined;
    throw gatewayError.unknownParameter(name, action, namesOf(rules));
  }
  insertAt(sent, head, path, value);
  return parameter;
}

function namesOf(rules: ReadonlyMap<string, ParameterRule>): string[] {
  return [...rules.keys()].filter((name) => !PROTOCOL.has(name) && !EVERYWHERE.has(name));
}

/** Whether the real gateway finds a query parameter in the body is UNCERTAIN (live.md §1): what works here must work there. */
function misplaced(name: string): Error {
  return gatewayError.invalid(name, 'it belongs into the query (send the call with GET), not into the form body');
}
