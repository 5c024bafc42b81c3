/** Starts operations on stacks; each runs on its own, and its end shows in the stack's status. */

import { parameterValues } from '../template/parameter-values.ts';
import { parseTemplate } from '../template/parse.ts';
import { type Environment, Interrupted } from './environment.ts';
import type { Goal } from './goal.ts';
import { type Before, runCreate, runDelete, runUpdate } from './operations.ts';
import { messageOf, type Run } from './run.ts';
import type { ResourceRecord, StackRecord } from './stack.ts';

export class Engine {
  private readonly environment: Environment;
  private readonly cancelled = new Set<string>();
  private readonly running = new Map<string, Promise<void>>();

  constructor(environment: Environment) {
    this.environment = environment;
  }

  create(stack: StackRecord, goal: Goal, callerId: string): void {
    this.start(stack, callerId, (run) => runCreate(run, goal));
  }

  /** `stack` holds what it is to become; `before` what it was. */
  update(stack: StackRecord, goal: Goal, before: { goal: Goal; stack: Before }, callerId: string): void {
    this.start(stack, callerId, (run) => runUpdate(run, goal, before));
  }

  delete(stack: StackRecord, retains: (record: ResourceRecord) => boolean, callerId: string): void {
    this.start(stack, callerId, (run) => runDelete(run, retains));
  }

  /** Nothing more is started on this stack; what runs ends, then the operation is rolled back. */
  cancel(stack: StackRecord): void {
    this.cancelled.add(stack.stackId);
  }

  /** Resolves when no operation runs on any stack. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running.values());
  }

  private start(stack: StackRecord, callerId: string, operation: (run: Run) => Promise<void>): void {
    const { environment } = this;
    this.cancelled.delete(stack.stackId);
    const run: Run = {
      stack,
      environment,
      callerId,
      deadlineMs: environment.clock.now() + stack.timeoutInMinutes * 60_000,
      isCancelled: () => this.cancelled.has(stack.stackId),
    };
    const work = operation(run)
      .catch((error: unknown) => {
        if (!(error instanceof Interrupted)) environment.log(`stack ${stack.stackName}: ${messageOf(error)}`);
      })
      .finally(() => this.running.delete(stack.stackId));
    this.running.set(stack.stackId, work);
  }
}

/** The goal that a stack was given last. */
export function goalOf(stack: Pick<StackRecord, 'templateBody' | 'parameters'>): Goal {
  const template = parseTemplate(stack.templateBody);
  return { template, values: parameterValues(template, stack.parameters) };
}
