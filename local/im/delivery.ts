/** Passes on to clients what happens in groups and to users, whoever caused it: a client, or a call of the OpenAPI. */
import type { AppEvent, GroupEvent } from '../live/messaging/apps.ts';
import type { Group } from '../live/messaging/group.ts';
import type { Json } from '../product.ts';
import type { ImContext } from './context.ts';
import { messageJson, muteStatus } from './groups.ts';
import { endSession } from './membership.ts';
import { ENDED, type PushEvent, pushText } from './protocol.ts';
import { userOf } from './session.ts';
import type { Sessions } from './sessions.ts';

/** Why a client is no longer in a group, as the Web SDK numbers it. */
const EXIT = { deleted: 1, kicked: 2 } as const;

/** To each member who is connected; the text is encoded once. */
export function broadcast(sessions: Sessions, appId: string, { members }: Group, text: string): void {
  const bytes = Buffer.from(text);
  for (const userId of members.keys()) sessions.get(appId, userId)?.connection.send(bytes);
}

export function deliverGroupEvent(event: GroupEvent, context: ImContext): void {
  const { appId, groupId } = event;
  const group = context.live.apps.peekGroup(appId, groupId);
  if (!group) return;
  const toAll = (name: PushEvent, data: { [name: string]: Json }): void =>
    broadcast(context.sessions, appId, group, pushText(name, data));
  if (event.kind === 'message') toAll('recvgroupmessage', messageJson(event.message, groupId));
  else if (event.kind === 'message-deleted') toAll('deletegroupmessage', { groupId, messageId: event.messageId });
  else if (event.kind === 'muted') toAll('mutechange', muteStatus(group));
  else if (event.kind === 'changed') {
    toAll('infochange', { groupId, groupMeta: group.record.info, adminList: group.record.administrators });
  } else if (event.kind === 'kicked') {
    const session = context.sessions.get(appId, event.userId);
    exit(appId, event.userId, groupId, EXIT.kicked, context);
    context.notices.left(appId, group, session ? userOf(session) : { userId: event.userId, userExtension: '' });
  } else {
    for (const userId of group.members.keys()) exit(appId, userId, groupId, EXIT.deleted, context);
  }
}

export function deliverAppEvent(event: AppEvent, context: ImContext): void {
  const { sessions } = context;
  if (event.kind === 'disabled') {
    for (const session of sessions.of(event.appId)) endSession(session, ENDED.kicked, context);
  } else if (event.kind === 'user-info') {
    const session = sessions.get(event.appId, event.userId);
    if (session) session.userExtension = event.info;
  } else {
    const text =
      event.kind === 'message'
        ? pushText('recvc2cmessage', messageJson(event.message))
        : pushText('deletec2cmessage', { messageId: event.messageId });
    sessions.get(event.appId, event.receiverId)?.connection.send(text);
  }
}

/** The member list already is, or soon will be, without the user. */
function exit(appId: string, userId: string, groupId: string, reason: number, context: ImContext): void {
  const session = context.sessions.get(appId, userId);
  if (!session) return;
  session.groups.delete(groupId);
  session.connection.send(pushText('exit', { groupId, reason }));
  context.callbacks.left(session, groupId);
}
