/** RAM policies: reads a policy document and decides whether its statements allow an action on a resource. */
import type { Json } from '../product.ts';
import { wildcardMatches } from './wildcard.ts';

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** Members that a policy statement may have; conditions are known to RAM but not evaluated here, so they are refused. */
const STATEMENT_MEMBERS = ['Effect', 'Action', 'Resource'];

/** The statements of a document; throws when it is not one that RAM would take and the local cloud can evaluate. */
export function parsePolicy(document: Json | undefined, name: string): Statement[] {
  if (!isObject(document)) throw new Error(`policy ${name}: a document {"Version": "1", "Statement": […]} is expected`);
  if (document.Version !== '1') throw new Error(`policy ${name}: Version must be "1"`);
  const statements = document.Statement;
  if (!Array.isArray(statements) || statements.length === 0) {
    throw new Error(`policy ${name}: Statement must be a list with at least one statement`);
  }
  return statements.map((statement, index) => parseStatement(statement, `policy ${name}, statement ${index + 1}`));
}

function parseStatement(statement: Json, where: string): Statement {
  if (!isObject(statement)) throw new Error(`${where}: an object is expected`);
  const unknown = Object.keys(statement).find((member) => !STATEMENT_MEMBERS.includes(member));
  if (unknown) {
    throw new Error(
      `${where}: ${unknown} is not evaluated by the local cloud; known are ${STATEMENT_MEMBERS.join(', ')}`,
    );
  }
  const effect = statement.Effect;
  if (effect !== 'Allow' && effect !== 'Deny') throw new Error(`${where}: Effect must be Allow or Deny`);
  const actions = textList(statement.Action, `${where}: Action`);
  const wrong = actions.find((action) => action !== '*' && !/^[a-z0-9-]+:\S+$/i.test(action));
  if (wrong !== undefined) throw new Error(`${where}: Action "${wrong}" must be * or of the form service:Action`);
  return { effect, actions, resources: textList(statement.Resource, `${where}: Resource`) };
}

function textList(value: Json | undefined, where: string): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item !== 'string' || item === '') throw new Error(`${where} must be a text or a list of texts`);
    return item;
  });
}

/** Deny wins over Allow; nothing said means no. */
export function isAllowed(statements: readonly Statement[], action: string, resource: string): boolean {
  const applying = statements.filter(
    (statement) =>
      statement.actions.some((pattern) => wildcardMatches(pattern.toLowerCase(), action.toLowerCase())) &&
      statement.resources.some((pattern) => wildcardMatches(pattern, resource)),
  );
  return applying.some(({ effect }) => effect === 'Allow') && !applying.some(({ effect }) => effect === 'Deny');
}

export function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
