/** What deploying and destroying a stack have in common. */
import type { Stack, StackEvent, Stacks } from '../cloud/stacks.ts';
import { CliError } from '../errors.ts';
import { causeText, rootCauseOf } from './failure.ts';
import { nextStep, requestIdIn } from './next-step.ts';
import { watchStack } from './watch.ts';

export interface OperationOptions {
  readonly stackName: string;
  /** Milliseconds between two looks at the stack. */
  readonly intervalMs: number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly onEvent: (event: StackEvent) => void;
  readonly signal?: AbortSignal;
}

/** Ids of the events that are there already: those of earlier operations. */
export async function earlierEvents(stacks: Stacks, stackId: string): Promise<Set<string>> {
  return idsOf(await stacks.events(stackId));
}

export function idsOf(events: readonly StackEvent[]): Set<string> {
  return new Set(events.map(({ eventId }) => eventId));
}

const BEGINNING = /^(CREATE|UPDATE|DELETE)_IN_PROGRESS$/;

/** Ids of the events before those of the operation that is under way. */
export async function eventsBeforeNow(stacks: Stacks, stackId: string): Promise<Set<string>> {
  const events = await stacks.events(stackId);
  const beginning = events.findLastIndex(
    ({ resourceType, status }) => resourceType === 'ALIYUN::ROS::Stack' && BEGINNING.test(status),
  );
  return idsOf(events.slice(0, Math.max(0, beginning)));
}

/** Follows the operation under way to its end; `earlier` events are not handed on again. */
export async function follow(
  stacks: Stacks,
  stackId: string,
  earlier: Set<string>,
  options: OperationOptions,
): Promise<{ readonly stack: Stack; readonly events: readonly StackEvent[] }> {
  const events: StackEvent[] = [];
  const onEvent = (event: StackEvent): void => {
    events.push(event);
    options.onEvent(event);
  };
  const stack = await watchStack(stacks, stackId, { ...options, onEvent, seen: earlier });
  return { stack, events };
}

/** The error for a stack that did not reach a good end; names the resource that failed first. */
export function stackFailed(stack: Stack, events: readonly StackEvent[]): CliError {
  const cause = rootCauseOf(events);
  const why = cause ? causeText(cause) : stack.statusReason;
  const requestId = requestIdIn(why);
  return new CliError('StackFailed', `stack ${stack.stackName} ended as ${stack.status}. ${why}`, {
    hint: nextStep(why),
    details: {
      stackId: stack.stackId,
      status: stack.status,
      ...(cause ? { cause } : {}),
      ...(requestId ? { requestId } : {}),
    },
  });
}
