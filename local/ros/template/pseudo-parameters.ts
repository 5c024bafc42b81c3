/** The parameters that every template has (ros.md §3.3). */
import type { Json } from '../../product.ts';
import { NO_VALUE } from '../functions/function.ts';

export interface StackIdentity {
  readonly stackId: string;
  readonly stackName: string;
  readonly regionId: string;
  readonly accountId: string;
  readonly resourceGroupId: string;
}

/** `AccountId` is the executor, `TenantId` the main account; the local cloud has one account for both. */
const VALUES: Readonly<Record<string, (stack: StackIdentity) => Json>> = {
  'ALIYUN::StackName': (stack) => stack.stackName,
  'ALIYUN::StackId': (stack) => stack.stackId,
  'ALIYUN::Region': (stack) => stack.regionId,
  'ALIYUN::AccountId': (stack) => stack.accountId,
  'ALIYUN::TenantId': (stack) => stack.accountId,
  'ALIYUN::ResourceGroupId': (stack) => stack.resourceGroupId,
  'ALIYUN::NoValue': () => NO_VALUE,
};

export function isPseudoParameter(name: string): boolean {
  return Object.hasOwn(VALUES, name);
}

export function pseudoParameter(name: string, stack: StackIdentity): Json | undefined {
  return isPseudoParameter(name) ? VALUES[name]?.(stack) : undefined;
}

/** As GetStack lists them. */
export function shownPseudoParameters(stack: StackIdentity): [name: string, value: string][] {
  return Object.keys(VALUES).map((name) => [
    name,
    name === 'ALIYUN::NoValue' ? 'None' : String(pseudoParameter(name, stack)),
  ]);
}
