/** Who is in a group, who is online, and removing somebody. */
import { number, requiredText } from '../../openapi/read.ts';
import type { Action } from '../../openapi/service.ts';
import type { LiveContext } from '../context.ts';
import { liveError } from '../errors.ts';
import { appOf, checkUserId, groupOf, limitedText, userIds } from './door.ts';
import { MAX_META_BYTES } from './limits.ts';
import { listFrom } from './token-page.ts';

/** UNCERTAIN: users in one check; the smallest number that other IM calls allow. */
const MAX_CHECKED_USERS = 30;

export function listLiveMessageGroupUsers({ apps }: LiveContext): Action {
  return (params) => {
    const group = groupOf(apps, params);
    if (group.isSuperLarge) throw liveError.inputInvalid('GroupId', 'a super-large group has no member list');
    const { items, next } = listFrom([...group.members], params, number(params, 'PageSize'));
    const UserList = items.map(([UserId, UserInfo]) => ({ UserId, UserInfo }));
    return { GroupId: group.record.id, UserList, Hasmore: next !== undefined, NextPageToken: next ?? 0 };
  };
}

export function checkLiveMessageUsersInGroup({ apps }: LiveContext): Action {
  return (params) => {
    const { members } = groupOf(apps, params);
    const Users = userIds(params, 'UserIds', MAX_CHECKED_USERS).map((UserId) => ({
      UserId,
      Online: members.has(UserId),
    }));
    return { Users };
  };
}

/** Online means: logged in, in whichever groups. */
export function checkLiveMessageUsersOnline({ apps }: LiveContext): Action {
  return (params) => {
    const online = apps.online(appOf(apps, params));
    const UserList = userIds(params, 'UserIds', MAX_CHECKED_USERS).map((UserId) => ({
      UserId,
      Online: online.has(UserId),
    }));
    return { UserList };
  };
}

export function kickLiveMessageGroupUser({ apps }: LiveContext): Action {
  return (params) => {
    const group = groupOf(apps, params);
    const userId = checkUserId('KickoffUser', requiredText(params, 'KickoffUser'));
    if (!apps.kick(requiredText(params, 'AppId'), group, userId)) {
      throw liveError.resourceNotExist(`user ${userId} in group ${group.record.id}`);
    }
    return {};
  };
}

/** Changes what groups show about a member; the answer names the groups in which it is. */
export function modifyLiveMessageUserInfo({ apps }: LiveContext): Action {
  return (params) => {
    const { appId, dataCenter } = appOf(apps, params);
    const userId = checkUserId('UserId', requiredText(params, 'UserId'));
    const info = limitedText(params, 'UserMetaInfo', MAX_META_BYTES);
    const joined = apps.groups(appId, dataCenter).filter(({ members }) => members.has(userId));
    for (const { members } of joined) members.set(userId, info);
    apps.tellApp({ kind: 'user-info', appId, userId, info });
    return { SuccessList: joined.map(({ record }) => ({ GroupId: record.id, Success: true })), FailList: [] };
  };
}
