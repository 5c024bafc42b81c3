/** What a goal would change in a stack, found without doing anything: for previews, change sets and early refusals. */
import { UNKNOWN } from '../functions/evaluate.ts';
import { type JsonMap, sameJson } from '../json.ts';
import { checkProperties } from '../template/properties.ts';
import type { ResourceDefinition } from '../template/template.ts';
import { type Goal, type GoalContext, goalEvaluator } from './goal.ts';
import { requirementsOf, reversed } from './graph.ts';
import { isPresent, type ResourceRecord, resourceOf } from './stack.ts';
import { refusedChange } from './update-resource.ts';

export interface Change {
  readonly action: 'Add' | 'Modify' | 'Remove';
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly description: string;
  /** As far as they are known now; NoEcho parameters are asterisks when the context is masked. */
  readonly properties: JsonMap;
  /** Top-level properties that differ. */
  readonly changed: readonly string[];
  readonly requiredBy: readonly string[];
  /** Why the service would refuse it. */
  readonly refused?: string;
}

/** Resources that stay as they are do not appear. */
export function differenceOf(goal: Goal, context: GoalContext): Change[] {
  const evaluator = goalEvaluator(goal, context);
  const dependents = reversed(requirementsOf(goal.template));
  const active = evaluator.active();
  const kept = new Set(active.map(({ logicalId }) => logicalId));
  const changes = active.flatMap((definition) => {
    const path = `Resources.${definition.logicalId}.Properties`;
    const rules = context.types.find(definition.type)?.properties ?? {};
    const resolved = evaluator.resolveKnown(definition.properties, path) as JsonMap;
    const properties = checkProperties(rules, resolved, path);
    const requiredBy = [...(dependents.get(definition.logicalId) ?? [])].filter((id) => kept.has(id));
    return changeOf(definition, properties, requiredBy, context);
  });
  const removed = Object.values(context.resources).filter((record) => isPresent(record) && !kept.has(record.logicalId));
  return [...changes, ...removed.map(removal)];
}

function changeOf(
  definition: ResourceDefinition,
  properties: JsonMap,
  requiredBy: string[],
  { resources, types }: GoalContext,
): Change[] {
  const record = resourceOf(resources, definition.logicalId);
  const { logicalId, type, description } = definition;
  const common = { logicalId, type, description, properties, requiredBy };
  if (!isPresent(record) || record.physicalId === '') {
    return [{ ...common, action: 'Add', physicalId: '', changed: [] }];
  }
  const changed = changedNames(record, properties);
  if (changed.length === 0 && record.type === type && record.status.endsWith('_COMPLETE')) return [];
  const refused = refusedChange(record, definition, properties, types.find(type)?.properties ?? {});
  return [{ ...common, action: 'Modify', physicalId: record.physicalId, changed, ...(refused ? { refused } : {}) }];
}

function changedNames(record: ResourceRecord, properties: JsonMap): string[] {
  const names = new Set([...Object.keys(record.properties), ...Object.keys(properties)]);
  return [...names].filter((name) => !sameJson(record.properties[name], properties[name]));
}

function removal(record: ResourceRecord): Change {
  const { logicalId, type, physicalId, description } = record;
  return { action: 'Remove', logicalId, type, physicalId, description, properties: {}, changed: [], requiredBy: [] };
}

/** A copy in which what is not known yet is written as such. */
export function readable(value: JsonMap): JsonMap {
  return JSON.parse(JSON.stringify(value), (_, item) =>
    sameJson(item, UNKNOWN) ? 'known after creation' : item,
  ) as JsonMap;
}
