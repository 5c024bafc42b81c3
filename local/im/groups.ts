/** Finds the group that a request is about, checks what its sender may do there, and says what a client knows of it. */
import type { Group, StoredMessage } from '../live/messaging/group.ts';
import { seconds } from '../live/timestamps.ts';
import type { Json } from '../product.ts';
import type { ImContext } from './context.ts';
import { ImError } from './errors.ts';
import { type Params, text } from './params.ts';
import type { Session } from './session.ts';

/** Throws `GroupNotExist` or `GroupDeleted`. */
export function groupOf(params: Params, { app }: Session, { live }: ImContext): Group {
  const groupId = text(params, 'groupId', 64);
  const group = live.apps.findGroup(app.appId, app.dataCenter, groupId);
  if (!group) throw new ImError('GroupNotExist', `there is no group ${groupId}`);
  if (group.record.deletedAtMs !== undefined) throw new ImError('GroupDeleted', `the group ${groupId} is deleted`);
  return group;
}

/** The same, for what only those inside may do. */
export function joinedGroupOf(params: Params, session: Session, context: ImContext): Group {
  const group = groupOf(params, session, context);
  if (!group.members.has(session.userId)) {
    throw new ImError('GroupNotJoined', `join the group ${group.record.id} first`);
  }
  return group;
}

/** The same, for its creator, its administrators, and logins with the role `admin` (live.md §5). */
export function managedGroupOf(params: Params, session: Session, context: ImContext): Group {
  const group = groupOf(params, session, context);
  if (!session.isAdmin && !group.isManagedBy(session.userId)) {
    throw new ImError(
      'NoPermission',
      `only the creator and administrators of the group ${group.record.id} may do that`,
    );
  }
  return group;
}

/** `ImGroupInfo` of the Web SDK. */
export function groupInfo({ record, members }: Group): { [name: string]: Json } {
  return {
    groupId: record.id,
    groupName: record.name,
    groupMeta: record.info,
    createTime: seconds(record.createdAtMs),
    creator: record.creatorId,
    admins: record.administrators,
    statistics: { pv: record.totalTimes, onlineCount: members.size, msgAmount: record.msgAmount },
    muteStatus: muteStatus({ record }),
  };
}

/** `ImGroupMuteStatus` of the Web SDK. */
export function muteStatus({ record }: Pick<Group, 'record'>): { [name: string]: Json } {
  return {
    groupId: record.id,
    muteAll: record.bannedAll,
    muteUserList: record.bannedUsers,
    whiteUserList: record.exceptUsers,
  };
}

/** `ImMessage` of the Web SDK. UNCERTAIN: the unit of `timestamp`; milliseconds here. */
export function messageJson(message: StoredMessage, groupId?: string): { [name: string]: Json } {
  return {
    ...(groupId === undefined ? {} : { groupId }),
    messageId: message.msgTid,
    type: message.msgType,
    data: message.body,
    sender: { userId: message.senderId, userExtension: message.senderInfo },
    seqnum: message.seqNumber,
    timestamp: message.timestampMs,
    level: message.level,
    repeatCount: message.repeatCount,
    totalMsgs: message.totalMessages,
  };
}
