/** The stage as it is told to one caller. */
import type { Member, StageAnswer } from '../../api/costreaming.ts';
import { LIMITS } from '../../api/fields.ts';
import { formatDate } from '../http/date.ts';
import { isBanned } from '../moderation/bans.ts';
import type { Room } from '../rooms/room.ts';
import type { Scope, SessionScope } from '../scope.ts';
import { artcApp } from '../secrets.ts';
import { mayTalk, withoutUrl } from './members.ts';
import { RTC_LIFETIME, rtcUrls } from './rtc-token.ts';
import { type Seat, type StageView, viewOf } from './seats.ts';
import { has } from './stage.ts';
import type { StoredStage } from './store.ts';

export async function tellStage(
  scope: SessionScope,
  room: Room,
  stored: StoredStage | undefined,
): Promise<StageAnswer> {
  const view = viewOf(room, stored?.stage, scope.clock.now());
  const members = await tellSeats(scope, room, view);
  const isAnchor = scope.caller === room.anchorId;
  return {
    code: 200,
    version: stored?.version ?? 0,
    members: members.map((member, index) => ({ ...member, ...times(view.seats[index]) })),
    own_status: ownStatus(scope.caller, view),
    ...(isAnchor && { applications: view.stage.applications.map(tellApplication) }),
    most: LIMITS.onStage,
    renew_seconds: LIMITS.renewStage,
  };
}

/** Members in the form that official clients know; the play URLs of served ones are signed now. */
export async function tellSeats(scope: SessionScope, room: Room, { seats, ...rest }: StageView): Promise<Member[]> {
  const mayHear = mayTalk(scope, room.anchorId, { seats, ...rest }) && !(await isShutOut(scope, room));
  if (!mayHear) {
    return seats.map(({ member }) => withoutUrl(member));
  }
  const urlsOf = seats.some((seat) => seat.isServed) ? await rtcUrlsIn(scope, room) : undefined;
  return seats.map(({ userId, member, isServed }) =>
    isServed && urlsOf ? { ...member, rtc_pull_url: urlsOf(userId).rtc_pull_url } : member,
  );
}

/** A strict stage has sent whoever is banned off; a compatible one would tell play URLs to everybody who asks (A19). */
async function isShutOut(scope: SessionScope, room: Room): Promise<boolean> {
  const isAsked = scope.config.costreaming === 'compatible' && scope.caller !== room.anchorId;
  return isAsked && (await isBanned(scope, scope.caller, room.id));
}

/** Signs for one user after the other; undefined where co-streaming is not offered. */
export async function rtcUrlsIn(scope: Scope, { meetingId }: Room) {
  const app = await artcApp(scope);
  const timestamp = Math.floor(scope.clock.now() / 1_000) + RTC_LIFETIME;
  return app && meetingId !== undefined ? (userId: string) => rtcUrls(app, meetingId, userId, timestamp) : undefined;
}

function times(seat: Seat | undefined) {
  return {
    ...(seat?.joinedAt !== undefined && { joined_at: formatDate(seat.joinedAt) }),
    ...(seat?.expiresAt !== undefined && { expires_at: formatDate(seat.expiresAt) }),
  };
}

function ownStatus(caller: string, { stage, seats }: StageView): StageAnswer['own_status'] {
  if (has(seats, caller)) {
    return 'on_stage';
  }
  return has(stage.approvals, caller) ? 'approved' : has(stage.applications, caller) ? 'applied' : 'none';
}

function tellApplication({ userId, nick, avatar, appliedAt }: StoredStage['stage']['applications'][number]) {
  return {
    user_id: userId,
    ...(nick !== undefined && { user_nick: nick }),
    ...(avatar !== undefined && { user_avatar: avatar }),
    applied_at: formatDate(appliedAt),
  };
}
