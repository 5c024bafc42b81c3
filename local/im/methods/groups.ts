/** joinGroup, leaveGroup, queryGroup, and what managers do: createGroup, closeGroup, modifyGroup, listGroupUser. */
import { GROUP_ID, MAX_ADMINISTRATORS, MAX_INFO_BYTES, MAX_NAME_BYTES } from '../../live/messaging/limits.ts';
import { ImError, invalidParam } from '../errors.ts';
import { groupInfo, groupOf, managedGroupOf } from '../groups.ts';
import * as membership from '../membership.ts';
import type { Method } from '../method.ts';
import { integer, text, userIds } from '../params.ts';

/** Joining again is no error. */
export const joinGroup: Method = (params, session, context) => {
  const group = groupOf(params, session, context);
  membership.joinGroup(session, group, context);
  return groupInfo(group);
};

/** Leaving a group in which one is not is no error. */
export const leaveGroup: Method = (params, session, context) => {
  membership.leaveGroup(session, groupOf(params, session, context), context);
  return {};
};

export const queryGroup: Method = (params, session, context) => groupInfo(groupOf(params, session, context));

/** For logins with the role `admin` (live.md §5); its creator is who asks. */
export const createGroup: Method = (params, session, { live, randomHex }) => {
  if (!session.isAdmin) throw new ImError('NoPermission', 'only a login with the role admin may create groups');
  const id = text(params, 'groupId', 64, '') || randomHex(16);
  if (!GROUP_ID.test(id)) throw invalidParam('groupId', '1 to 64 letters and digits');
  const { group, isNew } = live.apps.ensureGroup(session.app.appId, session.app.dataCenter, {
    id,
    name: text(params, 'groupName', MAX_NAME_BYTES, ''),
    info: text(params, 'groupMeta', MAX_INFO_BYTES, ''),
    creatorId: session.userId,
    administrators: [],
  });
  if (group.record.deletedAtMs !== undefined) {
    throw new ImError('GroupDeleted', `the group ${id} is deleted and its id cannot be used again`);
  }
  return { groupId: id, alreadyExist: !isNew };
};

export const closeGroup: Method = (params, session, context) => {
  const group = managedGroupOf(params, session, context);
  context.live.apps.deleteGroup(session.app.appId, group, session.userId);
  return {};
};

/** What is absent, or empty, stays as it is. */
export const modifyGroup: Method = (params, session, context) => {
  const { record } = managedGroupOf(params, session, context);
  const info = text(params, 'groupMeta', MAX_INFO_BYTES, '');
  const administrators = Array.isArray(params.admins) && params.admins.length > 0;
  if (administrators) record.administrators = userIds(params, 'admins', MAX_ADMINISTRATORS);
  if (info !== '') record.info = info;
  context.live.apps.tell({ kind: 'changed', appId: session.app.appId, groupId: record.id });
  return {};
};

/** In pages of at most 50 (SDK); a super-large group has no such list (live.md §5). */
export const listGroupUser: Method = (params, session, context) => {
  const group = managedGroupOf(params, session, context);
  if (group.isSuperLarge) throw new ImError('ReachMax', 'a super-large group has no member list');
  const size = integer(params, 'pageSize', 1, 50, 50);
  const start = integer(params, 'nextPageToken', 0, Number.MAX_SAFE_INTEGER, 0);
  const users = [...group.members].map(([userId, userExtension]) => ({ userId, userExtension }));
  if (integer(params, 'sortType', 0, 1, 0) === 1) users.reverse();
  return {
    groupId: group.record.id,
    userList: users.slice(start, start + size),
    hasMore: start + size < users.length,
    nextPageToken: start + size,
  };
};
