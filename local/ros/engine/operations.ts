/** The operations on a whole stack: create, update, delete, with their rollbacks and statuses (ros.md §5.3). */
import { converge, deleteInReverse, type Failures, present } from './converge.ts';
import { type Goal, type GoalEvaluator, goalEvaluator } from './goal.ts';
import { setStackStatus } from './history.ts';
import { evaluatedOutputs } from './outputs.ts';
import { messageOf, type Run } from './run.ts';
import type { OperationName, ResourceRecord, StackRecord } from './stack.ts';

/** What an update goes back to when it fails. */
export type Before = Pick<StackRecord, 'templateBody' | 'parameters' | 'tags' | 'timeoutInMinutes'>;

export async function runCreate(run: Run, goal: Goal): Promise<void> {
  const failure = await reach(run, goal, 'CREATE');
  if (failure === undefined || run.environment.isClosed()) return;
  if (run.stack.disableRollback) end(run, 'CREATE', 'FAILED', failure);
  else await rollBackCreate(renewed(run), failure);
}

/** Everything that was created goes, whatever its DeletionPolicy: "deletes all associated resources" (ros.md §2.3). */
async function rollBackCreate(run: Run, reason: string): Promise<void> {
  setStackStatus(run.stack, 'CREATE_ROLLBACK_IN_PROGRESS', reason, run.environment);
  const failures = await deleteInReverse(run, present(run), () => false);
  if (run.environment.isClosed()) return;
  if (failures.size === 0) end(run, 'CREATE_ROLLBACK', 'COMPLETE', reason);
  else failRollback(run, 'CREATE_ROLLBACK', failures, reason);
}

export async function runUpdate(run: Run, goal: Goal, before: { goal: Goal; stack: Before }): Promise<void> {
  const failure = await reach(run, goal, 'UPDATE');
  if (failure === undefined || run.environment.isClosed()) return;
  if (run.stack.disableRollback) end(run, 'UPDATE', 'FAILED', failure);
  else await rollBackUpdate(renewed(run), before, failure);
}

/** Converges to the goal before: a resource whose update failed gets an update with old and new swapped. */
async function rollBackUpdate(run: Run, before: { goal: Goal; stack: Before }, reason: string): Promise<void> {
  Object.assign(run.stack, before.stack);
  setStackStatus(run.stack, 'ROLLBACK_IN_PROGRESS', reason, run.environment);
  const failures = await converge(run, before.goal, evaluatorOf(run, before.goal));
  if (run.environment.isClosed()) return;
  if (failures.size === 0) end(run, 'ROLLBACK', 'COMPLETE', reason);
  else failRollback(run, 'ROLLBACK', failures, reason);
}

export async function runDelete(run: Run, retains: (record: ResourceRecord) => boolean): Promise<void> {
  setStackStatus(run.stack, 'DELETE_IN_PROGRESS', 'Stack DELETE started', run.environment);
  const failures = await deleteInReverse(run, present(run), retains);
  if (run.environment.isClosed()) return;
  if (failures.size === 0) end(run, 'DELETE', 'COMPLETE', 'Stack DELETE completed successfully');
  else end(run, 'DELETE', 'FAILED', reasonOf('DELETE', failures));
}

/** Ends the operation COMPLETE, or answers why it cannot. */
async function reach(run: Run, goal: Goal, operation: 'CREATE' | 'UPDATE'): Promise<string | undefined> {
  const { stack, environment } = run;
  setStackStatus(stack, `${operation}_IN_PROGRESS`, `Stack ${operation} started`, environment);
  const evaluator = evaluatorOf(run, goal);
  const failures = await converge(run, goal, evaluator);
  if (failures.size > 0) return reasonOf(operation, failures);
  try {
    stack.outputs = evaluatedOutputs(goal, evaluator);
  } catch (error) {
    return messageOf(error);
  }
  delete stack.rollbackFailedRootReason;
  end(run, operation, 'COMPLETE', `Stack ${operation} completed successfully`);
  return undefined;
}

function evaluatorOf({ stack, environment }: Run, goal: Goal): GoalEvaluator {
  const { types, clock, accountId } = environment;
  return goalEvaluator(goal, { identity: { ...stack, accountId }, resources: stack.resources, types, clock });
}

/** A rollback has the time of a new operation and cannot be cancelled. */
function renewed(run: Run): Run {
  const deadlineMs = run.environment.clock.now() + run.stack.timeoutInMinutes * 60_000;
  return { ...run, deadlineMs, isCancelled: () => false };
}

function failRollback(run: Run, operation: OperationName, failures: Failures, rootReason: string): void {
  run.stack.rollbackFailedRootReason = rootReason;
  end(run, operation, 'FAILED', reasonOf(operation, failures));
}

function end(run: Run, operation: OperationName, outcome: 'FAILED' | 'COMPLETE', reason: string): void {
  run.stack.updateTimeMs = run.environment.clock.now();
  setStackStatus(run.stack, `${operation}_${outcome}`, reason, run.environment);
  run.environment.log(`stack ${run.stack.stackName}: ${run.stack.status} (${reason})`);
}

/** In the form of the service: `Resource CREATE failed: Exception: resources.X: reason`. */
function reasonOf(operation: OperationName, failures: Failures): string {
  const [first] = failures.values();
  return `Resource ${operation} failed: Exception: ${first?.message}`;
}
