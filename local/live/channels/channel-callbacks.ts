/** Tells subscribers what happens in ARTC channels (live.md §4, "Channel events"). */
import type { CallbackSender } from '../../callbacks/callback.ts';
import type { Journal } from '../../callbacks/journal.ts';
import type { Clock } from '../../clock.ts';
import type { Json } from '../../product.ts';
import type { ChannelEvent, Channels, LeaveReason, Participant } from '../../rtc/channels.ts';
import type { MpuEventRecord } from '../mpu/event-subs.ts';
import { seconds } from '../timestamps.ts';
import { EVERY_CHANNEL, type EventSub, type EventSubs } from './event-subs.ts';

/** The same members as those of relay tasks. */
export type ChannelEventRecord = MpuEventRecord;

export interface ChannelCallbackOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly random: (bytes: number) => Buffer;
  readonly channels: Channels;
  readonly subs: EventSubs;
  readonly callbacks: CallbackSender;
  readonly records: Journal<ChannelEventRecord>;
}

/** The tags of user events: help.aliyun.com/document_detail/274447.html. */
const USER_TAGS = {
  joined: 'Join',
  left: 'Leave',
  published: 'Publish',
  unpublished: 'Unpublish',
  'role changed': 'Roleupdate',
} as const;

/** UNCERTAIN: the tags of channel events and what their object holds. */
const CHANNEL_TAGS = { opened: 'Open', closed: 'Close' } as const;

/** UNCERTAIN: the numbers of roles (1 interactive, 2 live by analogy with the subscriptions' filter) and of reasons. */
const ROLES: Readonly<Record<Participant['role'], number>> = { interactive: 1, live: 2 };
const REASONS: Readonly<Record<LeaveReason, number>> = { left: 1, removed: 2, replaced: 3, 'channel deleted': 4 };

interface Content {
  readonly appId: string;
  readonly channelId: string;
  /** Of user events. */
  readonly userId?: string;
  readonly content: { readonly [name: string]: Json };
}

export function sendChannelCallbacks({ channels, subs, ...options }: ChannelCallbackOptions): void {
  channels.subscribe((event) => {
    const told = contentOf(event, options.clock.now());
    for (const sub of subs.of(told.appId)) if (isWanted(sub, told)) send(sub, told, options);
  });
}

function contentOf(event: ChannelEvent, nowMs: number): Content {
  const Timestamp = seconds(nowMs);
  if (!('participant' in event)) {
    const { appId, channelId } = event;
    const ChannelEvent = { ChannelId: channelId, EventTag: CHANNEL_TAGS[event.kind], Timestamp };
    return { appId, channelId, content: { Event: 'ChannelEvent', ChannelEvent } };
  }
  const { appId, channelId, userId, sessionId, role } = event.participant;
  const UserEvent = {
    ...{ UserId: userId, EventTag: USER_TAGS[event.kind], SessionId: sessionId, Timestamp },
    ...{ ChannelProfile: 'interactive_live', Role: ROLES[role] },
    ...(event.kind === 'left' ? { Reason: REASONS[event.reason] } : {}),
  };
  return { appId, channelId, userId, content: { Event: 'UserEvent', UserEvent } };
}

function isWanted(sub: EventSub, { channelId, userId, content }: Content): boolean {
  const isItsChannel = sub.channelId === EVERY_CHANNEL || sub.channelId === channelId;
  const isItsUser = userId === undefined || sub.users.length === 0 || sub.users.includes(userId);
  return isItsChannel && isItsUser && sub.events.some((event) => event === content.Event);
}

function send(
  { subId, callbackUrl: url }: EventSub,
  { appId, channelId, content }: Content,
  { clock, random, callbacks, records }: Omit<ChannelCallbackOptions, 'channels' | 'subs'>,
): void {
  const msgId = random(16).toString('hex');
  const about = { MsgId: msgId, MsgTimestamp: seconds(clock.now()), SubscribeId: subId };
  const body = JSON.stringify({ ...about, AppId: appId, ChannelId: channelId, Contents: [content] });
  callbacks.send({
    ...{ product: 'live', name: 'ChannelCallback', method: 'POST', url, body },
    finished: ({ sentAtMs: atMs, status = 0, tookMs }) =>
      records.add({ atMs, appId, subId, msgId, url, data: body, status, tookMs }),
  });
}
