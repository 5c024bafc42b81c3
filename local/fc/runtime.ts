/** Runs functions: one pool of instances per function, replaced when its code or configuration changes. */
import type { Clock } from '../clock.ts';
import type { Identities } from '../ram/identities.ts';
import type { Schedule } from '../schedule.ts';
import type { FunctionName } from './arn.ts';
import { CodeFolders } from './code-folders.ts';
import { RoleCredentials } from './credentials.ts';
import { FunctionLog, type LogStore } from './function-log.ts';
import { memoryReader, type ReadMemory } from './instance/memory.ts';
import { Pool } from './instance/pool.ts';
import { LIMITS } from './limits.ts';
import { functionKey } from './records.ts';
import { newRequestId, newResourceId, type RandomBytes } from './request-id.ts';
import { type FunctionSettings, settingsOf } from './settings.ts';
import type { Store } from './store.ts';

export interface RuntimeOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly identities: Identities;
  readonly accountId: string;
  readonly sls: LogStore;
  readonly endpoint: () => string;
  readonly log: (message: string) => void;
  /** Where folders for code are made. */
  readonly directory: string;
  readonly random: RandomBytes;
  /** Default: that of the operating system. */
  readonly readMemory?: ReadMemory;
}

export class Runtime {
  readonly #options: RuntimeOptions;
  readonly #folders: CodeFolders;
  readonly #credentials: RoleCredentials;
  readonly #pools = new Map<string, { readonly pool: Pool; readonly settings: FunctionSettings }>();
  /** Pools that are closing after an update or deletion. */
  readonly #closing = new Map<Pool, Promise<void>>();
  readonly #readMemory: ReadMemory;
  #instances = 0;
  readonly #ready: Promise<void>;

  constructor(options: RuntimeOptions) {
    this.#options = options;
    this.#readMemory = options.readMemory ?? memoryReader();
    this.#folders = new CodeFolders(options.directory);
    this.#credentials = new RoleCredentials(options.identities, options.clock);
    this.#ready = this.#folders.removeAbandoned();
    this.#ready.catch((error: Error) =>
      options.log(`folders of an earlier run could not be removed: ${error.message}`),
    );
  }

  newRequestId(): string {
    return newRequestId(this.#options.clock.now(), this.#options.random);
  }

  /** The pool of a function and the configuration it runs with. Throws `FunctionNotFound`. */
  of(name: FunctionName): { readonly pool: Pool; readonly settings: FunctionSettings } {
    const key = functionKey(name);
    const record = this.#options.store.function(name);
    const known = this.#pools.get(key);
    if (known) return known;
    const settings = settingsOf(record.input, this.#options.store.serviceOf(name)?.input);
    const { store: _store, clock, sls, log, directory: _directory, random, ...shared } = this.#options;
    const pool = new Pool({
      ...shared,
      name,
      settings,
      zipFile: record.zipFile,
      folders: this.#folders,
      credentials: this.#credentials,
      readMemory: this.#readMemory,
      log: new FunctionLog({ name, target: settings.log, sls, clock, log }),
      newInstanceId: () => `c-${newResourceId(random)}`,
      newRequestId: () => this.newRequestId(),
      reserve: () => this.#reserve(),
      release: () => {
        this.#instances -= 1;
      },
    });
    const entry = { pool, settings };
    this.#pools.set(key, entry);
    return entry;
  }

  /** After an update or deletion: the next request gets new instances, requests under way end on the old ones. */
  retire(name: FunctionName): void {
    const key = functionKey(name);
    const entry = this.#pools.get(key);
    if (!entry) return;
    this.#pools.delete(key);
    const closing = entry.pool
      .close()
      .catch((error: Error) => this.#options.log(`${name.functionName}: an instance did not stop: ${error.message}`))
      .finally(() => this.#closing.delete(entry.pool));
    this.#closing.set(entry.pool, closing);
  }

  /** Process ids of all instances. */
  get pids(): number[] {
    return [...[...this.#pools.values()].map(({ pool }) => pool), ...this.#closing.keys()].flatMap((pool) => pool.pids);
  }

  async close(): Promise<void> {
    const pools = [...[...this.#pools.values()].map(({ pool }) => pool), ...this.#closing.keys()];
    await Promise.all(pools.map((pool) => pool.close({ hurry: true })));
    await Promise.all(this.#closing.values());
    await this.#folders.removeAll();
  }

  #reserve(): boolean {
    if (this.#instances >= LIMITS.instances) return false;
    this.#instances += 1;
    return true;
  }
}
