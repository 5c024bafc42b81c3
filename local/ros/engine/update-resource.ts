/** Brings one existing resource to its definition: nothing when it is there already, else an update in place. */
import { type JsonMap, sameJson } from '../json.ts';
import { immutableChanges, type PropertyRules } from '../template/properties.ts';
import type { ResourceDefinition } from '../template/template.ts';
import { evaluatedProperties } from './create-resource.ts';
import { Interrupted } from './environment.ts';
import type { GoalEvaluator } from './goal.ts';
import { STATE_CHANGED, setResourceStatus } from './history.ts';
import { beforeDeadline, checkMayStart, contextOf, messageOf, providerOf, type Run, resourceError } from './run.ts';
import type { ResourceRecord } from './stack.ts';
import type { Provider } from './types.ts';

export async function updateResource(
  run: Run,
  record: ResourceRecord,
  definition: ResourceDefinition,
  requires: readonly string[],
  evaluator: GoalEvaluator,
): Promise<void> {
  checkMayStart(run);
  const { stack, environment } = run;
  try {
    const properties = evaluatedProperties(run, definition, evaluator);
    const differs = !sameJson(properties, record.properties);
    // Asked before its status says that it is being updated.
    const unsettled = isUnsettled(record);
    if (differs || unsettled || !record.status.endsWith('_COMPLETE')) {
      setResourceStatus(stack, record, 'UPDATE_IN_PROGRESS', STATE_CHANGED, environment);
      await change(run, record, definition, properties, unsettled);
      setResourceStatus(stack, record, 'UPDATE_COMPLETE', STATE_CHANGED, environment);
    }
    record.requires = [...requires];
    record.deletionPolicy = evaluator.deletionPolicy(definition);
    record.description = definition.description;
    record.metadata = definition.metadata;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    setResourceStatus(stack, record, 'UPDATE_FAILED', messageOf(error), environment);
    throw resourceError(record, error);
  }
}

/** An earlier update or delete failed half-way: the resource may be neither in its old state nor in its new one. */
function isUnsettled(record: ResourceRecord): boolean {
  return record.attempted !== undefined || record.status === 'DELETE_FAILED';
}

/** After a failure the properties of the failed attempt are kept: the rollback starts from them. */
async function change(
  run: Run,
  record: ResourceRecord,
  definition: ResourceDefinition,
  properties: JsonMap,
  unsettled: boolean,
): Promise<void> {
  const provider = providerOf(run, record.type);
  const refused = refusedChange(record, definition, properties, provider.properties);
  if (refused) throw new Error(refused);
  if (unsettled || isForProvider(provider, record.properties, properties)) {
    const previous = record.attempted ?? record.properties;
    record.attempted = properties;
    const work = provider.update(record.physicalId, properties, previous, contextOf(run, record.logicalId));
    record.attributes = { ...(await beforeDeadline(run, work)) };
  }
  record.properties = properties;
  delete record.attempted;
}

/** Whether more differs than what the engine alone uses, such as the Timeout of a custom resource. */
function isForProvider({ engineProperties = [] }: Provider, before: JsonMap, after: JsonMap): boolean {
  const relevant = (properties: JsonMap) =>
    Object.fromEntries(Object.entries(properties).filter(([name]) => !engineProperties.includes(name)));
  return !sameJson(relevant(before), relevant(after));
}

/** Why the service would refuse this change; undefined when it would not (ReplacementOption Disabled). */
export function refusedChange(
  record: ResourceRecord,
  definition: ResourceDefinition,
  properties: JsonMap,
  rules: PropertyRules,
): string | undefined {
  if (record.type !== definition.type) {
    return `the type of ${record.logicalId} cannot be changed from ${record.type} to ${definition.type}; use another logical id`;
  }
  const names = immutableChanges(rules, record.properties, properties);
  if (names.length === 0) return undefined;
  return (
    `the property ${names.join(', ')} of ${record.logicalId} (${record.type}) cannot be changed in an update; ` +
    'give the resource another logical id, or delete and create the stack'
  );
}
