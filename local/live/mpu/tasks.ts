/** Relay and mixing tasks (MPU) of ARTC channels, with the limits of live.md §7. */

import type { Json } from '../../product.ts';
import type { Channels } from '../../rtc/channels.ts';
import type { Schedule } from '../../schedule.ts';
import { liveError } from '../errors.ts';

/** Tasks of one application at a time: relayed as they are, and mixed. */
const MAX_TASKS = { single: 200, mix: 40 } as const;
/** A stream URL may not be used again so soon after its task stopped. */
const URL_REST_MS = 10_000;
/** A task ends by itself so long after everybody left its channel, unless `MaxIdleTime` says otherwise. */
const IDLE_MS = 120_000;

export interface MpuTask {
  readonly appId: string;
  readonly taskId: string;
  readonly channelId: string;
  /** 0: one participant as is; 1: mixed. */
  readonly mixMode: '0' | '1';
  /** Where it pushes to. */
  readonly urls: readonly string[];
  /** The parameters as they were given. */
  readonly settings: Readonly<Record<string, Json>>;
}

export interface MpuEvent {
  readonly kind: 'started' | 'updated' | 'stopped';
  readonly task: MpuTask;
}

export class MpuTasks {
  readonly #schedule: Schedule;
  readonly #channels: Channels;
  readonly #tasks = new Map<string, MpuTask>();
  readonly #listeners = new Set<(event: MpuEvent) => void>();
  /** Cancels the end of each task whose channel is empty. */
  readonly #ends = new Map<string, () => void>();
  /** When each URL was released, in milliseconds since the epoch. */
  readonly #released = new Map<string, number>();

  constructor(schedule: Schedule, channels: Channels) {
    this.#schedule = schedule;
    this.#channels = channels;
    channels.subscribe((event) => {
      if (event.kind !== 'closed' && event.kind !== 'opened') return;
      for (const task of this.of(event.appId)) if (task.channelId === event.channelId) this.#watch(task);
    });
  }

  /** For the media server, which relays and mixes; answers how to stop listening. */
  subscribe(listener: (event: MpuEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Throws `InvalidParam` also when nobody is in the channel. */
  start(task: MpuTask): void {
    if (!this.#channels.exists(task.appId, task.channelId)) throw liveError.channelNotFound(task.channelId);
    if (this.find(task.appId, task.taskId))
      throw liveError.invalid('TaskId', `a new id: ${task.taskId} is running; that`);
    this.#checkQuota(task, undefined);
    this.#checkUrls(task, undefined);
    this.#tasks.set(keyOf(task.appId, task.taskId), task);
    this.#tell({ kind: 'started', task });
  }

  /** Throws `InvalidParam` when it is not running. */
  update(task: MpuTask): void {
    const before = this.#existing(task.appId, task.taskId);
    if (before.channelId !== task.channelId)
      throw liveError.invalid('ChannelId', `${before.channelId}, the task's channel,`);
    this.#checkQuota(task, before);
    this.#checkUrls(task, before);
    this.#tasks.set(keyOf(task.appId, task.taskId), task);
    this.#release(before, task.urls);
    this.#watch(task);
    this.#tell({ kind: 'updated', task });
  }

  stop(appId: string, taskId: string): void {
    const task = this.#existing(appId, taskId);
    const key = keyOf(appId, taskId);
    this.#tasks.delete(key);
    this.#ends.get(key)?.();
    this.#ends.delete(key);
    this.#release(task, []);
    this.#tell({ kind: 'stopped', task });
  }

  find(appId: string, taskId: string): MpuTask | undefined {
    return this.#tasks.get(keyOf(appId, taskId));
  }

  of(appId: string): MpuTask[] {
    return [...this.#tasks.values()].filter((task) => task.appId === appId);
  }

  save(): MpuTask[] {
    return structuredClone([...this.#tasks.values()]);
  }

  load(tasks: readonly MpuTask[]): void {
    for (const task of tasks) {
      this.#tasks.set(keyOf(task.appId, task.taskId), task);
      this.#watch(task);
    }
  }

  /** A task lives as long as its channel, and a little longer. */
  #watch(task: MpuTask): void {
    const key = keyOf(task.appId, task.taskId);
    this.#ends.get(key)?.();
    this.#ends.delete(key);
    if (this.#channels.exists(task.appId, task.channelId)) return;
    const { MaxIdleTime } = task.settings;
    const idleMs = typeof MaxIdleTime === 'string' && MaxIdleTime !== '' ? Number(MaxIdleTime) * 1000 : IDLE_MS;
    this.#ends.set(
      key,
      this.#schedule.after(idleMs, () => this.stop(task.appId, task.taskId)),
    );
  }

  /** Starts the rest of the URLs that the task no longer uses, and forgets those whose rest is over. */
  #release(task: MpuTask, stillUsed: readonly string[]): void {
    const now = this.#schedule.now();
    for (const [url, releasedAtMs] of this.#released) {
      if (now >= releasedAtMs + URL_REST_MS) this.#released.delete(url);
    }
    for (const url of task.urls) if (!stillUsed.includes(url)) this.#released.set(url, now);
  }

  #tell(event: MpuEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #existing(appId: string, taskId: string): MpuTask {
    const task = this.find(appId, taskId);
    if (!task) throw liveError.invalid('TaskId', `a running task: ${taskId} does not exist; that`);
    return task;
  }

  #checkQuota(task: MpuTask, before: MpuTask | undefined): void {
    const limit = task.mixMode === '1' ? MAX_TASKS.mix : MAX_TASKS.single;
    const running = this.of(task.appId).filter((other) => other !== before && other.mixMode === task.mixMode).length;
    if (running >= limit)
      throw liveError.invalid('TaskId', `at most ${limit} tasks with MixMode ${task.mixMode}: a stopped one`);
  }

  #checkUrls(task: MpuTask, before: MpuTask | undefined): void {
    for (const url of task.urls) {
      if (before?.urls.includes(url)) continue;
      const used = [...this.#tasks.values()].some((other) => other !== before && other.urls.includes(url));
      const releasedAt = this.#released.get(url);
      const resting = releasedAt !== undefined && this.#schedule.now() < releasedAt + URL_REST_MS;
      if (used || resting) {
        throw liveError.invalid('StreamURL', `a URL that no task uses or used in the last ${URL_REST_MS / 1000} s`);
      }
    }
  }
}

function keyOf(appId: string, taskId: string): string {
  return `${appId}/${taskId}`;
}
