/** What a handler may use: passed in, so that tests bring their own clock, randomness and cloud. */
import type { Clock } from '../cloud/clock.ts';
import type { HeaderSource } from '../cloud/credentials.ts';
import type { RandomSource } from '../cloud/keys.ts';
import type { Logger } from '../cloud/logger.ts';
import type { OpenApi } from '../cloud/openapi.ts';
import type { Setting, Settings } from '../cloud/settings.ts';
import type { Tablestore } from '../cloud/tablestore.ts';
import type { Config } from './config.ts';
import type { Upstreams } from './health/upstreams.ts';
import type { Statistics } from './reactions/store.ts';

/** The cloud as one set of role credentials sees it. */
export interface Cloud {
  readonly rows: Tablestore;
  readonly openApi: OpenApi;
  /** Answers from memory for up to a minute. */
  readonly settings: Settings;
  /** The same rows, read each time. */
  readonly uncachedSettings: Settings;
  /** Session keys for a token that names an unknown one: read anew, though not more often than every few seconds. */
  newestSessionKeys(): Promise<Setting<'session-keys'>['keys']>;
  /** Statistics that are being fetched now, by room: everybody who asks meanwhile waits for the same answer. */
  readonly refreshing: Map<string, Promise<Statistics>>;
}

export interface Dependencies {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly log: Logger;
  readonly upstreams: Upstreams;
  /** @throws CloudError `NoCredentials` */
  readonly cloud: (headers: HeaderSource) => Cloud;
  /** Runs something once, so many milliseconds from now; without it nothing is put off. */
  readonly after?: ((ms: number, work: () => void) => void) | undefined;
}

/** One request (or timer event). */
export interface Scope {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly log: Logger;
  readonly upstreams: Upstreams;
  readonly cloud: Cloud;
  /** A header of the request. */
  readonly header: (name: string) => string | undefined;
  /** Something that the answer does not wait for; a failure is logged. */
  readonly later: (what: string, work: Promise<unknown>) => void;
  /**
   * Something to do in so many milliseconds, if this instance still runs then: never the only way to get it done. A failure
   * is logged.
   */
  readonly after?: ((ms: number, what: string, work: () => Promise<unknown>) => void) | undefined;
}

/** A request of somebody who is logged in. */
export interface SessionScope extends Scope {
  /** The subject of the session token: the only identity that counts (A2). */
  readonly caller: string;
  /**
   * 32 hexadecimal digits, for a request with an `Idempotency-Key`: each attempt has the same, so that what one attempt
   * created under this id is found by the next.
   */
  readonly seed?: string | undefined;
}
