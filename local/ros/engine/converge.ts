/** Brings the resources of a stack to a goal: creates, updates and deletes only what differs. */
import { createResource } from './create-resource.ts';
import { deleteResource } from './delete-resource.ts';
import type { Goal, GoalEvaluator } from './goal.ts';
import { type Requirements, requirementsOf, reversed, runInOrder } from './graph.ts';
import type { Run } from './run.ts';
import { isPresent, type ResourceRecord, resourceOf } from './stack.ts';
import { updateResource } from './update-resource.ts';

export type Failures = ReadonlyMap<string, Error>;

/** What is no longer wanted is deleted last, and only when all the rest succeeded. */
export async function converge(run: Run, goal: Goal, evaluator: GoalEvaluator): Promise<Failures> {
  const { stack } = run;
  const active = new Map(evaluator.active().map((definition) => [definition.logicalId, definition]));
  const all = requirementsOf(goal.template);
  const requirements = new Map(
    [...active.keys()].map((id) => [id, new Set([...(all.get(id) ?? [])].filter((other) => active.has(other)))]),
  );
  const failures = await runInOrder(
    requirements,
    async (id) => {
      const definition = active.get(id);
      const requires = [...(requirements.get(id) ?? [])];
      if (!definition) return;
      const record = resourceOf(stack.resources, id);
      if (isPresent(record) && isUsable(record)) return updateResource(run, record, definition, requires, evaluator);
      if (isPresent(record)) await deleteResource(run, record, false);
      await createResource(run, definition, requires, evaluator);
    },
    { parallelism: stack.parallelism, stopAtFailure: true },
  );
  if (failures.size > 0) return failures;
  const obsolete = present(run).filter((record) => !active.has(record.logicalId));
  return deleteInReverse(run, obsolete, ({ deletionPolicy }) => deletionPolicy === 'Retain', true);
}

/** A resource whose create failed cannot be updated: it is made anew. */
function isUsable(record: ResourceRecord): boolean {
  return record.physicalId !== '' && record.status !== 'CREATE_FAILED';
}

export function present({ stack }: Run): ResourceRecord[] {
  return Object.values(stack.resources).filter(isPresent);
}

/** Deletes resources before those that they need. One failure keeps only what it needs. */
export async function deleteInReverse(
  run: Run,
  records: readonly ResourceRecord[],
  isRetained: (record: ResourceRecord) => boolean,
  forget = false,
): Promise<Failures> {
  const byId = new Map(records.map((record) => [record.logicalId, record]));
  const requirements: Requirements = new Map(
    records.map(({ logicalId, requires }) => [logicalId, new Set(requires.filter((id) => byId.has(id)))]),
  );
  const options = { parallelism: run.stack.parallelism, stopAtFailure: false };
  return runInOrder(
    reversed(requirements),
    async (id) => {
      const record = byId.get(id);
      if (!record) return;
      await deleteResource(run, record, isRetained(record));
      if (forget) delete run.stack.resources[id];
    },
    options,
  );
}
