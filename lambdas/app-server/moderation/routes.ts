/** Moderation over HTTP: by the anchor; whether the whole room is muted is visible to everybody. */
import type { HandlersOf } from '../handlers.ts';
import { formatDate } from '../http/date.ts';
import { deleteMessage, muteStatus, setMuted } from '../messaging/members.ts';
import { freshStatistics, storedStatistics } from '../reactions/statistics.ts';
import { expireStatistics } from '../reactions/store.ts';
import { ownedRoom, visibleRoom } from '../rooms/change.ts';
import type { SessionScope } from '../scope.ts';
import { listBans } from './bans.ts';
import { ban, kick, mute, type Targets, targetsOf, unban, unmute } from './service.ts';

type MuteRoute = 'muteChatroom' | 'cancelMuteChatroom' | 'isMuteChatroom';
type UserRoute = 'muteUser' | 'unmuteUser' | 'banUser' | 'unbanUser' | 'kickUser';
type ModerationRoute = MuteRoute | UserRoute | 'deleteMessage' | 'listMuted' | 'listBanned';

async function muteAll(scope: SessionScope, roomId: string, muted: boolean): Promise<{ code: 200; mute: boolean }> {
  const room = await ownedRoom(scope, scope.caller, roomId);
  await setMuted(scope, room.id, muted);
  await expireStatistics(scope.cloud.rows, room.id);
  return { code: 200, mute: muted };
}

/** A route that does something about users. */
function about(work: (scope: SessionScope, targets: Targets) => Promise<void>) {
  return async (
    scope: SessionScope,
    { id, target_ids }: { id: string; target_ids: string[] },
  ): Promise<{ code: 200; target_ids: string[] }> => {
    const targets = await targetsOf(scope, id, target_ids);
    await work(scope, targets);
    return { code: 200, target_ids: [...targets.users] };
  };
}

export const moderationRoutes: HandlersOf<ModerationRoute> = {
  muteChatroom: (scope, { chatroom_id }) => muteAll(scope, chatroom_id, true),
  cancelMuteChatroom: (scope, { chatroom_id }) => muteAll(scope, chatroom_id, false),
  isMuteChatroom: async (scope, { chatroom_id }) => {
    const [stored, room] = await Promise.all([storedStatistics(scope, chatroom_id), visibleRoom(scope, chatroom_id)]);
    // Any viewer may ask, and as often as he likes: what is known for some seconds spares the messaging service.
    const { mute = await muteStatus(scope, room.id) } = await freshStatistics(scope, room.id, stored);
    return { code: 200, mute: mute.all };
  },
  muteUser: about(mute),
  unmuteUser: about(unmute),
  banUser: about(ban),
  unbanUser: about(unban),
  kickUser: about(kick),
  deleteMessage: async (scope, { id, message_id }) => {
    const room = await ownedRoom(scope, scope.caller, id);
    await deleteMessage(scope, room.id, message_id, scope.caller);
    return { code: 200, message_id };
  },
  listMuted: async (scope, { id }) => {
    const room = await ownedRoom(scope, scope.caller, id);
    const { all, users, except } = await muteStatus(scope, room.id);
    return { code: 200, mute_all: all, user_ids: [...users], except_ids: [...except] };
  },
  listBanned: async (scope, { id, limit, cursor }) => {
    const room = await ownedRoom(scope, scope.caller, id);
    const { bans, next } = await listBans(scope, room.id, { from: cursor ?? undefined, ...(limit && { limit }) });
    return {
      code: 200,
      bans: bans.map(({ userId, bannedAt }) => ({ user_id: userId, banned_at: formatDate(bannedAt) })),
      ...(next !== undefined && { next_cursor: next }),
    };
  },
};
