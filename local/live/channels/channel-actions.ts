/** DescribeChannelUsers, DescribeChannelParticipants, ListRTCLiveRooms, DeleteChannel and RemoveTerminals. */
import { page } from '../../openapi/page.ts';
import { requiredText, text, texts } from '../../openapi/read.ts';
import type { Action, Params } from '../../openapi/service.ts';
import type { Participant } from '../../rtc/channels.ts';
import type { LiveContext } from '../context.ts';
import { liveError } from '../errors.ts';
import { seconds } from '../timestamps.ts';

/** UNCERTAIN: what `Timestamp` tells; the time of the answer here. */
export function describeChannelUsers({ channels, clock }: LiveContext): Action {
  return (params) => {
    const { appId, channelId } = channelOf(params);
    const users = channels.users(appId, channelId);
    const [interactive, live] = (['interactive', 'live'] as const).map((role) => idsOf(users, role));
    return {
      IsChannelExists: channels.exists(appId, channelId),
      InteractiveUserList: interactive ?? [],
      InteractiveUserNumber: interactive?.length ?? 0,
      LiveUserList: live ?? [],
      LiveUserNumber: live?.length ?? 0,
      Timestamp: seconds(clock.now()),
    };
  };
}

/** UNCERTAIN: what `Times` tells; the time of the answer here. A channel that does not exist has no participants. */
export function describeChannelParticipants({ channels, clock }: LiveContext): Action {
  return (params) => {
    const { appId, channelId } = channelOf(params);
    const users = channels.users(appId, channelId).map(({ userId }) => userId);
    const sorted = text(params, 'Order') === 'desc' ? users.reverse() : users;
    const found = page(sorted, params, { number: 'PageNum', size: 'PageSize', defaultSize: 10, maxSize: 100 });
    return {
      UserList: found.items,
      TotalNum: found.total,
      TotalPage: found.pages,
      Times: seconds(clock.now()),
    };
  };
}

export function listRTCLiveRooms({ channels }: LiveContext): Action {
  return (params) => {
    const rooms = channels.of(requiredText(params, 'AppId'));
    const found = page(rooms, params, { number: 'PageNo', size: 'PageSize', defaultSize: 10, maxSize: 100 });
    return { Rooms: found.items, Total: found.total };
  };
}

/** Everybody in it is disconnected. UNCERTAIN: whether it can be joined again; it can here. */
export function deleteChannel({ channels }: LiveContext): Action {
  return (params) => {
    const { appId, channelId } = channelOf(params);
    if (!channels.delete(appId, channelId)) throw liveError.channelNotFound(channelId);
    return {};
  };
}

/** UNCERTAIN: the codes for each user. */
export function removeTerminals({ channels }: LiveContext): Action {
  return (params) => {
    const { appId, channelId } = channelOf(params);
    if (!channels.exists(appId, channelId)) throw liveError.channelNotFound(channelId);
    const Terminals = (texts(params, 'TerminalIds') ?? []).map((userId) =>
      channels.remove({ appId, channelId, userId })
        ? { Id: userId, Code: 0, Message: 'success' }
        : { Id: userId, Code: 404, Message: 'the user is not in the channel' },
    );
    return { Terminals };
  };
}

function channelOf(params: Params) {
  return { appId: requiredText(params, 'AppId'), channelId: requiredText(params, 'ChannelId') };
}

function idsOf(users: readonly Participant[], wanted: Participant['role']): string[] {
  return users.filter(({ role }) => role === wanted).map(({ userId }) => userId);
}
