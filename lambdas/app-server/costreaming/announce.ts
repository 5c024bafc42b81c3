/**
 * Changes of the stage as messages, with the types that official clients know (appserver-contract.md §4.2). Only what the
 * server itself did is told: what clients do among themselves they tell themselves.
 */
import { callMessaging } from '../messaging/call.ts';
import { MESSAGE } from '../messaging/types.ts';
import { isVisible, type Room } from '../rooms/room.ts';
import type { Scope } from '../scope.ts';
import { artcApp } from '../secrets.ts';
import { RTC_LIFETIME, rtcUrls } from './rtc-token.ts';
import type { Happening } from './stage.ts';
import type { StoredStage } from './store.ts';

const DEADLINE_MS = 2_000;
/** The service takes no more of what a sender says about itself (live.md §5). */
const SENDER_BYTES = 512;

interface Message {
  readonly type: number;
  readonly from: string;
  /** Absent for the whole group. */
  readonly to?: string;
  readonly payload: object;
}

/** A message that does not arrive is logged: an empty group refuses one, and every client can fetch the state. */
export async function announceAll(
  scope: Scope,
  room: Room,
  stored: StoredStage,
  happenings: readonly Happening[],
): Promise<void> {
  if (happenings.length === 0 || !isVisible(room)) {
    return;
  }
  const urlOf = await playUrls(scope, room);
  const messages = happenings.flatMap((happening) => messagesOf(scope, room, happening, urlOf));
  if (happenings.some(isSeen)) {
    messages.push({ type: MESSAGE.stage, from: room.anchorId, payload: { version: stored.version } });
  }
  await Promise.all(messages.map((message) => send(scope, room, stored, message)));
}

/** Applications, wishes and the like concern two people only, and those are told. */
function isSeen(happening: Happening): boolean {
  return (
    ['joined', 'left', 'expired', 'cleared', 'switched'].includes(happening.what) ||
    (happening.what === 'kicked' && happening.was !== 'absent')
  );
}

function messagesOf(
  scope: Scope,
  room: Room,
  happening: Happening,
  urlOf: (userId: string) => string | undefined,
): Message[] {
  const { userId } = happening;
  const { anchorId } = room;
  const toAnchor = (type: number): Message => ({ type, from: userId, to: anchorId, payload: {} });
  const toGuest = (type: number, payload: object): Message => ({ type, from: anchorId, to: userId, payload });
  const toGroup = (type: number, payload: object): Message => ({ type, from: userId, payload });
  switch (happening.what) {
    case 'applied':
      return [toAnchor(MESSAGE.applied)];
    case 'cancelled':
      return [toAnchor(MESSAGE.cancelled)];
    case 'approved':
      return [toGuest(MESSAGE.answered, { agree: true, rtcPullUrl: urlOf(anchorId) })];
    case 'rejected':
      return [toGuest(MESSAGE.answered, { agree: false })];
    case 'joined':
      // The URL holds a token that is good for pushing; a strict stage tells it to nobody but those on stage (A9).
      return [
        toGroup(MESSAGE.joinedStage, { rtcPullUrl: scope.config.costreaming === 'strict' ? undefined : urlOf(userId) }),
      ];
    case 'left':
    case 'expired':
      return [toGroup(MESSAGE.leftStage, { reason: 'bySelf' })];
    case 'kicked':
      return [
        ...(happening.was === 'absent' ? [] : [toGuest(MESSAGE.kicked, {})]),
        // A guest that came by its official client says itself that it leaves.
        ...(happening.was === 'member' ? [toGroup(MESSAGE.leftStage, { reason: 'byKickout' })] : []),
      ];
    case 'switched':
      return [
        ...(happening.mic === undefined ? [] : [toGroup(MESSAGE.mic, { micOpened: happening.mic })]),
        ...(happening.camera === undefined ? [] : [toGroup(MESSAGE.camera, { cameraOpened: happening.camera })]),
      ];
    case 'asked':
      return [
        ...(happening.mic === undefined ? [] : [toGuest(MESSAGE.askMic, { needOpenMic: happening.mic })]),
        ...(happening.camera === undefined ? [] : [toGuest(MESSAGE.askCamera, { needOpenCamera: happening.camera })]),
      ];
    case 'cleared':
    case 'lapsed':
      return [];
  }
}

async function send(scope: Scope, room: Room, stored: StoredStage, message: Message): Promise<void> {
  const { type, from, to, payload } = message;
  const info = senderInfo(room, stored, from);
  const data = JSON.stringify(payload);
  try {
    if (to === undefined) {
      const about = { SenderId: from, SenderMetaInfo: info, MsgType: type, Body: data, NoStorage: true };
      await callMessaging(scope, 'SendLiveMessageGroup', { GroupId: room.id, ...about }, DEADLINE_MS);
    } else {
      // What goes to one user says which room it is about (appserver-contract.md §4.1).
      const Body = JSON.stringify({ groupId: room.id, data });
      const about = { SenderId: from, SenderInfo: info, MsgType: type, Body, Storage: false };
      await callMessaging(scope, 'SendLiveMessageUser', { ReceiverId: to, ...about }, DEADLINE_MS);
    }
  } catch (error) {
    scope.log.info('a message about the stage was not sent', { room: room.id, type, error });
  }
}

/** `userExtension` of the sender, by which clients show its name; its picture goes first when it is too long. */
function senderInfo(room: Room, { stage }: StoredStage, userId: string): string | undefined {
  const person = [...stage.members, ...stage.applications].find((entry) => entry.userId === userId);
  const userNick = person?.nick ?? (userId === room.anchorId ? room.anchorNick : undefined);
  const full = JSON.stringify({ userNick, userAvatar: person?.avatar });
  const text = Buffer.byteLength(full) <= SENDER_BYTES ? full : JSON.stringify({ userNick });
  return text !== '{}' && Buffer.byteLength(text) <= SENDER_BYTES ? text : undefined;
}

async function playUrls(scope: Scope, { meetingId }: Room): Promise<(userId: string) => string | undefined> {
  const app = await artcApp(scope);
  const timestamp = Math.floor(scope.clock.now() / 1_000) + RTC_LIFETIME;
  return (userId) =>
    app && meetingId !== undefined ? rtcUrls(app, meetingId, userId, timestamp).rtc_pull_url : undefined;
}
