/** One operation on a stack while it runs. */
import type { ResourceContext } from '../resource-type.ts';
import { withDeadline } from './deadline.ts';
import { type Environment, Interrupted } from './environment.ts';
import type { ResourceRecord, StackRecord } from './stack.ts';
import type { OperationContext, Provider } from './types.ts';

export interface Run {
  readonly stack: StackRecord;
  readonly environment: Environment;
  readonly callerId: string;
  /** Milliseconds since the epoch. */
  readonly deadlineMs: number;
  /** Set by CancelUpdateStack: nothing more is started. */
  isCancelled(): boolean;
}

/** Throws when nothing more may be started. */
export function checkMayStart(run: Run): void {
  if (run.environment.isClosed()) throw new Interrupted();
  if (run.isCancelled()) throw new Error('the operation was cancelled');
  if (run.environment.clock.now() >= run.deadlineMs) throw timedOut(run);
}

export function contextOf(run: Run, logicalId: string): OperationContext {
  const { stack, environment } = run;
  const context: ResourceContext = {
    accountId: environment.accountId,
    regionId: stack.regionId,
    stackId: stack.stackId,
    stackName: stack.stackName,
    logicalId,
    clock: environment.clock,
    tags: { ...stack.tags },
  };
  return { ...context, callerId: run.callerId, deadlineMs: run.deadlineMs };
}

/** Waits for a provider, but not longer than the stack operation may take. */
export function beforeDeadline<T>(run: Run, work: Promise<T>): Promise<T> {
  const { clock, isClosed } = run.environment;
  return withDeadline(work, { clock, isClosed, deadlineMs: run.deadlineMs, timedOut: () => timedOut(run) });
}

export function providerOf(run: Run, type: string): Provider {
  const provider = run.environment.types.find(type);
  if (!provider) throw new Error(`The Resource Type (${type}) could not be found in the local ROS`);
  return provider;
}

/** `resources.<logical id>: <reason>`, as reasons of the service begin. */
export function resourceError(record: Pick<ResourceRecord, 'logicalId'>, error: unknown): Error {
  return new Error(`resources.${record.logicalId}: ${messageOf(error)}`, { cause: error });
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function timedOut(run: Run): Error {
  return new Error(`the operation on stack ${run.stack.stackName} timed out`);
}
