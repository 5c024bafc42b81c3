/** Change sets: updates (or creates) that were worked out and wait to be executed. */
import type { Change } from './engine/difference.ts';
import type { Before } from './engine/operations.ts';
import { rosError } from './errors.ts';

export interface ChangeSetRecord {
  readonly changeSetId: string;
  readonly changeSetName: string;
  readonly changeSetType: 'CREATE' | 'UPDATE';
  readonly description: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly regionId: string;
  readonly createTimeMs: number;
  /** What the stack becomes. */
  readonly next: Before;
  readonly changes: readonly Change[];
  executionStatus: 'AVAILABLE' | 'EXECUTE_COMPLETE';
}

/** Per stack (ros.md §3.1). */
const LIMIT = 20;

export class ChangeSets {
  private readonly byId = new Map<string, ChangeSetRecord>();

  /** Throws when the stack has one of that name, or too many. */
  add(changeSet: ChangeSetRecord): void {
    const others = this.of(changeSet.stackId);
    if (others.some(({ changeSetName }) => changeSetName === changeSet.changeSetName)) {
      throw rosError.changeSetExists(changeSet.changeSetName);
    }
    if (others.length >= LIMIT) {
      throw rosError.invalidParameter('ChangeSetName', `the stack has ${LIMIT} change sets already, delete one`);
    }
    this.byId.set(changeSet.changeSetId, changeSet);
  }

  get(changeSetId: string, regionId: string): ChangeSetRecord {
    const changeSet = this.byId.get(changeSetId);
    if (changeSet?.regionId !== regionId) throw rosError.changeSetNotFound(changeSetId);
    return changeSet;
  }

  of(stackId: string): ChangeSetRecord[] {
    return this.all().filter((changeSet) => changeSet.stackId === stackId);
  }

  remove(changeSetId: string): void {
    this.byId.delete(changeSetId);
  }

  /** A deleted stack has no change sets; an executed one removes the others of its stack. */
  removeOf(stackId: string, except?: string): void {
    for (const { changeSetId } of this.of(stackId)) if (changeSetId !== except) this.remove(changeSetId);
  }

  all(): ChangeSetRecord[] {
    return [...this.byId.values()];
  }

  /** Takes back a saved one. */
  restore(changeSet: ChangeSetRecord): void {
    this.byId.set(changeSet.changeSetId, changeSet);
  }
}
