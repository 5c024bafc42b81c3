/** What the timer does for stages: who stopped renewing goes, what was interrupted is finished, empty rows are removed. */
import { isVisible } from '../rooms/room.ts';
import { readRoom } from '../rooms/store.ts';
import type { Scope } from '../scope.ts';
import { eachInParallel } from '../timer/parallel.ts';
import { commit } from './commit.ts';
import { settleMixing, stopMixing } from './mixing.ts';
import { isEmpty } from './stage.ts';
import { removeStage, type StoredStage, stageOf, stages } from './store.ts';

/** Rows of one read. */
const PAGE = 100;
/** Milliseconds that an empty row stays, so that its versions do not come back (see `replaceStage`). */
const EMPTY_MS = 60_000;

/**
 * @param end time (ms) after which nothing new is begun: the next tick does the rest
 * @returns how many stages were looked at
 */
export async function mendStages(scope: Scope, end: number): Promise<number> {
  let mended = 0;
  let cursor: Parameters<typeof stages>[2];
  do {
    const page = await stages(scope.cloud.rows, PAGE, cursor);
    mended += await eachInParallel(scope, 'stage', end, page.found, ({ id, stored }) => mend(scope, id, stored));
    cursor = page.next;
  } while (cursor && scope.clock.now() < end);
  return mended;
}

async function mend(scope: Scope, roomId: string, read: StoredStage): Promise<boolean> {
  const room = await readRoom(scope.cloud.rows, roomId);
  if (!room) {
    await endStage(scope, roomId, read);
    return true;
  }
  // Bringing it up to date is all that is needed: what follows from it is done as after any other change.
  const { stored } = await commit(scope, roomId, (_room, draft) => ({ draft, happenings: [] }));
  if (isVisible(room)) {
    await settleMixing(scope, room, stored, true);
  }
  const isOver = isEmpty(stored.stage) && stored.task === undefined;
  if (isOver && scope.clock.now() - stored.updatedAt >= EMPTY_MS) {
    await removeStage(scope.cloud.rows, roomId, stored.version);
  }
  return true;
}

/** Stops the task of a room that goes away, and removes the row. The other way round nobody would know of the task. */
export async function endStage(scope: Scope, roomId: string, read?: StoredStage): Promise<void> {
  const stored = read ?? (await stageOf(scope, roomId));
  if (stored?.task !== undefined) {
    await stopMixing(scope, roomId);
  }
  if (stored) {
    await removeStage(scope.cloud.rows, roomId, stored.version);
  }
}
