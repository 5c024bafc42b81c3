/** CreateEventSub, UpdateEventSub, DeleteEventSub, ListEventSub and ListEventSubEvent. */
import { page } from '../../openapi/page.ts';
import { number, requiredText, text, texts } from '../../openapi/read.ts';
import type { Action, Params } from '../../openapi/service.ts';
import { callbackUrlProblem } from '../callback-url.ts';
import type { LiveContext } from '../context.ts';
import { liveError } from '../errors.ts';
import { utc } from '../timestamps.ts';
import { EVENTS, EVERY_CHANNEL, type EventSubSettings, type SubscribedEvent } from './event-subs.ts';

export function createEventSub({ eventSubs }: LiveContext): Action {
  return (params) => ({ SubscribeId: eventSubs.create(requiredText(params, 'AppId'), settingsOf(params)).subId });
}

export function updateEventSub({ eventSubs }: LiveContext): Action {
  return (params) => {
    eventSubs.update(requiredText(params, 'AppId'), requiredText(params, 'SubscribeId'), settingsOf(params));
    return {};
  };
}

export function deleteEventSub({ eventSubs }: LiveContext): Action {
  return (params) => {
    eventSubs.delete(requiredText(params, 'AppId'), requiredText(params, 'SubscribeId'));
    return {};
  };
}

export function listEventSub({ eventSubs }: LiveContext): Action {
  return (params) => ({
    Subscribers: eventSubs.of(requiredText(params, 'AppId')).map((sub) => ({
      SubId: sub.subId,
      CallbackUrl: sub.callbackUrl,
      ChannelId: sub.channelId,
      Events: [...sub.events],
      Users: [...sub.users],
      CreateTime: utc(sub.createdAtMs),
      ModifyTime: utc(sub.modifiedAtMs),
    })),
  });
}

/** UNCERTAIN: the unit of `StartTime` and `EndTime`; seconds since the epoch here. */
export function listEventSubEvent({ eventRecords }: LiveContext): Action {
  return (params) => {
    const [from, to] = [number(params, 'StartTime') ?? 0, number(params, 'EndTime') ?? 0];
    const [appId, subId] = [requiredText(params, 'AppId'), text(params, 'SubscribeId')];
    const wanted = eventRecords
      .between(from * 1000, to * 1000)
      .filter((record) => record.appId === appId && (subId === undefined || record.subId === subId));
    const found = page(wanted, params, { number: 'PageNo', size: 'PageSize', defaultSize: 20, maxSize: 100 });
    const Logs = found.items.map((record) => ({
      AppId: record.appId,
      SubId: record.subId,
      MessageId: record.msgId,
      Url: record.url,
      Data: record.data,
      Code: record.status,
      Cost: record.tookMs,
      Time: utc(record.atMs),
    }));
    return { Logs, Count: found.total, HasMore: found.number < found.pages };
  };
}

function settingsOf(params: Params): EventSubSettings {
  const callbackUrl = requiredText(params, 'CallbackUrl');
  const problem = callbackUrlProblem(callbackUrl, 'any-port');
  if (problem) throw liveError.invalid('CallbackUrl', problem);
  const events = texts(params, 'Events') ?? [];
  const isKnown = (event: string): event is SubscribedEvent => (EVENTS as readonly string[]).includes(event);
  if (events.length === 0 || !events.every(isKnown)) throw liveError.invalid('Events', EVENTS.join(' or '));
  const channelId = text(params, 'ChannelId') ?? EVERY_CHANNEL;
  const users = texts(params, 'Users') ?? [];
  if (users.length > 0 && channelId === EVERY_CHANNEL) {
    throw liveError.invalid('ChannelId', 'with Users, the channel they are in');
  }
  return { callbackUrl, channelId, events: [...new Set(events)], users };
}
