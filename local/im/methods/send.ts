/** sendGroupMessage and sendC2cMessage; who is in the group sees its own message too. */
import type { Group } from '../../live/messaging/group.ts';
import { MAX_TYPES } from '../../live/messaging/limits.ts';
import type { ImContext } from '../context.ts';
import { ImError } from '../errors.ts';
import { joinedGroupOf } from '../groups.ts';
import type { Method } from '../method.ts';
import { flag, integer, messageOf, userId } from '../params.ts';
import type { Session } from '../session.ts';

/** Messages of one user that may wait for the audit. */
const MAX_WAITING_AUDITS = 50;

export const sendGroupMessage: Method = async (params, session, context) => {
  const group = joinedGroupOf(params, session, context);
  const { skipAudit, ...message } = messageOf(params);
  const [skipMuteCheck, noStorage] = [flag(params, 'skipMuteCheck'), flag(params, 'noStorage')];
  const repeatCount = integer(params, 'repeatCount', 1, 1_000_000, 1);
  checkMute(group, session, skipMuteCheck);
  if (!group.takesType(message.msgType)) {
    throw new ImError('ReachMax', `type: at most ${MAX_TYPES} message types in a group`);
  }
  if (!skipAudit && context.audit.isWanted(session.app)) {
    await audited(message.body, session, context);
    // Much may have happened since.
    joinedGroupOf(params, session, context);
    checkMute(group, session, skipMuteCheck);
  }
  const stored = group.add({ ...message, ...signature(session, context), repeatCount }, !noStorage);
  context.live.apps.tell({
    kind: 'message',
    appId: session.app.appId,
    groupId: group.record.id,
    message: stored,
  });
  return { messageId: stored.msgTid };
};

/** UNCERTAIN: what the sender learns of a receiver who is not logged in; nothing here, and nothing is kept. */
export const sendC2cMessage: Method = async (params, session, context) => {
  const receiverId = userId(params, 'receiverId');
  const { skipAudit, ...message } = messageOf(params);
  if (!skipAudit && context.audit.isWanted(session.app)) await audited(message.body, session, context);
  const sent = { ...message, ...signature(session, context), repeatCount: 1, seqNumber: 0, totalMessages: 0 };
  context.live.apps.tellApp({ kind: 'message', appId: session.app.appId, receiverId, message: sent });
  return { messageId: sent.msgTid };
};

function checkMute(group: Group, { userId: sender }: Session, skip: boolean): void {
  if (!skip && group.isMuted(sender)) throw new ImError('Muted', `you are muted in the group ${group.record.id}`);
}

function signature({ userId: senderId, userExtension: senderInfo }: Session, { clock, randomHex }: ImContext) {
  return { msgTid: randomHex(16), senderId, senderInfo, timestampMs: clock.now() };
}

async function audited(content: string, session: Session, { audit }: ImContext): Promise<void> {
  if (session.waitingAudits >= MAX_WAITING_AUDITS) {
    throw new ImError('Busy', `${MAX_WAITING_AUDITS} of your messages wait for the audit: send more slowly`);
  }
  session.waitingAudits += 1;
  const verdict = session.audits.then(() => audit.verdict(session.app, content));
  session.audits = verdict.then(() => {
    session.waitingAudits -= 1;
  });
  const reason = await verdict;
  if (reason !== undefined) throw new ImError('AuditRejected', `the audit refused the message: ${reason}`);
}
