/** Reports to the application's event callback who logged on and off, and who came into groups and left (live.md §4). */
import type { MessageApp } from '../live/messaging/apps.ts';
import type { Json } from '../product.ts';
import { type CallbackOptions, postCallback } from './callback-request.ts';
import type { Ended } from './protocol.ts';
import type { Session } from './session.ts';

/** Users in one request. UNCERTAIN: how many the service sends at most. */
const MAX_USERS_IN_REQUEST = 100;
/** Users that wait for a callback that is slow; more are lost, as with a callback that is out of order. */
const MAX_WAITING = 10_000;

const EVENT = { logon: 1, logoff: 2, join: 3, leave: 4, reconnect: 5 } as const;

interface UserEvents {
  readonly uid: string;
  readonly sid: string;
  readonly events: { [name: string]: Json }[];
}

interface Queue {
  readonly waiting: UserEvents[];
  isSending: boolean;
}

export interface EventCallbackOptions extends CallbackOptions {
  readonly randomHex: (bytes: number) => string;
  readonly log: (line: string) => void;
}

export class EventCallbacks {
  readonly #options: EventCallbackOptions;
  readonly #queues = new Map<string, Queue>();
  #closed = false;

  constructor(options: EventCallbackOptions) {
    this.#options = options;
  }

  loggedOn(session: Session): void {
    this.#add(session, { e: EVENT.logon });
  }

  /** UNCERTAIN: the reason `r` of a user whom the service itself logs off; the number of the SDK's `disconnect` here. */
  loggedOff(session: Session, why: Ended): void {
    this.#add(session, { e: EVENT.logoff, r: why });
  }

  joined(session: Session, groupId: string): void {
    this.#add(session, { e: EVENT.join, g: groupId });
  }

  left(session: Session, groupId: string): void {
    this.#add(session, { e: EVENT.leave, g: groupId });
  }

  reconnected(session: Session): void {
    this.#add(session, { e: EVENT.reconnect, gs: [...session.groups] });
  }

  close(): void {
    this.#closed = true;
    this.#queues.clear();
  }

  #add({ app, userId, id }: Session, event: { [name: string]: Json }): void {
    if (this.#closed || app.eventCallbackUrl === '') return;
    const queue = this.#queues.get(app.appId) ?? { waiting: [], isSending: false };
    this.#queues.set(app.appId, queue);
    const last = queue.waiting.at(-1);
    if (last?.sid === id) last.events.push(event);
    else queue.waiting.push({ uid: userId, sid: id, events: [event] });
    if (queue.waiting.length > MAX_WAITING) queue.waiting.shift();
    if (!queue.isSending) void this.#sendAll(app, queue);
  }

  /** One request after another, so that events arrive in order. UNCERTAIN: retries; none here. */
  async #sendAll(app: MessageApp, queue: Queue): Promise<void> {
    queue.isSending = true;
    // What one action causes (leaving groups, then logging off) goes together.
    await Promise.resolve();
    while (queue.waiting.length > 0 && !this.#closed) {
      const eves = queue.waiting.splice(0, MAX_USERS_IN_REQUEST).map(({ uid, sid, events }) => ({ uid, sid, events }));
      await this.#send(app, { transactionid: this.#options.randomHex(16), appid: app.appId, eves });
    }
    queue.isSending = false;
  }

  async #send(app: MessageApp, body: Json): Promise<void> {
    const { log } = this.#options;
    // The address may have been taken away since.
    if (app.eventCallbackUrl === '') return;
    try {
      const { status } = await postCallback(app.eventCallbackUrl, app, body, this.#options);
      if (status !== 200) log(`im: the event callback of ${app.appId} answered ${status}`);
    } catch (error) {
      log(`im: the event callback of ${app.appId} failed: ${(error as Error).message}`);
    }
  }
}
