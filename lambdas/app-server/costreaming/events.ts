/** What somebody may do to the stage, and what becomes of it: pure, so that every rule can be tested without a cloud. */
import { LIMITS } from '../../api/fields.ts';
import {
  APPLICATION_MS,
  APPROVAL_MS,
  guestsOf,
  type Happening,
  has,
  listedGuests,
  MEMBER_MS,
  MOST_KEPT,
  type OnStage,
  type Stage,
  type StageRoom,
  withGone,
  without,
} from './stage.ts';

interface Looks {
  readonly nick?: string | undefined;
  readonly avatar?: string | undefined;
}

interface Devices {
  readonly mic?: boolean | undefined;
  readonly camera?: boolean | undefined;
}

/** `userId` is whom it is about; that only the anchor approves, rejects, kicks and asks is checked before. */
export type StageEvent =
  | { readonly type: 'cancel' | 'approve' | 'reject' | 'renew' | 'leave' | 'kick'; readonly userId: string }
  | ({ readonly type: 'apply'; readonly userId: string } & Looks)
  | ({ readonly type: 'join'; readonly userId: string } & Looks & Devices)
  | ({ readonly type: 'switch' | 'ask'; readonly userId: string } & Devices);

export type Refusal = 'ended' | 'full' | 'not-on-stage' | 'too-many' | 'anchor';

export type Outcome =
  /** The same stage when nothing changed. */
  { readonly stage: Stage; readonly happenings: readonly Happening[] } | { readonly refused: Refusal };

/** @param stage as it is at `now`, in the room's epoch: see `present` */
export function applyEvent(stage: Stage, room: StageRoom, event: StageEvent, now: number): Outcome {
  const { userId } = event;
  const isAnchor = userId === room.anchorId;
  const comes = ['apply', 'approve', 'join', 'renew', 'switch', 'ask'].includes(event.type);
  if (comes && !room.isOpen) {
    return { refused: 'ended' };
  }
  switch (event.type) {
    case 'apply':
      return isAnchor ? same(stage) : apply(stage, room, event, now);
    case 'approve':
      return isAnchor ? same(stage) : approve(stage, room, userId, now);
    case 'cancel':
    case 'reject':
      return dismiss(stage, userId, event.type === 'cancel' ? 'cancelled' : 'rejected');
    case 'join':
      return join(stage, room, event, now);
    case 'renew':
      // The anchor needs nobody's approval, so it is back on stage by saying that it is.
      return has(stage.members, userId) ? same(renewed(stage, userId, now)) : anchorOnly(stage, room, event, now);
    case 'switch':
      return has(stage.members, userId) ? devices(stage, event) : anchorOnly(stage, room, event, now);
    case 'ask':
      return guestsOf(stage, room).has(userId) ? ask(stage, event) : { refused: 'not-on-stage' };
    case 'leave':
      return leave(stage, room, userId, now);
    case 'kick':
      return isAnchor ? { refused: 'anchor' } : kick(stage, room, userId, now);
  }
}

function same(stage: Stage): Outcome {
  return { stage, happenings: [] };
}

function apply(stage: Stage, room: StageRoom, event: { readonly userId: string } & Looks, now: number): Outcome {
  const { userId, nick, avatar } = event;
  if (guestsOf(stage, room).has(userId) || has(stage.approvals, userId)) {
    return same(stage);
  }
  const earlier = stage.applications.find((entry) => entry.userId === userId);
  if (!earlier && stage.applications.length >= MOST_KEPT) {
    return { refused: 'too-many' };
  }
  const entry = { userId, nick, avatar, appliedAt: earlier?.appliedAt ?? now, expiresAt: now + APPLICATION_MS };
  const applications = earlier
    ? stage.applications.map((other) => (other === earlier ? entry : other))
    : [...stage.applications, entry];
  // The anchor was told of it already when it is only kept alive.
  return { stage: { ...stage, applications }, happenings: earlier ? [] : [{ what: 'applied', userId }] };
}

/** Approving somebody who did not apply is an invitation. Approvals hold no seat: who joins first has it. */
function approve(stage: Stage, room: StageRoom, userId: string, now: number): Outcome {
  if (has(stage.members, userId) || has(stage.approvals, userId)) {
    return same(stage);
  }
  if (isFull(stage, room, userId)) {
    return { refused: 'full' };
  }
  const approvals = [...stage.approvals, { userId, expiresAt: now + APPROVAL_MS }].slice(-MOST_KEPT);
  const applications = without(stage.applications, userId);
  return { stage: { ...stage, approvals, applications }, happenings: [{ what: 'approved', userId }] };
}

function dismiss(stage: Stage, userId: string, what: 'cancelled' | 'rejected'): Outcome {
  if (!has(stage.applications, userId) && !has(stage.approvals, userId)) {
    return same(stage);
  }
  const wasApproved = has(stage.approvals, userId);
  return { stage: withoutRequests(stage, userId), happenings: [{ what, userId, wasApproved }] };
}

function join(
  stage: Stage,
  room: StageRoom,
  event: { readonly userId: string } & Looks & Devices,
  now: number,
): Outcome {
  const { userId } = event;
  if (has(stage.members, userId)) {
    return devices(renewed(stage, userId, now), event);
  }
  const isAdmitted =
    userId === room.anchorId || has(stage.approvals, userId) || listedGuests(stage, room).includes(userId);
  if (!isAdmitted) {
    return { refused: 'not-on-stage' };
  }
  return isFull(stage, room, userId) ? { refused: 'full' } : enter(stage, event, now);
}

function anchorOnly(stage: Stage, room: StageRoom, event: { readonly userId: string } & Devices, now: number): Outcome {
  return event.userId === room.anchorId ? enter(stage, event, now) : { refused: 'not-on-stage' };
}

function enter(stage: Stage, event: { readonly userId: string } & Looks & Devices, now: number): Outcome {
  const { userId, nick, avatar, mic = true, camera = true } = event;
  const member = { userId, nick, avatar, mic, camera, joinedAt: now, expiresAt: now + MEMBER_MS };
  const next = { ...withoutRequests(stage, userId), gone: without(stage.gone, userId) };
  return {
    stage: { ...next, members: [...stage.members, member] },
    happenings: [{ what: 'joined', userId }],
  };
}

/** The anchor's place is kept for it, whether it is there or not. */
function isFull(stage: Stage, room: StageRoom, userId: string): boolean {
  const guests = guestsOf(stage, room);
  guests.delete(userId);
  return userId !== room.anchorId && guests.size >= LIMITS.onStage - 1;
}

function renewed(stage: Stage, userId: string, now: number): Stage {
  return withMember(stage, userId, (member) => ({ ...member, expiresAt: now + MEMBER_MS }));
}

function devices(stage: Stage, event: { readonly userId: string } & Devices): Outcome {
  const { userId, mic, camera } = event;
  const before = stage.members.find((member) => member.userId === userId);
  const changed = {
    ...(mic !== undefined && mic !== before?.mic && { mic }),
    ...(camera !== undefined && camera !== before?.camera && { camera }),
  };
  return Object.keys(changed).length === 0
    ? same(stage)
    : {
        stage: withMember(stage, userId, (member) => ({ ...member, ...changed })),
        happenings: [{ what: 'switched', userId, ...changed }],
      };
}

/** A guest's devices are its own: it is asked, and tells what it did. */
function ask(stage: Stage, { userId, mic, camera }: { readonly userId: string } & Devices): Outcome {
  const wanted = { ...(mic !== undefined && { mic }), ...(camera !== undefined && { camera }) };
  return { stage, happenings: [{ what: 'asked', userId, ...wanted }] };
}

function leave(stage: Stage, room: StageRoom, userId: string, now: number): Outcome {
  const wasMember = has(stage.members, userId);
  if (!wasMember && !listedGuests(stage, room).includes(userId)) {
    return same(withoutRequests(stage, userId));
  }
  const happenings: Happening[] = wasMember ? [{ what: 'left', userId }] : [];
  return { stage: removed(stage, room, userId, now), happenings };
}

/** Also of somebody who is on no list: in the channel it may be all the same, and has to be removed there. */
function kick(stage: Stage, room: StageRoom, userId: string, now: number): Outcome {
  const isListed = listedGuests(stage, room).includes(userId);
  const was = has(stage.members, userId) ? 'member' : isListed ? 'listed' : 'absent';
  const next = was === 'absent' ? withoutRequests(stage, userId) : removed(stage, room, userId, now);
  return { stage: next, happenings: [{ what: 'kicked', userId, was }] };
}

function removed(stage: Stage, room: StageRoom, userId: string, now: number): Stage {
  const next = { ...withoutRequests(stage, userId), members: without(stage.members, userId) };
  return userId === room.anchorId ? next : { ...next, gone: withGone(stage.gone, [{ userId }], now) };
}

function withoutRequests(stage: Stage, userId: string): Stage {
  const applications = without(stage.applications, userId);
  const approvals = without(stage.approvals, userId);
  return applications === stage.applications && approvals === stage.approvals
    ? stage
    : { ...stage, applications, approvals };
}

function withMember(stage: Stage, userId: string, change: (member: OnStage) => OnStage): Stage {
  return { ...stage, members: stage.members.map((member) => (member.userId === userId ? change(member) : member)) };
}
