/** Who wants to hear of ARTC channels and the people in them: subscriptions, at most 20 an application (live.md §4). */
import type { Clock } from '../../clock.ts';
import { liveError } from '../errors.ts';

const MOST_SUBS = 20;
/** Stands for every channel; an application has one such subscription at most. */
export const EVERY_CHANNEL = '*';
export const EVENTS = ['ChannelEvent', 'UserEvent'] as const;
export type SubscribedEvent = (typeof EVENTS)[number];

export interface EventSub {
  readonly appId: string;
  readonly subId: string;
  readonly callbackUrl: string;
  readonly channelId: string;
  readonly events: readonly SubscribedEvent[];
  /** Empty: everybody. */
  readonly users: readonly string[];
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
}

export type EventSubSettings = Pick<EventSub, 'callbackUrl' | 'channelId' | 'events' | 'users'>;

export class EventSubs {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #random: (bytes: number) => Buffer;
  readonly #subs = new Map<string, EventSub>();

  constructor(clock: Pick<Clock, 'now'>, random: (bytes: number) => Buffer) {
    this.#clock = clock;
    this.#random = random;
  }

  of(appId: string): EventSub[] {
    return [...this.#subs.values()].filter((sub) => sub.appId === appId);
  }

  create(appId: string, settings: EventSubSettings): EventSub {
    if (this.of(appId).length >= MOST_SUBS) throw liveError.invalid('AppId', `at most ${MOST_SUBS} subscriptions`);
    this.#checkEveryChannel(appId, settings, undefined);
    const now = this.#clock.now();
    const subId = `Sub-${this.#random(12).toString('hex').toUpperCase()}`;
    const sub = { appId, subId, ...settings, createdAtMs: now, modifiedAtMs: now };
    this.#subs.set(subId, sub);
    return sub;
  }

  update(appId: string, subId: string, settings: EventSubSettings): void {
    const before = this.#get(appId, subId);
    this.#checkEveryChannel(appId, settings, before);
    this.#subs.set(subId, { ...before, ...settings, modifiedAtMs: this.#clock.now() });
  }

  delete(appId: string, subId: string): void {
    this.#subs.delete(this.#get(appId, subId).subId);
  }

  save(): EventSub[] {
    return structuredClone([...this.#subs.values()]);
  }

  load(subs: readonly EventSub[]): void {
    for (const sub of subs) this.#subs.set(sub.subId, sub);
  }

  #get(appId: string, subId: string): EventSub {
    const sub = this.#subs.get(subId);
    if (sub?.appId !== appId) throw liveError.invalid('SubscribeId', 'a subscription of this application');
    return sub;
  }

  #checkEveryChannel(appId: string, { channelId }: EventSubSettings, before: EventSub | undefined): void {
    const isTaken = this.of(appId).some((sub) => sub !== before && sub.channelId === EVERY_CHANNEL);
    if (channelId === EVERY_CHANNEL && isTaken) {
      throw liveError.invalid('ChannelId', 'a channel (one subscription is for all of them already)');
    }
  }
}
