/** Creates or updates a stack and waits for the end: the same code for Alibaba Cloud and for a local cloud. */
import type { StackInput, StackRef, Stacks } from '../cloud/stacks.ts';
import { CliError } from '../errors.ts';
import { causeText, rootCauseOf } from './failure.ts';
import { earlierEvents, eventsBeforeNow, follow, idsOf, type OperationOptions, stackFailed } from './operation.ts';
import { isEmptyShell, isUpdatable, verdictOf } from './status.ts';

export interface DeployOptions extends OperationOptions {
  readonly input: StackInput;
  /** One line about what this deployment does before its own stack begins. */
  readonly tell: (text: string) => void;
}

export interface Deployment {
  readonly action: 'created' | 'updated' | 'unchanged';
  readonly stackId: string;
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Throws a CliError that names the root cause when the stack does not reach a good end. */
export async function deployStack(stacks: Stacks, options: DeployOptions): Promise<Deployment> {
  const existing = await readyForChange(stacks, options);
  return existing ? update(stacks, existing, options) : create(stacks, options);
}

/** Waits for an operation under way and clears away an empty shell; undefined when a new stack must be made. */
async function readyForChange(stacks: Stacks, options: DeployOptions): Promise<StackRef | undefined> {
  const found = await stacks.find(options.stackName);
  if (!found) return undefined;
  const status = verdictOf(found.status) === 'running' ? await endOf(found.stackId, stacks, options) : found.status;
  if (status === 'DELETE_COMPLETE') return undefined;
  if (isEmptyShell(status)) {
    await clearAway(found, stacks, options);
    return undefined;
  }
  if (isUpdatable(status)) return { ...found, status };
  throw new CliError('StackNotUpdatable', `stack ${options.stackName} is ${status} and cannot be updated`, {
    hint: 'Look at its events in the ROS console, or remove it with "live-stack destroy" and deploy again.',
    details: { stackId: found.stackId, status },
  });
}

/** What becomes of a stack that holds nothing is not part of the deployment that is watched; why it does is told. */
async function clearAway({ stackId, stackName }: StackRef, stacks: Stacks, options: DeployOptions): Promise<void> {
  const events = await stacks.events(stackId);
  const cause = rootCauseOf(events);
  if (cause)
    options.tell(`The creation of stack ${stackName} before this one failed: ${causeText(cause)}. Creating it anew`);
  await stacks.delete(stackId);
  await follow(stacks, stackId, idsOf(events), { ...options, onEvent: () => undefined });
}

async function endOf(stackId: string, stacks: Stacks, options: DeployOptions): Promise<string> {
  const earlier = await eventsBeforeNow(stacks, stackId);
  return (await follow(stacks, stackId, earlier, options)).stack.status;
}

async function create(stacks: Stacks, options: DeployOptions): Promise<Deployment> {
  const stackId = await stacks.create(options.stackName, options.input);
  return finish('created', stackId, stacks, new Set(), options);
}

async function update(stacks: Stacks, { stackId }: StackRef, options: DeployOptions): Promise<Deployment> {
  const earlier = await earlierEvents(stacks, stackId);
  if (await stacks.update(stackId, options.input)) return finish('updated', stackId, stacks, earlier, options);
  const { status, outputs } = await stacks.get(stackId);
  return { action: 'unchanged', stackId, status, outputs };
}

async function finish(
  action: 'created' | 'updated',
  stackId: string,
  stacks: Stacks,
  earlier: Set<string>,
  options: DeployOptions,
): Promise<Deployment> {
  const { stack, events } = await follow(stacks, stackId, earlier, options);
  if (verdictOf(stack.status) !== 'done') throw stackFailed(stack, events);
  return { action, stackId, status: stack.status, outputs: stack.outputs };
}
