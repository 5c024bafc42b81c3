/** Rules of actions that the data files do not hold, in short form. */
import type { ActionRule, ParameterRule } from './service.ts';

/** `Name`, `Name:number`, `Name:boolean`, with `*` after the name of a required one: `DomainName*`, `RuleId*:number`. */
export function actionRule(request: readonly string[], response: readonly string[]): ActionRule {
  return {
    request: request.map(parameter).map((rule) => ({ ...rule, in: 'query' })),
    response: response.map(parameter),
  };
}

function parameter(short: string): ParameterRule {
  const [name = '', type = 'string'] = short.split(':');
  return name.endsWith('*') ? { name: name.slice(0, -1), type, required: true } : { name, type };
}
