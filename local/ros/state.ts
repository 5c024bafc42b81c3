/** The state of the local ROS as plain JSON, and what becomes of operations that a shutdown interrupted. */
import type { Json } from '../product.ts';
import type { Ros } from './actions/context.ts';
import type { ChangeSetRecord } from './change-sets.ts';
import { setResourceStatus, setStackStatus } from './engine/history.ts';
import { type OperationName, type ResourceAction, runningOperation, type StackRecord } from './engine/stack.ts';
import type { IdempotencyTokens } from './idempotency.ts';
import { isMap } from './json.ts';

const VERSION = 1;
/** How many deleted stacks a restart remembers, the newest. */
const KEPT_DELETED_STACKS = 5;
const INTERRUPTED = 'the local cloud was stopped while this operation was running';

interface SavedState {
  readonly version: number;
  readonly stacks: readonly StackRecord[];
  readonly changeSets: readonly ChangeSetRecord[];
  readonly tokens: ReturnType<IdempotencyTokens['save']>;
}

export function saveState(ros: Ros, tokens: IdempotencyTokens): Json {
  const state: SavedState = {
    version: VERSION,
    stacks: withoutOldDeleted(ros.stacks.all()),
    changeSets: ros.changeSets.all(),
    tokens: tokens.save(),
  };
  return JSON.parse(JSON.stringify(state)) as Json;
}

/** Stacks in the order of their creation. Each has a template and its code inside: the history must not grow for ever. */
function withoutOldDeleted(stacks: readonly StackRecord[]): StackRecord[] {
  const deleted = stacks.filter(({ status }) => status === 'DELETE_COMPLETE');
  const dropped = new Set(deleted.slice(0, -KEPT_DELETED_STACKS));
  return stacks.filter((stack) => !dropped.has(stack));
}

/** Throws when the state was written by another version. */
export function loadState(saved: Json, ros: Ros, tokens: IdempotencyTokens): void {
  if (!isMap(saved) || saved.version !== VERSION) {
    throw new Error(`the saved state of the local ROS should have version ${VERSION}; delete it to start anew`);
  }
  const state = structuredClone(saved) as unknown as SavedState;
  for (const stack of state.stacks) {
    interrupt(stack, ros);
    ros.stacks.add(stack);
  }
  for (const changeSet of state.changeSets) ros.changeSets.restore(changeSet);
  tokens.load(state.tokens);
}

/** Whatever was in progress has failed; a create of a custom resource may have left something. */
function interrupt(stack: StackRecord, ros: Ros): void {
  for (const resource of Object.values(stack.resources)) {
    if (!resource.status.endsWith('_IN_PROGRESS')) continue;
    const action = resource.status.slice(0, -'_IN_PROGRESS'.length) as ResourceAction;
    if (action === 'CREATE' && ros.environment.types.find(resource.type)?.openAttributes) resource.mayExist = true;
    setResourceStatus(stack, resource, `${action}_FAILED`, INTERRUPTED, ros.environment);
  }
  const operation = runningOperation(stack) as OperationName | undefined;
  if (operation) setStackStatus(stack, `${operation}_FAILED`, INTERRUPTED, ros.environment);
}
