/** What the engine is given from outside: time, identifiers, resource types. */
import type { Clock } from '../../clock.ts';
import type { Types } from './types.ts';

export interface Environment {
  readonly clock: Clock;
  readonly accountId: string;
  readonly types: Types;
  /** A new UUID. */
  newId(): string;
  /** The local cloud is shutting down: nothing more is started or recorded. */
  isClosed(): boolean;
  /** One line about something a person may want to know; never a secret. */
  log(line: string): void;
}

/** Work was left because the local cloud shuts down. */
export class Interrupted extends Error {
  constructor() {
    super('the local cloud is shutting down');
    this.name = 'Interrupted';
  }
}
