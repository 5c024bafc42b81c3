/** Who wants to hear of relay tasks: one subscription an application, and the events that it is sent (live.md §4). */
import type { CallbackSender, Outcome } from '../../callbacks/callback.ts';
import { Journal } from '../../callbacks/journal.ts';
import { rtcCallbackHeaders } from '../../callbacks/signatures.ts';
import type { Clock } from '../../clock.ts';
import { liveError } from '../errors.ts';
import type { MpuEvent, MpuTasks } from './tasks.ts';

export interface MpuEventSub {
  readonly appId: string;
  readonly subId: string;
  readonly callbackUrl: string;
  /** Empty: all channels. */
  readonly channelIds: readonly string[];
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number;
}

export interface MpuEventRecord {
  readonly atMs: number;
  readonly appId: string;
  readonly subId: string;
  readonly msgId: string;
  readonly url: string;
  readonly data: string;
  readonly status: number;
  readonly tookMs: number;
}

export interface MpuEventSubState {
  readonly subs: MpuEventSub[];
  readonly records: MpuEventRecord[];
}

/** The kind of event that tasks have, as the documents' one example shows it. */
const EVENT_TYPE = 1;
/** UNCERTAIN: the codes; 1 is the example's, of a task that pushes. */
const EVENT_CODES: Readonly<Record<MpuEvent['kind'], number | undefined>> = {
  started: 1,
  updated: undefined,
  stopped: 2,
};

export interface MpuEventSubsOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly callbacks: CallbackSender;
  readonly random: (bytes: number) => Buffer;
  /** For the signature; undefined for an application that is not there. */
  readonly appKey: (appId: string) => string | undefined;
}

export class MpuEventSubs {
  readonly #options: MpuEventSubsOptions;
  readonly #subs = new Map<string, MpuEventSub>();
  readonly records: Journal<MpuEventRecord>;

  constructor(tasks: MpuTasks, options: MpuEventSubsOptions) {
    this.#options = options;
    this.records = new Journal(options.clock);
    tasks.subscribe((event) => this.#tell(event));
  }

  find(appId: string): MpuEventSub | undefined {
    return this.#subs.get(appId);
  }

  /** Throws `InvalidParam`. UNCERTAIN: that an application has one; deletion names the application only. */
  create(appId: string, callbackUrl: string, channelIds: readonly string[]): MpuEventSub {
    if (this.find(appId)) throw liveError.invalid('AppId', 'an application without a subscription');
    const subId = `Sub-${this.#options.random(12).toString('hex').toUpperCase()}`;
    const sub = { appId, subId, callbackUrl, channelIds, createdAtMs: this.#options.clock.now() };
    this.#subs.set(appId, sub);
    return sub;
  }

  update(appId: string, change: Partial<Pick<MpuEventSub, 'callbackUrl' | 'channelIds'>>): void {
    this.#subs.set(appId, { ...this.get(appId), ...change });
  }

  delete(appId: string): void {
    this.get(appId);
    this.#subs.delete(appId);
  }

  /** Throws `InvalidParam` when there is none. */
  get(appId: string): MpuEventSub {
    const sub = this.find(appId);
    if (!sub) throw liveError.invalid('AppId', 'an application with a subscription');
    return sub;
  }

  save(): MpuEventSubState {
    return { subs: structuredClone([...this.#subs.values()]), records: this.records.save() };
  }

  load({ subs, records }: MpuEventSubState): void {
    for (const sub of subs) this.#subs.set(sub.appId, sub);
    this.records.load(records);
  }

  #tell({ kind, task }: MpuEvent): void {
    const sub = this.find(task.appId);
    const code = EVENT_CODES[kind];
    if (!sub || code === undefined) return;
    if (sub.channelIds.length > 0 && !sub.channelIds.includes(task.channelId)) return;
    for (const url of task.urls) this.#send(sub, task.taskId, url, code);
  }

  #send(sub: MpuEventSub, TaskId: string, DstUrl: string, EventCode: number): void {
    const { clock, callbacks, random, appKey } = this.#options;
    const { appId: AppId, subId: SubId, callbackUrl } = sub;
    const now = clock.now();
    const MsgId = random(16).toString('hex');
    const Payload = { DstUrl, EventTs: now, EventCode, ErrorCode: 0, ErrorMessage: '' };
    const body = JSON.stringify({ EventType: EVENT_TYPE, MsgId, AppId, SubId, TaskId, CallbackTs: now, Payload });
    callbacks.send({
      ...{ product: 'live', name: 'RelayTaskCallback', method: 'POST', url: callbackUrl, body },
      headersAt: (nowMs) => rtcCallbackHeaders(callbackUrl, appKey(AppId) ?? '', nowMs),
      finished: (outcome) => this.records.add(recordOf(sub, MsgId, body, outcome)),
    });
  }
}

function recordOf({ appId, subId, callbackUrl }: MpuEventSub, msgId: string, data: string, outcome: Outcome) {
  const { sentAtMs: atMs, status = 0, tookMs } = outcome;
  return { atMs, appId, subId, msgId, url: callbackUrl, data, status, tookMs };
}
