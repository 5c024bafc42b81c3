/**
 * The stage of a co-streaming room as data: who asks to be on it, who may come, who is on it, and what time does to them.
 *
 *            apply            approve            join              leave | kick | no renewal
 *  (nobody) ───────► applied ─────────► approved ──────► on stage ──────────────────────────► gone
 *                       │ cancel | reject  │ cancel | reject       renew ↺ setDevices ↺          │ (forgotten after a while)
 *                       ▼                  ▼                                                     ▼
 *
 * A stage belongs to one stretch of its room's life, its epoch: whatever starts, pauses or ends the room begins another
 * one, and so clears the stage by the very write that changes the room (appserver-contract.md §1.6).
 */
import { LIMITS } from '../../api/fields.ts';
import { ENDED, LIVE, type Room } from '../rooms/room.ts';

/** Milliseconds on stage without a renewal: three in a row may be lost. */
export const MEMBER_MS = 3 * LIMITS.renewStage * 1_000;
/** Milliseconds that an application waits for its answer; the Web client gives up after 30 s. */
export const APPLICATION_MS = 60_000;
/** Milliseconds to join after an approval. */
export const APPROVAL_MS = 60_000;
/**
 * Milliseconds for which a late list of the anchor's client does not bring somebody back who has gone. Longer than the
 * timer takes to come by, which makes sure that the list no longer names them.
 */
export const GONE_MS = 90_000;
/** Applications, approvals and the gone, each: what keeps the row small. */
export const MOST_KEPT = 50;

interface Person {
  readonly userId: string;
  readonly nick?: string | undefined;
  readonly avatar?: string | undefined;
}

/** Times are milliseconds since the epoch. */
export interface OnStage extends Person {
  readonly mic: boolean;
  readonly camera: boolean;
  readonly joinedAt: number;
  readonly expiresAt: number;
}

export interface Application extends Person {
  readonly appliedAt: number;
  readonly expiresAt: number;
}

export interface Until {
  readonly userId: string;
  readonly expiresAt: number;
}

export interface Stage {
  readonly epoch: string;
  /** In the order in which they joined. */
  readonly members: readonly OnStage[];
  readonly applications: readonly Application[];
  readonly approvals: readonly Until[];
  readonly gone: readonly Until[];
}

/** What the stage has to know of its room. */
export interface StageRoom {
  readonly anchorId: string;
  readonly epoch: string;
  readonly isLive: boolean;
  /** Not ended: somebody may come. */
  readonly isOpen: boolean;
  /** Whom the anchor's client has written on its list. */
  readonly listed: readonly string[];
}

/** Something that others have to be told, or that has to be done in the cloud. */
export type Happening =
  | { readonly what: 'applied' | 'approved' | 'joined'; readonly userId: string }
  /** `wasApproved`: what it is refused or takes back is an approval, and with it came URLs. */
  | { readonly what: 'cancelled' | 'rejected'; readonly userId: string; readonly wasApproved: boolean }
  /** An approval that was not used in time, or that the stage was cleared of: nobody is told. */
  | { readonly what: 'lapsed'; readonly userId: string }
  | { readonly what: 'left' | 'expired'; readonly userId: string }
  /** The room began another stretch of its life: everybody goes at once. */
  | { readonly what: 'cleared'; readonly userId: string }
  /** `was`: on stage by this server, only on the anchor's list, or not at all. */
  | { readonly what: 'kicked'; readonly userId: string; readonly was: 'member' | 'listed' | 'absent' }
  /** Only what changed. */
  | { readonly what: 'switched' | 'asked'; readonly userId: string; readonly mic?: boolean; readonly camera?: boolean };

export function stageRoom(room: Room): StageRoom {
  return {
    anchorId: room.anchorId,
    // Sessions only grow, and within one the status changes one way: no epoch comes back.
    epoch: `${room.sessions}/${room.status}`,
    isLive: room.status === LIVE,
    isOpen: room.status !== ENDED,
    listed: (room.members ?? []).map((member) => member.user_id),
  };
}

export function emptyStage(epoch: string): Stage {
  return { epoch, members: [], applications: [], approvals: [], gone: [] };
}

export function isEmpty(stage: Stage): boolean {
  const { members, applications, approvals, gone } = stage;
  return members.length + applications.length + approvals.length + gone.length === 0;
}

/** The stage as it is now: of the room's present epoch, without what has expired. The same object when nothing has. */
export function present(
  stage: Stage,
  room: Pick<StageRoom, 'anchorId' | 'epoch' | 'isLive'>,
  now: number,
): { readonly stage: Stage; readonly happenings: readonly Happening[] } {
  const current = stage.epoch === room.epoch ? undefined : cleared(stage, room, now);
  const { stage: base, happenings } = current ?? { stage, happenings: [] };
  const due = (entry: Until): boolean => entry.expiresAt <= now;
  const late = base.members.filter(due);
  if (late.length === 0 && ![...base.applications, ...base.approvals, ...base.gone].some(due)) {
    return { stage: base, happenings };
  }
  const kept = <T extends Until>(entries: readonly T[]): T[] => entries.filter((entry) => !due(entry));
  const guests = late.filter((member) => member.userId !== room.anchorId);
  return {
    stage: {
      ...base,
      members: kept(base.members),
      applications: kept(base.applications),
      approvals: kept(base.approvals),
      gone: withGone(kept(base.gone), guests, now),
    },
    happenings: [
      ...happenings,
      ...late.map(({ userId }) => ({ what: 'expired', userId }) as const),
      ...base.approvals.filter(due).map(lapsed),
    ],
  };
}

/** The anchor is on stage before its start is known here, so it alone stays when the room goes live. */
function cleared(stage: Stage, room: Pick<StageRoom, 'anchorId' | 'epoch' | 'isLive'>, now: number) {
  const stays = stage.members.filter((member) => room.isLive && member.userId === room.anchorId);
  const goes = stage.members.filter((member) => !stays.includes(member));
  const guests = goes.filter((member) => member.userId !== room.anchorId);
  return {
    stage: { ...emptyStage(room.epoch), members: stays, gone: withGone(stage.gone, guests, now) },
    happenings: [...goes.map(({ userId }) => ({ what: 'cleared', userId }) as const), ...stage.approvals.map(lapsed)],
  };
}

function lapsed({ userId }: Until): Happening {
  return { what: 'lapsed', userId };
}

export function withGone(gone: readonly Until[], users: readonly { readonly userId: string }[], now: number): Until[] {
  const left = gone.filter((entry) => !users.some((user) => user.userId === entry.userId));
  return [...left, ...users.map(({ userId }) => ({ userId, expiresAt: now + GONE_MS }))].slice(-MOST_KEPT);
}

export function has(entries: readonly { readonly userId: string }[], userId: string): boolean {
  return entries.some((entry) => entry.userId === userId);
}

export function without<T extends { readonly userId: string }>(entries: readonly T[], userId: string): readonly T[] {
  return has(entries, userId) ? entries.filter((entry) => entry.userId !== userId) : entries;
}

/** Whom the anchor's client has put on stage and the server has not taken off since, without the anchor. */
export function listedGuests(stage: Stage, room: Pick<StageRoom, 'anchorId' | 'listed'>): string[] {
  return room.listed.filter((userId) => userId !== room.anchorId && !has(stage.gone, userId));
}

/** Guests by either path, each once. */
export function guestsOf(stage: Stage, room: Pick<StageRoom, 'anchorId' | 'listed'>): Set<string> {
  const members = stage.members.flatMap(({ userId }) => (userId === room.anchorId ? [] : [userId]));
  return new Set([...members, ...listedGuests(stage, room)]);
}
