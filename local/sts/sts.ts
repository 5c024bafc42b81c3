/** The Security Token Service, version 2015-04-01: who is calling, and temporary credentials of a role. */
import type { OpenApiService } from '../openapi/service.ts';
import type { Ram } from '../ram/ram.ts';
import { assumeRole, assumeRoleRule } from './assume-role.ts';
import { callerIdentityRule, getCallerIdentity } from './get-caller-identity.ts';

export interface StsOptions {
  readonly ram: Ram;
}

export function createSts({ ram }: StsOptions): { readonly service: OpenApiService } {
  return {
    service: {
      product: 'sts',
      version: '2015-04-01',
      host: 'sts.aliyuncs.com',
      rules: { GetCallerIdentity: callerIdentityRule, AssumeRole: assumeRoleRule },
      actions: { GetCallerIdentity: getCallerIdentity(ram), AssumeRole: assumeRole(ram) },
      permission: (action, params) => ({
        action: `sts:${action}`,
        resource: typeof params.RoleArn === 'string' ? params.RoleArn : '*',
      }),
    },
  };
}
