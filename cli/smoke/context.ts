/** What the steps of a smoke test work with. */
import type { ApiClient } from '../../lambdas/api/client.ts';
import type { ResponseOf } from '../../lambdas/api/routes.ts';
import type { Connection } from './messaging.ts';
import type { Publisher } from './publisher.ts';
import type { Maybe, SmokeClock, Stepper } from './stepper.ts';

export interface User {
  readonly name: string;
  readonly password: string;
}

export interface SmokeContext {
  /** Nobody is logged in. */
  readonly api: ApiClient;
  readonly steps: Stepper;
  readonly clock: SmokeClock;
  /** The anchor, a guest and a viewer; empty: made up, which only a `demo` stage accepts. */
  readonly users: readonly User[];
  /** Letters and digits that tell this run from others. */
  readonly mark: string;
  /** Milliseconds for what a callback of the cloud has to bring about. */
  readonly patienceMs: number;
  /** Address of the local messaging service, where it is not the one that the stage names. */
  readonly messagingOrigin: string | undefined;
  readonly connect: (origin: string) => Promise<Connection>;
  readonly publisher: Maybe<Publisher>;
  /** Ids of the rooms that this run has created, which it removes in the end. */
  readonly made: string[];
}

export type ClientConfig = ResponseOf<'clientConfig'>;
export type Room = ResponseOf<'get'>;

export interface Person {
  readonly id: string;
  readonly api: ApiClient;
}

export interface People {
  readonly anchor: Person;
  readonly guest: Person;
  readonly viewer: Person;
}

/** The three in the chat of a room. */
export interface Chat {
  readonly anchor: Connection;
  readonly guest: Connection;
  readonly viewer: Connection;
}

/** A request about a room, in one's own name. */
export const about = (person: Person, roomId: string) => ({ id: roomId, user_id: person.id });

export const look = (person: Person, roomId: string): Promise<Room> => person.api.call('get', about(person, roomId));
