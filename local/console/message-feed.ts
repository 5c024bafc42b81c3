/** What happens in IM groups, as it happens; also messages that the groups do not keep. Bounded, in memory. */
import type { Clock } from '../clock.ts';
import type { GroupEvent, MessageApps } from '../live/messaging/apps.ts';

/** Events kept; the oldest go first. */
export const MAX_FEED = 500;
/** Characters kept of a message; groups keep it whole. */
export const MAX_BODY = 2_000;

export interface FeedEntry {
  /** Grows by one with each event. */
  readonly number: number;
  readonly timeMs: number;
  readonly appId: string;
  readonly groupId: string;
  readonly kind: GroupEvent['kind'];
  readonly senderId: string;
  readonly msgType: number | undefined;
  readonly body: string;
}

export class MessageFeed {
  readonly #entries: FeedEntry[] = [];
  #count = 0;

  /** Listens from now on, for as long as the applications live. */
  constructor(apps: Pick<MessageApps, 'subscribe'>, clock: Pick<Clock, 'now'>) {
    apps.subscribe((event) => {
      this.#entries.push({
        number: ++this.#count,
        timeMs: clock.now(),
        appId: event.appId,
        groupId: event.groupId,
        kind: event.kind,
        senderId: event.kind === 'message' ? event.message.senderId : event.kind === 'kicked' ? event.userId : '',
        msgType: event.kind === 'message' ? event.message.msgType : undefined,
        body: event.kind === 'message' ? event.message.body.slice(0, MAX_BODY) : '',
      });
      if (this.#entries.length > MAX_FEED) this.#entries.shift();
    });
  }

  newestFirst(): FeedEntry[] {
    return this.#entries.toReversed();
  }
}
