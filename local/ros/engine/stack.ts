/** What is kept of a stack: plain JSON, so that it survives a restart of the local cloud. */
import type { JsonMap } from '../json.ts';
import type { GivenParameters } from '../template/parameter-values.ts';

export type OperationName = 'CREATE' | 'UPDATE' | 'DELETE' | 'CREATE_ROLLBACK' | 'ROLLBACK';
export type Outcome = 'IN_PROGRESS' | 'FAILED' | 'COMPLETE';
export type StackStatus = `${OperationName}_${Outcome}` | 'REVIEW_IN_PROGRESS';
export type ResourceAction = 'CREATE' | 'UPDATE' | 'DELETE';
export type ResourceStatus = `${ResourceAction}_${Outcome}` | 'INIT_COMPLETE';

export interface ResourceRecord {
  readonly logicalId: string;
  readonly type: string;
  /** Empty until the resource exists. */
  physicalId: string;
  status: ResourceStatus;
  statusReason: string;
  /** Properties of the last successful create or update, as evaluated: secrets included. */
  properties: JsonMap;
  /** Properties of an update that failed half-way. */
  attempted?: JsonMap;
  attributes: JsonMap;
  /** Logical ids that this resource needs: it is deleted before them. */
  requires: string[];
  deletionPolicy: 'Delete' | 'Retain';
  /** A failed create may have left something that only `delete` can find. */
  mayExist?: boolean;
  description: string;
  metadata: JsonMap;
  readonly createTimeMs: number;
  updateTimeMs: number;
}

export interface StackEvent {
  readonly eventId: string;
  readonly timeMs: number;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly resourceType: string;
  readonly status: string;
  readonly statusReason: string;
}

export interface StackOutput {
  readonly key: string;
  readonly value: JsonMap[string];
  readonly description: JsonMap[string];
  readonly label?: JsonMap[string];
}

export interface StackRecord {
  readonly stackId: string;
  readonly stackName: string;
  readonly regionId: string;
  readonly resourceGroupId: string;
  status: StackStatus;
  statusReason: string;
  readonly createTimeMs: number;
  updateTimeMs?: number;
  templateBody: string;
  /** As the caller passed them, secrets included: needed for updates that keep previous values. */
  parameters: GivenParameters;
  tags: Record<string, string>;
  readonly disableRollback: boolean;
  timeoutInMinutes: number;
  deletionProtection: 'Enabled' | 'Disabled';
  ramRoleName: string;
  /** How many resources are worked on at once; 0 is no limit. */
  parallelism: number;
  resources: Record<string, ResourceRecord>;
  outputs: StackOutput[];
  /** Oldest first. */
  events: StackEvent[];
  rollbackFailedRootReason?: string;
}

/** The resource of that logical id; ids such as `constructor` are ids like others. */
export function resourceOf(
  resources: Readonly<Record<string, ResourceRecord>>,
  logicalId: string,
): ResourceRecord | undefined {
  return Object.hasOwn(resources, logicalId) ? resources[logicalId] : undefined;
}

/** Whether a resource of this status still exists, or may. */
export function isPresent(resource: ResourceRecord | undefined): resource is ResourceRecord {
  return resource !== undefined && resource.status !== 'DELETE_COMPLETE';
}

export function isDeleted(stack: StackRecord): boolean {
  return stack.status === 'DELETE_COMPLETE';
}

/** The operation that runs now, in the words of `ActionInProgress`; undefined when none does. */
export function runningOperation(stack: StackRecord): string | undefined {
  return stack.status.endsWith('_IN_PROGRESS') && stack.status !== 'REVIEW_IN_PROGRESS'
    ? stack.status.slice(0, -'_IN_PROGRESS'.length)
    : undefined;
}
