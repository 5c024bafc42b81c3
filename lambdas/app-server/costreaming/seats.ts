/** Who is on stage by both paths together: the server's stage, and the list that the anchor's client writes. */
import type { Member } from '../../api/costreaming.ts';
import { LIMITS } from '../../api/fields.ts';
import type { Room } from '../rooms/room.ts';
import { emptyStage, has, present, type Stage, stageRoom } from './stage.ts';

export interface Seat {
  readonly userId: string;
  /** What is told of it; the play URL only as far as the anchor's client wrote one. */
  readonly member: Member;
  /** Whether the server put it there: then it signs the play URL itself. */
  readonly isServed: boolean;
  /** Milliseconds since the epoch; served seats only. */
  readonly joinedAt?: number;
  readonly expiresAt?: number;
}

/** The stage of a room as somebody sees it now. */
export interface StageView {
  readonly stage: Stage;
  /** The anchor first, nobody twice, never more than the stage holds. */
  readonly seats: readonly Seat[];
}

/** @param stored the stage as it was read; undefined for none */
export function viewOf(room: Room, stored: Stage | undefined, now: number): StageView {
  const facts = stageRoom(room);
  const { stage } = present(stored ?? emptyStage(facts.epoch), facts, now);
  return { stage, seats: facts.isOpen ? seatsOf(room, stage) : [] };
}

function seatsOf(room: Room, stage: Stage): Seat[] {
  const listed = (room.members ?? []).filter((member) => !has(stage.gone, member.user_id));
  const served = stage.members.map((member): Seat => {
    const { userId, nick, avatar, joinedAt, expiresAt } = member;
    const written = listed.find((other) => other.user_id === userId);
    const name = nick ?? written?.user_nick;
    const picture = avatar ?? written?.user_avatar;
    const told: Member = {
      user_id: userId,
      ...(name && { user_nick: name }),
      ...(picture && { user_avatar: picture }),
      camera_opened: member.camera,
      mic_opened: member.mic,
    };
    return { userId, member: told, isServed: true, joinedAt, expiresAt };
  });
  const others = listed
    .filter((member) => !has(stage.members, member.user_id))
    .map((member): Seat => ({ userId: member.user_id, member, isServed: false }));
  const all = [...served, ...others];
  const isAnchor = (seat: Seat): boolean => seat.userId === room.anchorId;
  const anchor = all.find(isAnchor) ?? (served.length > 0 ? anchorSeat(room) : undefined);
  return [...(anchor ? [anchor] : []), ...all.filter((seat) => !isAnchor(seat))].slice(0, LIMITS.onStage);
}

/** Guests need somebody to talk with: the anchor is there for them even if its client has not said so. */
function anchorSeat(room: Room): Seat {
  return {
    userId: room.anchorId,
    member: { user_id: room.anchorId, ...(room.anchorNick && { user_nick: room.anchorNick }) },
    isServed: true,
  };
}
