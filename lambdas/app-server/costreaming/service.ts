/** The member list and ARTC tokens. */
import type { Member } from '../../api/costreaming.ts';
import { ApiError } from '../../api/errors.ts';
import { ID_PATTERN } from '../../api/fields.ts';
import { changeRoom, ownedRoom } from '../rooms/change.ts';
import { ENDED, isVisible } from '../rooms/room.ts';
import { readRoom, roomByMeeting } from '../rooms/store.ts';
import type { SessionScope } from '../scope.ts';
import { artcApp } from '../secrets.ts';
import { mayTalk, tidyMembers, withoutUrl } from './members.ts';
import { RTC_LIFETIME, rtcToken } from './rtc-token.ts';

/** Never an error and never without `members`: the Web client maps over it for every room (appserver-contract.md §1.5). */
export async function membersOf(scope: SessionScope, roomId: string): Promise<Member[]> {
  const room = ID_PATTERN.test(roomId) ? await readRoom(scope.cloud.rows, roomId) : undefined;
  if (!room || !isVisible(room)) {
    return [];
  }
  const members = [...(room.members ?? [])];
  // An approved guest reads the others' URLs just before it joins, so only a strict stage can keep them from viewers.
  return mayTalk(scope, room) ? members : members.map(withoutUrl);
}

/** Replaces the whole list, as the anchor's client sends it; the last writer wins, but no write is lost in between (W21). */
export async function replaceMembers(
  scope: SessionScope,
  roomId: string,
  members: readonly Member[],
): Promise<Member[]> {
  const owned = await ownedRoom(scope, scope.caller, roomId);
  const tidy = tidyMembers(members);
  await changeRoom(scope, roomId, owned, (room) => {
    if (room.mode !== 1) {
      throw new ApiError('not_co_streaming');
    }
    if (room.status === ENDED) {
      // A late list would turn cameras on (appserver-contract.md §1.6).
      throw new ApiError('room_state', 'ended');
    }
    return { ...room, members: tidy, updatedAt: scope.clock.now(), version: room.version + 1 };
  });
  return tidy;
}

/**
 * A token for the caller's own id. Channels that are no room here are accepted: AUICall makes its own (W5). On a strict
 * stage the channel of a room is only for those on stage.
 */
export async function rtcLogin(
  scope: SessionScope,
  channelId: string,
): Promise<{ auth_token: string; timestamp: number }> {
  const app = await artcApp(scope);
  if (!app) {
    throw new ApiError('co_streaming_not_offered');
  }
  if (scope.config.costreaming === 'strict') {
    const room = await roomByMeeting(scope.cloud.rows, channelId);
    if (room && !mayTalk(scope, room)) {
      throw new ApiError('not_on_stage');
    }
  }
  const timestamp = Math.floor(scope.clock.now() / 1_000) + RTC_LIFETIME;
  return { auth_token: rtcToken(app, channelId, scope.caller, timestamp), timestamp };
}
