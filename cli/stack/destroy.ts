/** Deletes a stack, waits for the end, and says what stayed. */
import type { StackResource, Stacks } from '../cloud/stacks.ts';
import { deployedStack } from './deployed.ts';
import { earlierEvents, follow, type OperationOptions, stackFailed } from './operation.ts';
import { verdictOf } from './status.ts';

export interface Destruction {
  /** False: there was no such stack. */
  readonly existed: boolean;
  readonly stackId?: string;
  /** Resources that the template keeps on purpose (DeletionPolicy Retain). */
  readonly retained: readonly Retained[];
}

export interface Retained {
  readonly logicalId: string;
  readonly resourceType: string;
  readonly physicalId: string;
}

export async function destroyStack(stacks: Stacks, options: OperationOptions): Promise<Destruction> {
  const found = await stacks.find(options.stackName);
  if (!found) return { existed: false, retained: [] };
  const { stackId } = found;
  const earlier = await earlierEvents(stacks, stackId);
  if (verdictOf(found.status) === 'running' && found.status !== 'DELETE_IN_PROGRESS') {
    await follow(stacks, stackId, earlier, options);
  }
  const before = (await stacks.resources(stackId)).filter(exists);
  const policies = (await deployedStack(stacks, options.stackName))?.template.Resources ?? {};
  if (found.status !== 'DELETE_IN_PROGRESS') await stacks.delete(stackId);
  const { stack, events } = await follow(stacks, stackId, earlier, options);
  if (stack.status !== 'DELETE_COMPLETE') throw stackFailed(stack, events);
  const deleted = new Set(
    events.filter(({ status }) => status === 'DELETE_COMPLETE').map(({ logicalId }) => logicalId),
  );
  // A resource that is let go of counts as deleted for the stack.
  const retained = before.filter(
    ({ logicalId }) => policies[logicalId]?.DeletionPolicy === 'Retain' || !deleted.has(logicalId),
  );
  return {
    existed: true,
    stackId,
    retained: retained.map(({ logicalId, resourceType, physicalId }) => ({ logicalId, resourceType, physicalId })),
  };
}

/** Not what an earlier rollback took away again, nor what was never made. */
function exists({ physicalId, status }: StackResource): boolean {
  return physicalId !== '' && status !== 'DELETE_COMPLETE' && status !== 'INIT_COMPLETE';
}
