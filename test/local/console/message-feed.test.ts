import { describe, expect, it } from 'vitest';
import { MAX_BODY, MAX_FEED, MessageFeed } from '../../../local/console/message-feed.ts';
import type { GroupEvent } from '../../../local/live/messaging/apps.ts';

/** Applications that only tell. */
function teller() {
  let tell: (event: GroupEvent) => void = () => undefined;
  const apps = {
    subscribe(listener: (event: GroupEvent) => void) {
      tell = listener;
      return () => undefined;
    },
  };
  let now = 100;
  const feed = new MessageFeed(apps, { now: () => now++ });
  return { feed, tell: (event: GroupEvent) => tell(event) };
}

const WHERE = { appId: 'app-1', groupId: 'group-1' };

function message(body: string): GroupEvent {
  return {
    kind: 'message',
    ...WHERE,
    message: {
      ...{ msgTid: 't', body, msgType: 1001, senderId: 'alice', senderInfo: '', seqNumber: 1, timestampMs: 1 },
      ...{ level: 0, repeatCount: 1, totalMessages: 1 },
    },
  };
}

describe('the feed of IM events', () => {
  it('tells who said what, the newest first', () => {
    const { feed, tell } = teller();
    tell(message('first'));
    tell(message('second'));
    expect(feed.newestFirst()).toEqual([
      { number: 2, timeMs: 101, ...WHERE, kind: 'message', senderId: 'alice', msgType: 1001, body: 'second' },
      { number: 1, timeMs: 100, ...WHERE, kind: 'message', senderId: 'alice', msgType: 1001, body: 'first' },
    ]);
  });

  it.each<[GroupEvent, string]>([
    [{ kind: 'kicked', ...WHERE, userId: 'bob' }, 'bob'],
    [{ kind: 'muted', ...WHERE }, ''],
    [{ kind: 'changed', ...WHERE }, ''],
    [{ kind: 'deleted', ...WHERE }, ''],
  ])('tells what else happens: %j', (event, senderId) => {
    const { feed, tell } = teller();
    tell(event);
    expect(feed.newestFirst()).toEqual([
      { number: 1, timeMs: 100, ...WHERE, kind: event.kind, senderId, msgType: undefined, body: '' },
    ]);
  });

  it('keeps the beginning of a long message', () => {
    const { feed, tell } = teller();
    tell(message('a'.repeat(15_000)));
    expect(feed.newestFirst()[0]?.body).toBe('a'.repeat(MAX_BODY));
  });

  it('keeps the newest and lets the oldest go', () => {
    const { feed, tell } = teller();
    for (let index = 0; index < MAX_FEED + 10; index += 1) tell(message(String(index)));
    expect(feed.newestFirst()).toHaveLength(MAX_FEED);
    expect(feed.newestFirst()[0]?.body).toBe(String(MAX_FEED + 9));
  });
});
