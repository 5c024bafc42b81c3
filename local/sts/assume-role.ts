/** AssumeRole: temporary credentials of a role that trusts this account (fields: public SDK sts-20150401). */
import { actionRule } from '../openapi/action-rule.ts';
import { number, requiredText, text } from '../openapi/read.ts';
import { type Action, ServiceError } from '../openapi/service.ts';
import type { Ram } from '../ram/ram.ts';

export const assumeRoleRule = actionRule(
  ['DurationSeconds:number', 'ExternalId', 'Policy', 'RoleArn*', 'RoleSessionName*', 'SourceIdentity'],
  ['AssumedRoleUser:object', 'Credentials:object', 'RequestId', 'SourceIdentity'],
);

export function assumeRole(ram: Ram): Action {
  return (params, { accountId }) => {
    const arn = requiredText(params, 'RoleArn');
    const session = requiredText(params, 'RoleSessionName');
    const roleName = new RegExp(`^acs:ram::${accountId}:role/([A-Za-z0-9-]+)$`).exec(arn)?.[1];
    if (!roleName) throw new ServiceError('InvalidParameter.RoleArn', 'The parameter RoleArn is wrongly formed.');
    if (!/^[\w.@-]{2,64}$/.test(session)) {
      throw new ServiceError('InvalidParameter.RoleSessionName', 'The parameter RoleSessionName is wrongly formed.');
    }
    if (text(params, 'Policy')) {
      throw new ServiceError('InvalidParameter.PolicyGrammar', 'Session policies are not offered by the local cloud.');
    }
    const duration = number(params, 'DurationSeconds') ?? 3600;
    const longest = ram.role(roleName)?.maxSessionDuration ?? 3600;
    if (duration < 900 || duration > longest) {
      const message = `The Min/Max value of DurationSeconds is 900/${longest} seconds.`;
      throw new ServiceError('InvalidParameter.DurationSeconds', message);
    }
    const identity = ram.assumeRoleAs({ account: accountId }, roleName, duration);
    return {
      AssumedRoleUser: {
        Arn: `acs:ram::${accountId}:role/${roleName}/${session}`,
        AssumedRoleId: `${ram.role(roleName)?.id ?? ''}:${session}`,
      },
      Credentials: {
        AccessKeyId: identity.accessKeyId,
        AccessKeySecret: identity.accessKeySecret,
        Expiration: new Date(identity.expiresAt ?? 0).toISOString().replace(/\.\d+Z$/, 'Z'),
        SecurityToken: identity.securityToken ?? '',
      },
    };
  };
}
