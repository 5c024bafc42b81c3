/** Muting a whole room: by its anchor, visible to everybody. */
import type { HandlersOf } from '../handlers.ts';
import { isMuted, setMuted } from '../messaging/groups.ts';
import { ownedRoom, visibleRoom } from '../rooms/change.ts';
import type { SessionScope } from '../scope.ts';

async function mute(scope: SessionScope, roomId: string, muted: boolean): Promise<{ code: 200; mute: boolean }> {
  const room = await ownedRoom(scope, scope.caller, roomId);
  await setMuted(scope, room.id, muted);
  return { code: 200, mute: muted };
}

export const moderationRoutes: HandlersOf<'muteChatroom' | 'cancelMuteChatroom' | 'isMuteChatroom'> = {
  muteChatroom: (scope, { chatroom_id }) => mute(scope, chatroom_id, true),
  cancelMuteChatroom: (scope, { chatroom_id }) => mute(scope, chatroom_id, false),
  isMuteChatroom: async (scope, { chatroom_id }) => {
    const room = await visibleRoom(scope, chatroom_id);
    return { code: 200, mute: await isMuted(scope, room.id) };
  },
};
