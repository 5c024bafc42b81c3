/**
 * Adds likes of one room on one instance together: a single like waits for nobody, and a crowd needs few writes. Everybody is
 * answered after the write with the own likes in it, so totals are exact. New viewers are added in the same way.
 */
import { perCloud } from '../per-cloud.ts';
import { Turns } from '../recent.ts';
import type { Scope } from '../scope.ts';
import { addLikes, addViewers } from './store.ts';

/** What waits for the next write of a room. */
const waitingOf = perCloud(() => ({
  likes: new Map<string, number>(),
  viewers: new Map<string, number>(),
  likeTurns: new Turns<number>(),
  viewerTurns: new Turns<void>(),
}));

/** Adds likes and answers how many there are then. */
export function countLikes(scope: Scope, roomId: string, likes: number): Promise<number> {
  const { likes: waiting, likeTurns } = waitingOf(scope.cloud);
  add(waiting, roomId, likes);
  return likeTurns.take(roomId, () => addLikes(scope.cloud.rows, roomId, taken(waiting, roomId)));
}

/** Adds users who have not been in the room before. */
export function countNewViewers(scope: Scope, roomId: string, viewers: number): Promise<void> {
  const { viewers: waiting, viewerTurns } = waitingOf(scope.cloud);
  add(waiting, roomId, viewers);
  return viewerTurns.take(roomId, () => addViewers(scope.cloud.rows, roomId, taken(waiting, roomId)));
}

function add(waiting: Map<string, number>, roomId: string, count: number): void {
  waiting.set(roomId, (waiting.get(roomId) ?? 0) + count);
}

function taken(waiting: Map<string, number>, roomId: string): number {
  const count = waiting.get(roomId) ?? 0;
  waiting.delete(roomId);
  return count;
}
