/** All stacks of the account, by id and by name. */
import { rosError } from '../errors.ts';
import { isDeleted, runningOperation, type StackRecord } from './stack.ts';

export class Stacks {
  private readonly byId = new Map<string, StackRecord>();

  add(stack: StackRecord): void {
    this.byId.set(stack.stackId, stack);
  }

  /** Deleted ones too, as long as the local cloud remembers them. Throws `StackNotFound`. */
  get(stackId: string, regionId: string): StackRecord {
    const stack = this.byId.get(stackId);
    if (stack?.regionId !== regionId) throw rosError.stackNotFound(stackId);
    return stack;
  }

  /** A stack that exists and on which nothing is running. Throws `StackNotFound` or `ActionInProgress`. */
  getIdle(stackId: string, regionId: string): StackRecord {
    const stack = this.get(stackId, regionId);
    if (isDeleted(stack)) throw rosError.stackNotFound(stackId);
    const operation = runningOperation(stack);
    if (operation) throw rosError.actionInProgress(stack.stackName, operation);
    return stack;
  }

  /** The stack of that name that is not deleted: names are unique in a region. */
  named(stackName: string, regionId: string): StackRecord | undefined {
    return this.all().find(
      (stack) => stack.stackName === stackName && stack.regionId === regionId && !isDeleted(stack),
    );
  }

  remove(stackId: string): void {
    this.byId.delete(stackId);
  }

  /** In the order of their creation. */
  all(): StackRecord[] {
    return [...this.byId.values()];
  }
}
