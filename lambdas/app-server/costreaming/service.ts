/** The member list as official clients know it, and ARTC tokens. */
import type { Member } from '../../api/costreaming.ts';
import { ApiError } from '../../api/errors.ts';
import { ID_PATTERN } from '../../api/fields.ts';
import { refuseBanned } from '../moderation/bans.ts';
import { changeRoom, ownedRoom } from '../rooms/change.ts';
import { ENDED, isVisible } from '../rooms/room.ts';
import { readRoom, roomByMeeting } from '../rooms/store.ts';
import type { SessionScope } from '../scope.ts';
import { artcApp } from '../secrets.ts';
import { removeDelisted } from './effects.ts';
import { followRoom } from './follow.ts';
import { mayTalk, tidyMembers } from './members.ts';
import { RTC_LIFETIME, rtcToken } from './rtc-token.ts';
import { viewOf } from './seats.ts';
import { has } from './stage.ts';
import { stageOf } from './store.ts';
import { tellSeats } from './tell.ts';

/** Channels of rooms are UUIDs with dashes; others are calls that are no room here. */
const CHANNEL_OF_ROOM = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** Never an error and never without `members`: the Web client maps over it for every room (appserver-contract.md §1.5). */
export async function membersOf(scope: SessionScope, roomId: string): Promise<Member[]> {
  if (!ID_PATTERN.test(roomId)) {
    return [];
  }
  const [room, stored] = await Promise.all([readRoom(scope.cloud.rows, roomId), stageOf(scope, roomId)]);
  // An approved guest reads the others' URLs just before it joins, so only a strict stage can keep them from viewers.
  return room && isVisible(room) ? tellSeats(scope, room, viewOf(room, stored?.stage, scope.clock.now())) : [];
}

/**
 * Replaces the whole list, as the anchor's client sends it; the last writer wins, but no write is lost in between (W21).
 * Clients write down whom they were told a moment ago, so who went off the stage since does not come back by that.
 */
export async function replaceMembers(
  scope: SessionScope,
  roomId: string,
  members: readonly Member[],
): Promise<Member[]> {
  const [owned, stored] = await Promise.all([ownedRoom(scope, scope.caller, roomId), stageOf(scope, roomId)]);
  const { stage } = viewOf(owned, stored?.stage, scope.clock.now());
  const tidy = tidyMembers(members).filter((member) => !has(stage.gone, member.user_id));
  let before: readonly Member[] = [];
  const written = await changeRoom(scope, roomId, owned, (room) => {
    if (room.mode !== 1) {
      throw new ApiError('not_co_streaming');
    }
    if (room.status === ENDED) {
      // A late list would turn cameras on (appserver-contract.md §1.6).
      throw new ApiError('room_state', 'ended');
    }
    before = room.members ?? [];
    return { ...room, members: tidy, updatedAt: scope.clock.now(), version: room.version + 1 };
  });
  await removeDelisted(scope, written, before);
  if (scope.config.mixing === 'server') {
    await followRoom(scope, written);
  }
  return tidy;
}

/**
 * A token for the caller's own id. Channels that are no room here are accepted: AUICall makes its own (W5). On a strict
 * stage the channel of a room is only for those on stage.
 *
 * The token is a hash of channel and user one after the other with nothing in between: what begins with the channel of a room
 * is a token for that room, for a user whose id begins where the channel ends, whatever the request calls the two.
 */
export async function rtcLogin(
  scope: SessionScope,
  channelId: string,
): Promise<{ auth_token: string; timestamp: number }> {
  const app = await artcApp(scope);
  if (!app) {
    throw new ApiError('co_streaming_not_offered');
  }
  const [channelOfRoom] = CHANNEL_OF_ROOM.exec(`${channelId}${scope.caller}`) ?? [];
  const room = channelOfRoom === undefined ? undefined : await roomByMeeting(scope.cloud.rows, channelOfRoom);
  if (room && channelOfRoom !== channelId) {
    throw new ApiError('invalid_request', {
      en: 'room_id: expected the channel of a room, or of a call with another beginning.',
      zh: 'room_id：应为房间的频道，或不以房间频道开头的通话。',
    });
  }
  const [, stored] = await Promise.all([
    room && refuseBanned(scope, scope.caller, room.id),
    room && scope.config.costreaming === 'strict' ? stageOf(scope, room.id) : undefined,
  ]);
  if (room && !mayTalk(scope, room.anchorId, viewOf(room, stored?.stage, scope.clock.now()))) {
    throw new ApiError('not_on_stage');
  }
  const timestamp = Math.floor(scope.clock.now() / 1_000) + RTC_LIFETIME;
  return { auth_token: rtcToken(app, channelId, scope.caller, timestamp), timestamp };
}
