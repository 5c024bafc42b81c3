/** What follows a change of the stage: others are told, the gone are removed, the picture is mixed anew. None of it can fail it. */
import type { Member } from '../../api/costreaming.ts';
import { changeRoom } from '../rooms/change.ts';
import { isVisible, type Room } from '../rooms/room.ts';
import type { Scope } from '../scope.ts';
import { announceAll } from './announce.ts';
import type { Committed } from './commit.ts';
import { settleMixing } from './mixing.ts';
import { viewOf } from './seats.ts';
import { emptyStage, type Happening, has, type Stage, stageRoom } from './stage.ts';
import { readStage } from './store.ts';
import { removeTerminals } from './terminals.ts';

export async function runEffects(
  scope: Scope,
  { room, stored }: Committed,
  happenings: readonly Happening[],
): Promise<void> {
  const removed = [
    ...happenings.flatMap((happening) => (isRemoval(happening, room) ? [happening.userId] : [])),
    ...withoutRight(scope, room, stored.stage, happenings.flatMap(lostApproval)),
  ];
  const works: readonly (readonly [what: string, work: () => Promise<void>])[] = [
    ['terminals were not removed', () => removeTerminals(scope, room, [...new Set(removed)])],
    ['the list was not pruned', () => pruneList(scope, room, stored.stage)],
    ['a change of the stage was not announced', () => announceAll(scope, room, stored, happenings)],
    ['the picture was not mixed', () => settleMixing(scope, room, stored)],
  ];
  await Promise.all(
    works.map(async ([what, work]) => {
      try {
        await work();
      } catch (error) {
        scope.log.warn(`${what}; the timer sees to what is left`, { room: room.id, error });
      }
    }),
  );
}

/** Who left by itself disconnects by itself, and so does the anchor. */
function isRemoval({ what, userId }: Happening, room: Room): boolean {
  return userId !== room.anchorId && (what === 'kicked' || what === 'expired' || what === 'cleared');
}

/** An approval let its user have URLs; without it they are still good, so whoever entered the channel with them goes. */
function lostApproval(happening: Happening): string[] {
  const { what, userId } = happening;
  return what === 'lapsed' || ('wasApproved' in happening && happening.wasApproved) ? [userId] : [];
}

/** Of some users, those who may not talk by now. On a `compatible` stage everybody may (A10). */
function withoutRight(scope: Scope, room: Room, stage: Stage, users: readonly string[]): string[] {
  if (scope.config.costreaming !== 'strict') {
    return [];
  }
  const { seats, stage: current } = viewOf(room, stage, scope.clock.now());
  return users.filter((userId) => userId !== room.anchorId && !has(seats, userId) && !has(current.approvals, userId));
}

/**
 * Disconnects those whom the anchor's client has taken off its list and who may not talk any more. It cannot fail the list:
 * what the service does not do now is logged.
 */
export async function removeDelisted(scope: Scope, room: Room, before: readonly Member[]): Promise<void> {
  const kept = new Set(room.members?.map((member) => member.user_id));
  const users = before.map((member) => member.user_id).filter((userId) => !kept.has(userId));
  if (users.length === 0 || scope.config.costreaming !== 'strict') {
    return;
  }
  try {
    const stored = await readStage(scope.cloud.rows, room.id);
    const stage = stored?.stage ?? emptyStage(stageRoom(room).epoch);
    await removeTerminals(scope, room, withoutRight(scope, room, stage, users));
  } catch (error) {
    scope.log.warn('terminals were not removed', { room: room.id, users, error });
  }
}

/**
 * The anchor's client copies the members it is told into its list, so whoever goes is taken from there too: a client that
 * finds itself in the list turns its camera on (appserver-contract.md §1.6).
 */
async function pruneList(scope: Scope, room: Room, stage: Stage): Promise<void> {
  const isStale = (current: Room): boolean => (current.members ?? []).some(({ user_id }) => has(stage.gone, user_id));
  if (!isVisible(room) || !isStale(room)) {
    return;
  }
  await changeRoom(scope, room.id, room, (current) =>
    isStale(current)
      ? {
          ...current,
          members: current.members?.filter(({ user_id }) => !has(stage.gone, user_id)),
          updatedAt: scope.clock.now(),
          version: current.version + 1,
        }
      : current,
  );
}
