/** What everybody on an instance shares of the cloud's answers: those that are fresh, and those that are under way. */
import { remember } from './per-cloud.ts';

/** Answers that are good for a while, those still under way included: a crowd that comes at once causes one read. */
export class Recent<Value> {
  readonly #freshMs: number;
  readonly #most: number;
  readonly #known = new Map<string, { readonly readAt: number; readonly value: Promise<Value> }>();

  /** @param most answers that are kept; the oldest go first */
  constructor(freshMs: number, most: number) {
    this.#freshMs = freshMs;
    this.#most = most;
  }

  /** @param now milliseconds since the epoch */
  get(key: string, now: number, read: () => Promise<Value>): Promise<Value> {
    const known = this.#known.get(key);
    if (known && now - known.readAt < this.#freshMs) {
      return known.value;
    }
    const value = read();
    remember(this.#known, key, { readAt: now, value }, this.#most);
    // A read that failed answers only those who waited for it.
    value.catch(() => this.#known.get(key)?.value === value && this.#known.delete(key));
    return value;
  }

  forget(key: string): void {
    this.#known.delete(key);
  }
}

interface Lane<Value> {
  /** Ends when the turn that is under way does, however it does. */
  readonly running: Promise<unknown>;
  next?: Promise<Value>;
}

/**
 * Work that is never done twice at a time for one key: whoever comes while it is under way shares the next turn with all who
 * come until then. So a single caller waits for nobody, a crowd costs little, and no answer is older than its question.
 */
export class Turns<Value> {
  readonly #lanes = new Map<string, Lane<Value>>();

  /** @param work of the first who waits for a turn; it does what all of them want */
  take(key: string, work: () => Promise<Value>): Promise<Value> {
    const lane = this.#lanes.get(key);
    if (!lane) {
      return this.#begin(key, work);
    }
    lane.next ??= lane.running.then(() => this.#begin(key, work));
    return lane.next;
  }

  #begin(key: string, work: () => Promise<Value>): Promise<Value> {
    const value = work();
    const lane: Lane<Value> = {
      running: value.then(
        () => this.#end(key),
        () => this.#end(key),
      ),
    };
    this.#lanes.set(key, lane);
    return value;
  }

  #end(key: string): void {
    if (!this.#lanes.get(key)?.next) {
      this.#lanes.delete(key);
    }
  }
}
