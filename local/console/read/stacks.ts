/** Stacks of the local ROS with their resources, outputs and events; no properties and no parameters. */
import { isPresent, type StackRecord } from '../../ros/engine/stack.ts';
import { textOf } from '../../ros/json.ts';
import type { Fact } from '../mask.ts';
import type { Sources } from '../sources.ts';

export interface StackSummary {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly status: string;
  readonly reason: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number | undefined;
  /** How many there are. */
  readonly resources: number;
  readonly outputs: readonly Fact[];
}

export interface ResourceSummary {
  readonly id: string;
  readonly type: string;
  readonly physicalId: string;
  readonly status: string;
  readonly reason: string;
  readonly changedAtMs: number;
}

export interface EventSummary {
  readonly id: string;
  readonly timeMs: number;
  readonly resource: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string;
}

type Ros = Pick<Sources, 'ros'>;

/** Newest first; deleted ones come last. */
export function stacksOf({ ros }: Ros): StackSummary[] {
  const all = ros.stacks().toReversed().map(summaryOf);
  const isDeleted = ({ status }: StackSummary): boolean => status === 'DELETE_COMPLETE';
  return [...all.filter((stack) => !isDeleted(stack)), ...all.filter(isDeleted)];
}

export function stackOf({ ros }: Ros, id: string | null): StackRecord | undefined {
  return ros.stacks().find((stack) => stack.stackId === id);
}

export function summaryOf(stack: StackRecord): StackSummary {
  return {
    id: stack.stackId,
    name: stack.stackName,
    region: stack.regionId,
    status: stack.status,
    reason: reasonOf(stack.statusReason),
    createdAtMs: stack.createTimeMs,
    updatedAtMs: stack.updateTimeMs,
    resources: Object.values(stack.resources).filter(isPresent).length,
    outputs: stack.outputs.map(({ key, value }) => ({ name: key, value: textOf(value) })),
  };
}

export function resourcesOf(stack: StackRecord): ResourceSummary[] {
  return Object.values(stack.resources).map(({ logicalId, type, physicalId, status, statusReason, updateTimeMs }) => ({
    ...{ id: logicalId, type, physicalId, status },
    reason: reasonOf(statusReason),
    changedAtMs: updateTimeMs,
  }));
}

/** Newest first. */
export function eventsOf(stack: StackRecord): EventSummary[] {
  return stack.events.toReversed().map(({ eventId, timeMs, logicalId, resourceType, status, statusReason }) => ({
    ...{ id: eventId, timeMs, resource: logicalId, type: resourceType, status },
    reason: reasonOf(statusReason),
  }));
}

/** The words that the service writes where there is nothing to say are not repeated. */
function reasonOf(reason: string): string {
  return reason === 'state changed' ? '' : reason;
}
