/** Relay and mixing tasks (MPU) of ARTC channels, with the limits of live.md §7. */
import type { Clock } from '../../clock.ts';
import type { Json } from '../../product.ts';
import { liveError } from '../errors.ts';

/** Tasks of one application at a time: relayed as they are, and mixed. */
export const MAX_TASKS = { single: 200, mix: 40 } as const;
/** A stream URL may not be used again so soon after its task stopped. */
export const URL_REST_MS = 10_000;

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

export class MpuTasks {
  readonly #clock: Clock;
  readonly #tasks = new Map<string, MpuTask>();
  /** When each URL was released, in milliseconds since the epoch. */
  readonly #released = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(task: MpuTask): void {
    if (this.find(task.appId, task.taskId))
      throw liveError.invalid('TaskId', `a new id: ${task.taskId} is running; that`);
    this.#checkQuota(task, undefined);
    this.#checkUrls(task, undefined);
    this.#tasks.set(keyOf(task.appId, task.taskId), task);
  }

  /** Throws `InvalidParam` when it is not running. */
  update(task: MpuTask): void {
    const before = this.#existing(task.appId, task.taskId);
    if (before.channelId !== task.channelId)
      throw liveError.invalid('ChannelId', `${before.channelId}, the task's channel,`);
    this.#checkQuota(task, before);
    this.#checkUrls(task, before);
    this.#tasks.set(keyOf(task.appId, task.taskId), task);
  }

  stop(appId: string, taskId: string): void {
    const task = this.#existing(appId, taskId);
    this.#tasks.delete(keyOf(appId, taskId));
    for (const url of task.urls) this.#released.set(url, this.#clock.now());
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
    for (const task of tasks) this.#tasks.set(keyOf(task.appId, task.taskId), task);
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
      const resting = releasedAt !== undefined && this.#clock.now() < releasedAt + URL_REST_MS;
      if (used || resting) {
        throw liveError.invalid('StreamURL', `a URL that no task uses or used in the last ${URL_REST_MS / 1000} s`);
      }
    }
  }
}

function keyOf(appId: string, taskId: string): string {
  return `${appId}/${taskId}`;
}
