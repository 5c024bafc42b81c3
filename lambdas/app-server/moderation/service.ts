/** What the anchor does about somebody in the room. Everything may be done again, so a failure is repaired by repeating. */
import { ApiError } from '../../api/errors.ts';
import { announce } from '../messaging/groups.ts';
import { kickUsers, muteUsers, unmuteUsers } from '../messaging/members.ts';
import { MESSAGE } from '../messaging/types.ts';
import { expireStatistics } from '../reactions/store.ts';
import { ownedRoom } from '../rooms/change.ts';
import type { Room } from '../rooms/room.ts';
import type { SessionScope } from '../scope.ts';
import { removeBan, writeBan } from './bans.ts';
import { takeOffStage } from './stage.ts';

/** The anchor cannot be meant: nobody else could undo it. */
const ANCHOR = {
  en: 'target_ids: the anchor cannot be muted, removed or banned.',
  zh: 'target_ids：不能对主播执行此操作。',
};

export interface Targets {
  readonly room: Room;
  /** Each once. */
  readonly users: readonly string[];
}

/** @throws ApiError `not_room_owner`, `room_not_found`, or `invalid_request` when the anchor is among the users */
export async function targetsOf(scope: SessionScope, roomId: string, ids: readonly string[]): Promise<Targets> {
  const room = await ownedRoom(scope, scope.caller, roomId);
  const users = [...new Set(ids)];
  if (users.includes(room.anchorId)) {
    throw new ApiError('invalid_request', ANCHOR);
  }
  return { room, users };
}

export async function mute(scope: SessionScope, { room, users }: Targets): Promise<void> {
  await muteUsers(scope, room.id, users);
  await expireStatistics(scope.cloud.rows, room.id);
}

export async function unmute(scope: SessionScope, { room, users }: Targets): Promise<void> {
  await unmuteUsers(scope, room.id, users);
  await expireStatistics(scope.cloud.rows, room.id);
}

/** Out of the messaging group and off the stage; they may come back. */
export async function kick(scope: SessionScope, { room, users }: Targets): Promise<void> {
  await takeOffStage(scope, room, users);
  // Told before they are out, so that they are told as well.
  await tell(scope, room, 'kick', users);
  await kickUsers(scope, room.id, users);
}

/**
 * The rows come first: from then on nobody of them is let in. What they had is then taken from them; whoever comes back
 * with a token from before is muted, and kicked again when the messaging service reports it (callbacks/message.ts).
 */
export async function ban(scope: SessionScope, { room, users }: Targets): Promise<void> {
  await Promise.all(users.map((user) => writeBan(scope, user, room.id)));
  await Promise.all([takeOffStage(scope, room, users), muteUsers(scope, room.id, users)]);
  await tell(scope, room, 'ban', users);
  await kickUsers(scope, room.id, users);
  await expireStatistics(scope.cloud.rows, room.id);
}

/** A ban muted them, so its end lets them talk again. */
export async function unban(scope: SessionScope, { room, users }: Targets): Promise<void> {
  await unmuteUsers(scope, room.id, users);
  await Promise.all(users.map((user) => removeBan(scope, user, room.id)));
  await expireStatistics(scope.cloud.rows, room.id);
}

async function tell(scope: SessionScope, room: Room, action: string, users: readonly string[]): Promise<void> {
  await announce(scope, room, MESSAGE.moderation, { action, userId: users[0], userIds: users });
}
