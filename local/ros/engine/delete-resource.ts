/** Deletes one resource, or lets go of it when it is to be retained. */
import { settleAbandoned } from './create-resource.ts';
import { Interrupted } from './environment.ts';
import { STATE_CHANGED, setResourceStatus } from './history.ts';
import { beforeDeadline, checkMayStart, contextOf, messageOf, providerOf, type Run, resourceError } from './run.ts';
import type { ResourceRecord } from './stack.ts';

export async function deleteResource(run: Run, record: ResourceRecord, isRetained: boolean): Promise<void> {
  checkMayStart(run);
  const { stack, environment } = run;
  if (isRetained) {
    setResourceStatus(stack, record, 'DELETE_COMPLETE', 'the resource is retained', environment);
    return;
  }
  setResourceStatus(stack, record, 'DELETE_IN_PROGRESS', STATE_CHANGED, environment);
  try {
    await settleAbandoned(run, record);
    if (record.physicalId !== '' || record.mayExist) await remove(run, record);
    setResourceStatus(stack, record, 'DELETE_COMPLETE', STATE_CHANGED, environment);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    setResourceStatus(stack, record, 'DELETE_FAILED', messageOf(error), environment);
    throw resourceError(record, error);
  }
}

async function remove(run: Run, record: ResourceRecord): Promise<void> {
  const provider = providerOf(run, record.type);
  const work = provider.delete(record.physicalId, record.properties, contextOf(run, record.logicalId));
  await beforeDeadline(run, work);
}
