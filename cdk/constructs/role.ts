/** The RAM role of one function, with its only policy inside, so that a function never runs without it. */
import type * as ros from '@alicloud/ros-cdk-core';
import * as ram from '@alicloud/ros-cdk-ram';
import { policyDocument, type Statement } from '../policies/statement.ts';

export interface RoleProps {
  /** Role and policy names are unique in the account, in all regions: at most 64 characters. */
  readonly name: string;
  readonly description: string;
  readonly statements: readonly Statement[];
}

export function createRole(scope: ros.Construct, id: string, props: RoleProps): ram.RosRole {
  const trust = { effect: 'Allow', action: 'sts:AssumeRole', principal: { service: ['fc.aliyuncs.com'] } };
  return new ram.RosRole(
    scope,
    id,
    {
      roleName: props.name,
      description: props.description,
      assumeRolePolicyDocument: { version: '1', statement: [trust] },
      policies: [{ policyName: props.name, policyDocument: policyDocument(props.statements) }],
      deletionForce: true,
    },
    true,
  );
}
