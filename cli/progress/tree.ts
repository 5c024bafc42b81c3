/** The state of every resource of an operation, kept up to date by the events of the stack. */
import type { StackEvent } from '../cloud/stacks.ts';
import { type Durations, usualMs } from './expectations.ts';
import { groupOf } from './groups.ts';

export type Phase = 'waiting' | 'running' | 'done' | 'failed';

export interface Leaf {
  readonly logicalId: string;
  readonly type: string;
  readonly phase: Phase;
  /** Milliseconds since the epoch; absent while it waits. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly expectedMs: number;
  /** Why it failed. */
  readonly reason?: string;
}

export interface Group {
  readonly name: string;
  readonly leaves: readonly Leaf[];
}

export interface Tree {
  readonly startedAt: number;
  readonly expectedMs: number;
  /** What happens now, e.g. `CREATE_IN_PROGRESS`. */
  readonly status: string;
  readonly groups: readonly Group[];
}

export interface Operation {
  readonly stackName: string;
  /** Resources that will change, by logical id. */
  readonly types: ReadonlyMap<string, string>;
  readonly durations: Durations | undefined;
  /** The stack is deleted: what is gone is done, and not undone. */
  readonly isDeletion?: boolean;
}

const STACK = 'ALIYUN::ROS::Stack';

export class ProgressTree {
  readonly #leaves = new Map<string, Leaf>();
  readonly #operation: Operation;
  readonly #startedAt: number;
  #status = '';

  constructor(operation: Operation, now: number) {
    this.#operation = operation;
    this.#startedAt = now;
    for (const [logicalId, type] of operation.types) {
      this.#leaves.set(logicalId, this.#waiting(logicalId, type));
    }
  }

  apply({ logicalId, resourceType, status, reason }: StackEvent, now: number): void {
    if (resourceType === STACK) {
      this.#status = status;
      return;
    }
    const leaf = this.#leaves.get(logicalId) ?? this.#waiting(logicalId, resourceType);
    if (status.startsWith('DELETE_') && this.#isRollback) {
      // A rollback takes away what was made; what failed stays in view.
      if (leaf.phase !== 'failed') this.#leaves.set(logicalId, this.#waiting(logicalId, leaf.type));
      return;
    }
    const startedAt = leaf.startedAt ?? now;
    if (status.endsWith('_IN_PROGRESS')) {
      const { endedAt: _, reason: __, ...rest } = leaf;
      this.#leaves.set(logicalId, { ...rest, phase: 'running', startedAt: leaf.phase === 'running' ? startedAt : now });
    } else {
      const failed = status.endsWith('_FAILED');
      const phase = failed ? 'failed' : 'done';
      this.#leaves.set(logicalId, { ...leaf, phase, startedAt, endedAt: now, ...(failed ? { reason } : {}) });
    }
  }

  /** After a good end: what still waits was never part of it, because a condition of the template left it out. */
  settle(): void {
    for (const [logicalId, { phase }] of this.#leaves) if (phase === 'waiting') this.#leaves.delete(logicalId);
  }

  view(): Tree {
    const names = [...new Set([...this.#leaves.values()].map(({ type }) => groupOf(type)))].sort();
    const groups = names.map((name) => ({
      name,
      leaves: [...this.#leaves.values()].filter(({ type }) => groupOf(type) === name),
    }));
    const expectedMs = this.#operation.durations?.total ?? sumOfLongest([...this.#leaves.values()]);
    return { startedAt: this.#startedAt, expectedMs, status: this.#status, groups };
  }

  /** What was measured, to be expected the next time. */
  measured(now: number): Durations {
    const ended = [...this.#leaves.values()].flatMap(({ logicalId, startedAt, endedAt }) =>
      startedAt !== undefined && endedAt !== undefined ? [[logicalId, endedAt - startedAt] as const] : [],
    );
    return { total: now - this.#startedAt, resources: Object.fromEntries(ended) };
  }

  get #isRollback(): boolean {
    return this.#operation.isDeletion !== true && this.#status.includes('ROLLBACK');
  }

  #waiting(logicalId: string, type: string): Leaf {
    const expectedMs = this.#operation.durations?.resources[logicalId] ?? usualMs(type);
    return { logicalId, type, phase: 'waiting', expectedMs };
  }
}

/** Resources of one kind are made together; the kinds, roughly, after each other. */
function sumOfLongest(leaves: readonly Leaf[]): number {
  const longest = new Map<string, number>();
  for (const { type, expectedMs } of leaves) longest.set(type, Math.max(longest.get(type) ?? 0, expectedMs));
  return [...longest.values()].reduce((sum, ms) => sum + ms, 0);
}
