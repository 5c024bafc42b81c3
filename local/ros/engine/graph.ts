/** The order of work: which resource waits for which, and running them in parallel in that order. */
import { referencesIn } from '../template/references.ts';
import type { ResourceDefinition, Template } from '../template/template.ts';

/** For each node the nodes that must be done before it. */
export type Requirements = ReadonlyMap<string, ReadonlySet<string>>;

/** Resources that each resource refers to (Ref, Fn::GetAtt, Fn::Sub) or names in DependsOn. */
export function requirementsOf(template: Template): Map<string, Set<string>> {
  return new Map(
    [...template.resources].map(([logicalId, resource]) => [logicalId, new Set(required(resource, template))]),
  );
}

function required(resource: ResourceDefinition, template: Template): string[] {
  const references = referencesIn(resource.properties, '').filter(
    ({ kind }) => kind === 'name' || kind === 'attribute',
  );
  return [...references.map(({ name }) => name), ...resource.dependsOn].filter((name) => template.resources.has(name));
}

/** A path that ends where it begins; undefined when there is none. */
export function findCycle(requirements: Requirements): string[] | undefined {
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const next of requirements.get(node) ?? []) {
      const cycle = visit(next, [...path, node]);
      if (cycle) return cycle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of requirements.keys()) {
    const cycle = visit(node, []);
    if (cycle) return cycle;
  }
  return undefined;
}

/** The same graph with every arrow turned: what is done last is undone first. */
export function reversed(requirements: Requirements): Map<string, Set<string>> {
  const result = new Map([...requirements.keys()].map((node) => [node, new Set<string>()]));
  for (const [node, needed] of requirements) {
    for (const other of needed) result.get(other)?.add(node);
  }
  return result;
}

export interface RunOptions {
  /** How many nodes run at once; 0 is no limit. */
  readonly parallelism: number;
  /** After a failure nothing new is started; otherwise only what waits for the failed node is left out. */
  readonly stopAtFailure: boolean;
}

/** Runs each node after the nodes it requires. Answers the failures; what is running is always waited for. */
export async function runInOrder(
  requirements: Requirements,
  run: (node: string) => Promise<void>,
  { parallelism, stopAtFailure }: RunOptions,
): Promise<Map<string, Error>> {
  const failures = new Map<string, Error>();
  const done = new Set<string>();
  const waiting = new Set(requirements.keys());
  const running = new Map<string, Promise<void>>();
  const isReady = (node: string) =>
    [...(requirements.get(node) ?? [])].every((other) => done.has(other) || !requirements.has(other));
  const start = (node: string) => {
    waiting.delete(node);
    const work = run(node).then(
      () => void done.add(node),
      (error: Error) => void failures.set(node, error),
    );
    running.set(
      node,
      work.then(() => void running.delete(node)),
    );
  };
  for (;;) {
    const mayStart = !(stopAtFailure && failures.size > 0);
    for (const node of mayStart ? [...waiting] : []) {
      if ((parallelism === 0 || running.size < parallelism) && isReady(node)) start(node);
    }
    if (running.size === 0) return failures;
    await Promise.race(running.values());
  }
}
