/** The instances of one version of a function: shared up to its concurrency, added when full, stopped when idle. */

import type { Schedule } from '../../schedule.ts';
import type { CodeFolders } from '../code-folders.ts';
import { unpack } from '../code-package.ts';
import { fcError, toFcError } from '../errors.ts';
import { IDLE_INSTANCE_MS, LIMITS } from '../limits.ts';
import { Instance, type InstanceOptions } from './instance.ts';

export interface PoolOptions extends Omit<InstanceOptions, 'id' | 'folder'> {
  readonly zipFile: string;
  readonly folders: CodeFolders;
  readonly schedule: Schedule;
  readonly newInstanceId: () => string;
  /** Takes one of the account's instances; false when none is left. */
  readonly reserve: () => boolean;
  readonly release: () => void;
}

/** The right to send one request to an instance. */
export interface Lease {
  readonly instance: Instance;
  /** Must be called once the request has ended. `broken`: the instance must not serve further requests. */
  done(result?: { readonly broken: boolean }): void;
}

interface Member {
  readonly instance: Instance;
  readonly started: Promise<void>;
  stopped: Promise<void> | undefined;
  cancelIdle: () => void;
  /** Called when its last request has ended while the pool closes. */
  drained: () => void;
}

const NOTHING = (): void => undefined;

export class Pool {
  readonly #options: PoolOptions;
  readonly #members = new Set<Member>();
  #folder: Promise<string> | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Process ids of the running instances. */
  get pids(): number[] {
    return [...this.#members].flatMap(({ instance }) => instance.pid ?? []);
  }

  /** Waits for an instance that is ready. Throws `FcError` when it cannot be started. */
  async lease(requestId: string): Promise<Lease> {
    if (this.#closing) throw fcError.unavailable('the function was updated or deleted meanwhile: call again');
    const member = this.#withRoom() ?? this.#add();
    const { instance } = member;
    member.cancelIdle();
    instance.requests.add(requestId);
    const done = ({ broken = false } = {}): void => {
      instance.requests.delete(requestId);
      if (broken) instance.accepts = false;
      if (instance.requests.size > 0) return;
      member.drained();
      this.#rest(member);
    };
    try {
      await member.started;
    } catch (error) {
      this.#options.log.write(toFcError(error).message, instance.id, requestId);
      done({ broken: true });
      throw error;
    }
    return { instance, done };
  }

  /** Takes no more requests, lets those under way end (not when in a hurry), stops all and removes the code. */
  close({ hurry = false } = {}): Promise<void> {
    if (hurry) for (const member of this.#members) this.#kill(member);
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** The fullest one that has room, so that others can become idle. */
  #withRoom(): Member | undefined {
    let best: Member | undefined;
    for (const member of this.#members) {
      const { accepts, requests } = member.instance;
      if (!accepts || requests.size >= this.#options.settings.concurrency) continue;
      if (!best || requests.size > best.instance.requests.size) best = member;
    }
    return best;
  }

  #add(): Member {
    if (!this.#options.reserve()) throw fcError.tooManyInstances(LIMITS.instances);
    const id = this.#options.newInstanceId();
    const instance = new Instance({ ...this.#options, id, folder: () => this.#unpacked() });
    const started = instance.start();
    const member: Member = { instance, started, stopped: undefined, cancelIdle: NOTHING, drained: NOTHING };
    this.#members.add(member);
    return member;
  }

  /** Unzips once, when the first instance starts. */
  #unpacked(): Promise<string> {
    this.#folder ??= (async () => {
      const folder = await this.#options.folders.create();
      await unpack(this.#options.zipFile, folder);
      return folder;
    })();
    return this.#folder;
  }

  /** Without requests an instance waits for the next one, unless it must not take any. */
  #rest(member: Member): void {
    if (this.#closing || !member.instance.accepts) void this.#stop(member);
    else member.cancelIdle = this.#options.schedule.after(IDLE_INSTANCE_MS, () => void this.#stop(member));
  }

  #stop(member: Member, hurry = false): Promise<void> {
    member.cancelIdle();
    member.stopped ??= member.instance.stop({ hurry }).finally(() => {
      this.#members.delete(member);
      this.#options.release();
    });
    return member.stopped;
  }

  /** Also when it is being stopped in order already. */
  #kill(member: Member): void {
    void member.instance.stop({ hurry: true });
    void this.#stop(member, true).then(() => member.drained());
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#members].map((member) => this.#drain(member)));
    if (this.#folder) await this.#options.folders.remove(await this.#folder);
  }

  /** Requests under way end by themselves: the function's time-out sees to it. */
  async #drain(member: Member): Promise<void> {
    member.instance.accepts = false;
    if (member.instance.requests.size > 0) {
      await new Promise<void>((resolve) => {
        member.drained = resolve;
      });
    }
    await this.#stop(member);
  }
}
