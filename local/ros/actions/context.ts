/** What the actions of the ROS API share. */

import type { Action, ActionContext, Params } from '../../openapi/service.ts';
import type { Activation } from '../activation.ts';
import type { ChangeSets } from '../change-sets.ts';
import type { Engine } from '../engine/engine.ts';
import type { Environment } from '../engine/environment.ts';
import type { GoalContext } from '../engine/goal.ts';
import type { StackRecord } from '../engine/stack.ts';
import type { Stacks } from '../engine/stacks.ts';

export interface Ros {
  readonly environment: Environment;
  readonly activation: Activation;
  readonly stacks: Stacks;
  readonly changeSets: ChangeSets;
  readonly engine: Engine;
}

/** One action of the API. */
export type RosAction = (ros: Ros) => Action;

/** The account, or the role that the caller has taken on. */
export function callerOf(context: ActionContext): string {
  const { principal } = context.identity;
  return principal === 'account' ? context.accountId : principal.role;
}

export function goalContext(stack: StackRecord, ros: Ros): GoalContext {
  const { accountId, types, clock } = ros.environment;
  return { identity: { ...stack, accountId }, resources: stack.resources, types, clock };
}

export function text(params: Params, name: string, fallback = ''): string {
  const value = params[name];
  return typeof value === 'string' ? value : fallback;
}
