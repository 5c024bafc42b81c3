/** CreateRtcMPUEventSub, UpdateRtcMPUEventSub, DeleteRtcMPUEventSub, DescribeRtcMPUEventSub, ListRtcMPUEventSubRecord. */
import { page } from '../../openapi/page.ts';
import { requiredText, text } from '../../openapi/read.ts';
import type { Action, Params } from '../../openapi/service.ts';
import { callbackUrlProblem } from '../callback-url.ts';
import type { LiveContext } from '../context.ts';
import { liveError } from '../errors.ts';
import { timeRange } from '../time-range.ts';
import { utc } from '../timestamps.ts';

/** Channels that one subscription can name. */
const MOST_CHANNELS = 20;
const CHANNEL_ID = /^[A-Za-z0-9_-]{1,64}$/;

export function createRtcMPUEventSub({ mpuSubs }: LiveContext): Action {
  return (params) => {
    const url = urlOf(requiredText(params, 'CallbackUrl'));
    return { SubId: mpuSubs.create(requiredText(params, 'AppId'), url, channelIdsOf(params)).subId };
  };
}

/** What is not given stays as it is. */
export function updateRtcMPUEventSub({ mpuSubs }: LiveContext): Action {
  return (params) => {
    const url = text(params, 'CallbackUrl');
    mpuSubs.update(requiredText(params, 'AppId'), {
      ...(url === undefined ? {} : { callbackUrl: urlOf(url) }),
      ...(params.ChannelIds === undefined ? {} : { channelIds: channelIdsOf(params) }),
    });
    return {};
  };
}

export function deleteRtcMPUEventSub({ mpuSubs }: LiveContext): Action {
  return (params) => {
    mpuSubs.delete(requiredText(params, 'AppId'));
    return {};
  };
}

/** UNCERTAIN: the answer when there is none; an empty object here. */
export function describeRtcMPUEventSub({ mpuSubs }: LiveContext): Action {
  return (params) => {
    const sub = mpuSubs.find(requiredText(params, 'AppId'));
    if (!sub) return { SubInfo: {} };
    const { appId, subId, callbackUrl, channelIds, createdAtMs } = sub;
    const ids = { AppId: appId, SubId: subId };
    return {
      SubInfo: { ...ids, CallbackUrl: callbackUrl, ChannelIds: channelIds.join(','), CreateTime: utc(createdAtMs) },
    };
  };
}

export function listRtcMPUEventSubRecord({ mpuSubs }: LiveContext): Action {
  return (params) => {
    const { fromMs, toMs } = timeRange(params);
    const [appId, subId] = [requiredText(params, 'AppId'), text(params, 'SubId')];
    const wanted = mpuSubs.records
      .between(fromMs, toMs)
      .filter((record) => record.appId === appId && (subId === undefined || record.subId === subId));
    const found = page(wanted, params, { number: 'PageNo', size: 'PageSize', defaultSize: 20, maxSize: 100 });
    const Logs = found.items.map((record) => ({
      AppId: record.appId,
      SubId: record.subId,
      MsgId: record.msgId,
      CallbackUrl: record.url,
      Data: record.data,
      HTTPCode: String(record.status),
      Cost: record.tookMs,
      Time: utc(record.atMs),
    }));
    return { Logs, Count: found.total, HasMore: found.number < found.pages };
  };
}

function urlOf(url: string): string {
  const problem = callbackUrlProblem(url, 'any-port');
  if (problem) throw liveError.invalid('CallbackUrl', problem);
  return url;
}

function channelIdsOf(params: Params): string[] {
  const ids = text(params, 'ChannelIds')?.split(',') ?? [];
  const isWrong =
    ids.length > MOST_CHANNELS || new Set(ids).size < ids.length || ids.some((id) => !CHANNEL_ID.test(id));
  if (isWrong) throw liveError.invalid('ChannelIds', `at most ${MOST_CHANNELS} different ids joined by commas`);
  return ids;
}
