/** Shows an operation on a stack while it runs, and remembers how long it took. */
import { LOCAL_DIRECTORY } from '../context.ts';
import { CliError } from '../errors.ts';
import { keepDurations, readDurations } from '../progress/expectations.ts';
import { ProgressTree } from '../progress/tree.ts';
import type { Terminal, Watch } from '../terminal.ts';

export interface WatchedOperation {
  readonly title: string;
  /** `create:<stack>`, `update:<stack>`, `delete:<stack>`: each takes its own time. */
  readonly key: string;
  readonly stackName: string;
  /** By logical id. */
  readonly types: ReadonlyMap<string, string>;
}

/** `work` hands events to the watch; what it answers says whether anything happened that is worth remembering. */
export async function watched<Result>(
  terminal: Terminal,
  operation: WatchedOperation,
  work: (watch: Watch) => Promise<Result>,
  isWorthKeeping: (result: Result) => boolean,
): Promise<Result> {
  const { title, key, stackName, types } = operation;
  const durations = await readDurations(LOCAL_DIRECTORY, key);
  const tree = new ProgressTree({ stackName, types, durations, isDeletion: key.startsWith('delete:') }, Date.now());
  const watch = await terminal.watch(title, tree);
  let hasBegun = false;
  const event: Watch['event'] = (each) => {
    hasBegun = true;
    watch.event(each);
  };
  try {
    const result = await work({ ...watch, event });
    if (isWorthKeeping(result)) {
      await keepDurations(LOCAL_DIRECTORY, key, tree.measured(Date.now()), terminal.step);
    }
    tree.settle();
    return result;
  } catch (error) {
    if (hasBegun && error instanceof CliError && error.code === 'Interrupted') throw interrupted(stackName);
    throw error;
  } finally {
    watch.end();
  }
}

/** Only the watching ends: what was asked of ROS goes on. */
function interrupted(stackName: string): CliError {
  return new CliError('Interrupted', `interrupted; what was begun on stack ${stackName} goes on without this command`, {
    hint: 'Run the command again to watch it to its end.',
    exitCode: 130,
  });
}
