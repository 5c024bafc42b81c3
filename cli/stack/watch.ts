/** Follows a stack operation to its end and hands on each event once, in order. */
import { isPassing } from '../cloud/service-error.ts';
import type { Stack, StackEvent, Stacks } from '../cloud/stacks.ts';
import { verdictOf } from './status.ts';

export interface WatchOptions {
  /** Milliseconds between two looks. */
  readonly intervalMs: number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly onEvent: (event: StackEvent) => void;
  /** Events that were there before the operation: not handed on. */
  readonly seen: Set<string>;
  readonly signal?: AbortSignal;
}

/** How many looks in a row may fail for passing reasons before the watcher gives up. */
const PATIENCE = 30;

export async function watchStack(stacks: Stacks, stackId: string, options: WatchOptions): Promise<Stack> {
  for (;;) {
    options.signal?.throwIfAborted();
    const stack = await patiently(() => stacks.get(stackId), options);
    await handOn(stacks, stackId, options);
    if (verdictOf(stack.status) !== 'running') return stack;
    await options.sleep(options.intervalMs);
  }
}

/** Events are read after the status: the last look therefore misses none. */
async function handOn(stacks: Stacks, stackId: string, options: WatchOptions): Promise<void> {
  for (const event of await patiently(() => stacks.events(stackId), options)) {
    if (options.seen.has(event.eventId)) continue;
    options.seen.add(event.eventId);
    options.onEvent(event);
  }
}

async function patiently<T>(look: () => Promise<T>, { sleep, intervalMs }: WatchOptions): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await look();
    } catch (error) {
      if (!isPassing(error) || failures >= PATIENCE) throw error;
      await sleep(Math.min(intervalMs * failures, 10_000));
    }
  }
}
