/** Brings users into groups and out of them, and ends their sessions: the one place that writes member lists. */
import type { Group } from '../live/messaging/group.ts';
import type { ImContext } from './context.ts';
import { CLOSE, ENDED, type Ended, pushText } from './protocol.ts';
import { type Session, userOf } from './session.ts';

/** Nothing happens when the user is in it already. */
export function joinGroup(session: Session, group: Group, context: ImContext): void {
  if (group.members.has(session.userId)) return;
  group.join(session.userId, session.userExtension);
  session.groups.add(group.record.id);
  context.callbacks.joined(session, group.record.id);
  context.notices.joined(session.app.appId, group, userOf(session));
}

/** Nothing happens when the user is not in it. */
export function leaveGroup(session: Session, group: Group, context: ImContext): void {
  session.groups.delete(group.record.id);
  if (!group.members.delete(session.userId)) return;
  context.callbacks.left(session, group.record.id);
  context.notices.left(session.app.appId, group, userOf(session));
}

/** After a lost connection: into the groups that are still there, without counting new entries. */
export function rejoinGroups(session: Session, groupIds: readonly string[], context: ImContext): void {
  const groups = groupIds.flatMap((groupId) => {
    const group = context.live.apps.peekGroup(session.app.appId, groupId);
    return group && group.record.deletedAtMs === undefined ? [group] : [];
  });
  for (const group of groups) {
    group.rejoin(session.userId, session.userExtension);
    session.groups.add(group.record.id);
    context.notices.joined(session.app.appId, group, userOf(session));
  }
}

/**
 * Logs the user out: takes it out of its groups, and tells a client that did not ask for it why. Nothing happens to a
 * session that has ended. After a logout the connection stays, for another login.
 */
export function endSession(session: Session, why: Ended, context: ImContext): void {
  const { sessions, live, callbacks } = context;
  const { connection, app, userId } = session;
  if (connection.session !== session) return;
  connection.detach();
  sessions.remove(session);
  live.apps.online(app).delete(userId);
  const groupIds = [...session.groups];
  for (const groupId of groupIds) {
    const group = live.apps.peekGroup(app.appId, groupId);
    if (group) leaveGroup(session, group, context);
  }
  callbacks.loggedOff(session, why);
  if (why === ENDED.lost) {
    sessions.lose(session, groupIds);
    connection.terminate();
  } else if (why !== ENDED.logout) {
    connection.send(pushText('disconnect', { reason: why }));
    connection.close(CLOSE.ended + why, 'the session has ended');
  }
}
