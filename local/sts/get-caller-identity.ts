/** GetCallerIdentity: account, principal and kind of the caller (fields: public SDK sts-20150401). */
import { actionRule } from '../openapi/action-rule.ts';
import type { Action } from '../openapi/service.ts';
import type { Ram } from '../ram/ram.ts';

export const callerIdentityRule = actionRule(
  [],
  ['AccountId', 'Arn', 'IdentityType', 'PrincipalId', 'RequestId', 'RoleId', 'UserId'],
);

export function getCallerIdentity(ram: Ram): Action {
  return (_params, { identity, accountId }) => {
    const { principal } = identity;
    if (principal === 'account') {
      const ids = { PrincipalId: accountId, UserId: accountId };
      return { AccountId: accountId, Arn: `acs:ram::${accountId}:root`, IdentityType: 'Account', ...ids };
    }
    const roleId = ram.role(principal.role)?.id ?? '';
    const ids = { PrincipalId: `${roleId}:session`, RoleId: roleId };
    const arn = `acs:ram::${accountId}:assumed-role/${principal.role}/session`;
    return { AccountId: accountId, Arn: arn, IdentityType: 'AssumedRoleUser', ...ids };
  };
}
