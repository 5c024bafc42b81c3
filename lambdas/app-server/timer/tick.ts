/** What the timer does every minute: finish what was interrupted, and refresh the numbers of live rooms. */

import { freshStatistics, storedStatistics } from '../reactions/statistics.ts';
import { settle } from '../rooms/change.ts';
import { finishDeletion } from '../rooms/removal.ts';
import { applyEvent, type Room } from '../rooms/room.ts';
import { type ListedRoom, readRoom, replaceRoom, roomsOn, type Shelf } from '../rooms/store.ts';
import type { Scope } from '../scope.ts';

/** No creation takes this long, whatever is slow: every call in it has a deadline of seconds. */
const ABANDONED_MS = 5 * 60_000;
/** A request that is still running gets its chance first. */
const GRACE_MS = 30_000;
/** Rooms of one kind in one tick; the next one does the rest. */
const BATCH = 100;
const PARALLEL = 5;
/** Milliseconds after which nothing new is begun: the function has a timeout, and a minute later is the next tick. */
const BUDGET_MS = 20_000;

export interface Tally {
  readonly abandoned: number;
  readonly settled: number;
  readonly deleted: number;
  readonly refreshed: number;
}

export async function tick(scope: Scope): Promise<Tally> {
  const now = scope.clock.now();
  const end = now + BUDGET_MS;
  const each = (shelf: Shelf, before: number, work: (room: Room) => Promise<void>): Promise<number> =>
    finish(scope, { shelf, before, end }, work);
  const abandoned = await each('create', now - ABANDONED_MS, (room) => abandon(scope, room));
  const deleted = await each('delete', now, (room) => finishDeletion(scope, room));
  const forbidden = await each('forbid', now, (room) => settleOld(scope, room, now));
  const resumed = await each('resume', now, (room) => settleOld(scope, room, now));
  const live = await roomsOn(scope.cloud.rows, 'live', now, BATCH);
  await inParallel(scope, end, live, async ({ id }) => {
    await freshStatistics(scope, id, await storedStatistics(scope, id));
  });
  return { abandoned, settled: forbidden + resumed, deleted, refreshed: live.length };
}

/** An abandoned creation becomes a deletion first, so that a creation that wakes up late finds the room taken from it. */
async function abandon(scope: Scope, room: Room): Promise<void> {
  const outcome = applyEvent(room, { type: 'delete', at: scope.clock.now() });
  if ('changed' in outcome && (await replaceRoom(scope.cloud.rows, outcome.changed))) {
    await finishDeletion(scope, outcome.changed);
  }
}

async function settleOld(scope: Scope, room: Room, now: number): Promise<void> {
  if (now - room.updatedAt >= GRACE_MS) {
    await settle(scope, room);
  }
}

/** Rooms come from an index that may lag behind, so each is read before anything is done to it. One failure stops no other. */
async function finish(
  scope: Scope,
  { shelf, before, end }: { shelf: Shelf; before: number; end: number },
  work: (room: Room) => Promise<void>,
): Promise<number> {
  const found = await roomsOn(scope.cloud.rows, shelf, before, BATCH);
  let done = 0;
  await inParallel(scope, end, found, async ({ id }: ListedRoom) => {
    try {
      const room = await readRoom(scope.cloud.rows, id);
      if (room?.work === shelf) {
        await work(room);
        done++;
      }
    } catch (error) {
      scope.log.error('the timer could not finish a room', { room: id, shelf, error });
    }
  });
  return done;
}

async function inParallel<T>(
  scope: Scope,
  end: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined && scope.clock.now() < end; item = waiting.shift()) {
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}
