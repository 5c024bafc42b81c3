/** Creates one resource. */
import type { JsonMap } from '../json.ts';
import type { Created } from '../resource-type.ts';
import { checkProperties } from '../template/properties.ts';
import type { ResourceDefinition } from '../template/template.ts';
import { Interrupted } from './environment.ts';
import type { GoalEvaluator } from './goal.ts';
import { STATE_CHANGED, setResourceStatus } from './history.ts';
import { beforeDeadline, checkMayStart, contextOf, messageOf, providerOf, type Run, resourceError } from './run.ts';
import type { ResourceRecord } from './stack.ts';
import { UncertainCreate } from './types.ts';

/** Creates that the stack no longer waits for: what they still bring about must be found by the delete. */
const abandoned = new WeakMap<ResourceRecord, Promise<Created>>();

export async function createResource(
  run: Run,
  definition: ResourceDefinition,
  requires: readonly string[],
  evaluator: GoalEvaluator,
): Promise<void> {
  checkMayStart(run);
  const { stack, environment } = run;
  const record = newRecord(definition, requires, environment.clock.now());
  stack.resources[definition.logicalId] = record;
  setResourceStatus(stack, record, 'CREATE_IN_PROGRESS', STATE_CHANGED, environment);
  try {
    record.deletionPolicy = evaluator.deletionPolicy(definition);
    record.properties = evaluatedProperties(run, definition, evaluator);
    const created = await start(run, record);
    record.physicalId = created.physicalId;
    record.attributes = { ...created.attributes };
    setResourceStatus(stack, record, 'CREATE_COMPLETE', STATE_CHANGED, environment);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    if (error instanceof UncertainCreate) {
      record.mayExist = true;
      record.physicalId = error.physicalId;
    }
    setResourceStatus(stack, record, 'CREATE_FAILED', messageOf(error), environment);
    throw resourceError(record, error);
  }
}

/** The properties that a definition has now, in the types that its resource type declares. */
export function evaluatedProperties(run: Run, definition: ResourceDefinition, evaluator: GoalEvaluator): JsonMap {
  const path = `Resources.${definition.logicalId}.Properties`;
  const properties = evaluator.resolve(definition.properties, path) as JsonMap;
  return checkProperties(providerOf(run, definition.type).properties, properties, path);
}

async function start(run: Run, record: ResourceRecord): Promise<Created> {
  const provider = providerOf(run, record.type);
  const work = provider.create(record.properties, contextOf(run, record.logicalId));
  let isSettled = false;
  const noted = work.finally(() => {
    isSettled = true;
  });
  try {
    return await beforeDeadline(run, noted);
  } catch (error) {
    if (isSettled || error instanceof Interrupted) throw error;
    abandoned.set(record, noted);
    throw new UncertainCreate(messageOf(error));
  }
}

/** Waits for a create that was left behind, so that what it made can be deleted. */
export async function settleAbandoned(run: Run, record: ResourceRecord): Promise<void> {
  const work = abandoned.get(record);
  if (!work) return;
  const left = await beforeDeadline(
    run,
    work.then(
      ({ physicalId }) => ({ physicalId, mayExist: true }),
      (error) => ({
        physicalId: error instanceof UncertainCreate ? error.physicalId : '',
        mayExist: error instanceof UncertainCreate,
      }),
    ),
  );
  Object.assign(record, left);
  abandoned.delete(record);
}

function newRecord(definition: ResourceDefinition, requires: readonly string[], nowMs: number): ResourceRecord {
  return {
    logicalId: definition.logicalId,
    type: definition.type,
    physicalId: '',
    status: 'INIT_COMPLETE',
    statusReason: '',
    properties: {},
    attributes: {},
    requires: [...requires],
    deletionPolicy: 'Delete',
    description: definition.description,
    metadata: definition.metadata,
    createTimeMs: nowMs,
    updateTimeMs: nowMs,
  };
}
