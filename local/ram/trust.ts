/** Trust policies of RAM roles: who may assume a role. */
import type { Json } from '../product.ts';
import { isObject } from './policy.ts';

/** A cloud service by its host, e.g. `fc.aliyuncs.com`, or a whole account by its id. */
export type Trusted = { readonly service: string } | { readonly account: string };

/** Throws when it is not a document that lets somebody assume the role. */
export function checkTrustPolicy(document: Json | undefined, roleName: string): void {
  const statements = isObject(document) ? document.Statement : undefined;
  if (!Array.isArray(statements) || statements.length === 0) {
    throw new Error(`role ${roleName}: AssumeRolePolicyDocument needs a list Statement with at least one statement`);
  }
  for (const statement of statements) {
    if (!isObject(statement) || statement.Action !== 'sts:AssumeRole' || !isObject(statement.Principal)) {
      throw new Error(
        `role ${roleName}: each statement of AssumeRolePolicyDocument needs Action "sts:AssumeRole" and a Principal`,
      );
    }
  }
}

/** Whether one of the statements allows `who` to assume the role, and none denies it. */
export function isTrusted(document: Json, who: Trusted): boolean {
  const statements = isObject(document) && Array.isArray(document.Statement) ? document.Statement : [];
  const effects = statements
    .filter(isObject)
    .filter((statement) => isObject(statement.Principal) && names(statement.Principal, who))
    .map((statement) => statement.Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

function names(principal: { [key: string]: Json }, who: Trusted): boolean {
  const [kind, wanted] = 'service' in who ? ['Service', who.service] : ['RAM', `acs:ram::${who.account}:root`];
  const listed = principal[kind];
  return (Array.isArray(listed) ? listed : [listed]).includes(wanted);
}
