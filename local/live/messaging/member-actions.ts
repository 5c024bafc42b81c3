/** Who is in a group, who is online, and removing somebody. */
import { number, requiredText } from '../../openapi/read.ts';
import type { Action } from '../../openapi/service.ts';
import type { LiveContext } from '../context.ts';
import { liveError } from '../errors.ts';
import { appOf, checkUserId, dataCenterOf, groupOf, userIds } from './door.ts';
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

/** Online here means: in at least one group of the application. */
export function checkLiveMessageUsersOnline({ apps }: LiveContext): Action {
  return (params) => {
    const groups = apps.groups(appOf(apps, params).appId, dataCenterOf(params));
    const UserList = userIds(params, 'UserIds', MAX_CHECKED_USERS).map((UserId) => ({
      UserId,
      Online: groups.some(({ members }) => members.has(UserId)),
    }));
    return { UserList };
  };
}

export function kickLiveMessageGroupUser({ apps }: LiveContext): Action {
  return (params) => {
    const { members, record } = groupOf(apps, params);
    const userId = checkUserId('KickoffUser', requiredText(params, 'KickoffUser'));
    if (!members.delete(userId)) throw liveError.resourceNotExist(`user ${userId} in group ${record.id}`);
    apps.tell({ kind: 'kicked', appId: requiredText(params, 'AppId'), groupId: record.id, userId });
    return {};
  };
}
