/** What follows a change of the stage: others are told, the gone are removed, the picture is mixed anew. None of it can fail it. */
import { changeRoom } from '../rooms/change.ts';
import { isVisible, type Room } from '../rooms/room.ts';
import type { Scope } from '../scope.ts';
import { announceAll } from './announce.ts';
import type { Committed } from './commit.ts';
import { settleMixing } from './mixing.ts';
import { type Happening, has, type Stage } from './stage.ts';
import { removeTerminals } from './terminals.ts';

export async function runEffects(
  scope: Scope,
  { room, stored }: Committed,
  happenings: readonly Happening[],
): Promise<void> {
  const removed = happenings.flatMap((happening) => (isRemoval(happening, room) ? [happening.userId] : []));
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

/**
 * The anchor's client copies the members it is told into its list, so whoever goes is taken from there too: a client that
 * finds itself in the list turns its camera on (appserver-contract.md §1.6).
 */
export async function pruneList(scope: Scope, room: Room, stage: Stage): Promise<void> {
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
