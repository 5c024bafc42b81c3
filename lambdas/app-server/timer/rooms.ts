/** What the timer does with rooms, one job a function. */
import { deleteGroup } from '../messaging/groups.ts';
import { keepFresh } from '../reactions/service.ts';
import { isAwaited, lookIfDue } from '../replay/lookup.ts';
import { settle } from '../rooms/change.ts';
import { deleteUnasked, finishDeletion } from '../rooms/removal.ts';
import { applyEvent, isOver, type Room } from '../rooms/room.ts';
import type { ListedRoom, Shelf } from '../rooms/row.ts';
import { readRoom, replaceRoom, roomsOn } from '../rooms/store.ts';
import type { Scope } from '../scope.ts';
import { eachInParallel } from './parallel.ts';

/** No creation takes this long, whatever is slow: every call in it has a deadline of seconds. */
const ABANDONED_MS = 5 * 60_000;
/** A request that is still running gets its chance first. */
const GRACE_MS = 30_000;
/** Rooms of one kind in one tick; the next one does the rest. */
const BATCH = 100;
/** Rooms that are read to find those whose time has come: of one kind, one read gives no more than 5,000. */
const LOOKED_AT = 1_000;
const DAY_MS = 86_400_000;

/** Removes what is left of creations that nobody finished. */
export async function abandoned(scope: Scope, end: number): Promise<number> {
  const found = await roomsOn(scope.cloud.rows, 'create', scope.clock.now() - ABANDONED_MS, BATCH);
  return each(scope, 'create', end, found, (room) =>
    room.work === 'create' ? deleteUnasked(scope, room) : Promise.resolve(false),
  );
}

/** Goes on with deletions. */
export async function deleted(scope: Scope, end: number): Promise<number> {
  const found = await roomsOn(scope.cloud.rows, 'delete', scope.clock.now(), BATCH);
  return each(scope, 'delete', end, found, (room) =>
    room.work === 'delete' ? finishDeletion(scope, room) : Promise.resolve(false),
  );
}

/** Tells the Live service what it has not been told about streams. */
export async function settled(scope: Scope, end: number): Promise<number> {
  const now = scope.clock.now();
  const settleOn = async (shelf: 'forbid' | 'resume'): Promise<number> => {
    const found = await roomsOn(scope.cloud.rows, shelf, now, BATCH);
    return each(scope, shelf, end, found, async (room) => {
      if (room.work !== shelf || now - room.updatedAt < GRACE_MS) {
        return false;
      }
      return (await settle(scope, room)).work === 'none';
    });
  };
  return (await settleOn('forbid')) + (await settleOn('resume'));
}

/** Deletes the messaging groups of rooms that nothing opens again. */
export async function closed(scope: Scope, end: number): Promise<number> {
  const now = scope.clock.now();
  const found = await endedRooms(scope, (room) => isOver({ ...room, work: 'none' }, now));
  return each(scope, 'ended', end, found, (room) => close(scope, room));
}

/** Asks VOD for the recordings of rooms that ended a while ago. */
export async function recordings(scope: Scope, end: number): Promise<number> {
  if (scope.config.recording !== 'vod') {
    return 0;
  }
  const found = await endedRooms(scope, (room) => isAwaited(scope, { ...room, sessions: 1, recordings: [] }));
  return each(scope, 'ended', end, found, (room) => lookIfDue(scope, room));
}

/** Deletes rooms that ended longer ago than the stage keeps them. */
export async function expired(scope: Scope, end: number): Promise<number> {
  const { retentionDays } = scope.config;
  if (retentionDays === 0) {
    return 0;
  }
  const before = scope.clock.now() - retentionDays * DAY_MS;
  const isDue = ({ stoppedAt }: Pick<Room, 'stoppedAt'>): boolean => stoppedAt !== undefined && stoppedAt < before;
  const found = (await roomsOn(scope.cloud.rows, 'closed', before, LOOKED_AT)).filter(isDue).slice(0, BATCH);
  return each(scope, 'closed', end, found, (room) =>
    room.closedAt !== undefined && isDue(room) ? deleteUnasked(scope, room) : Promise.resolve(false),
  );
}

/** Fetches the numbers of live rooms, so that the list is not older than a minute. */
export async function refreshed(scope: Scope, end: number): Promise<number> {
  const live = await roomsOn(scope.cloud.rows, 'live', scope.clock.now(), BATCH);
  return eachInParallel(scope, 'live', end, live, async (room) => {
    await keepFresh(scope, room);
    return true;
  });
}

/** The room is taken first, so that a start that comes now is refused; then the group goes, and then the room rests. */
async function close(scope: Scope, room: Room): Promise<boolean> {
  const taking = applyEvent(room, { type: 'close', at: scope.clock.now() });
  const taken = 'changed' in taking ? taking.changed : room;
  if (taken.work !== 'close' || (taken !== room && !(await replaceRoom(scope.cloud.rows, taken)))) {
    return false;
  }
  await deleteGroup(scope, taken.id);
  const outcome = applyEvent(taken, { type: 'settled', at: scope.clock.now() });
  return 'changed' in outcome && replaceRoom(scope.cloud.rows, outcome.changed);
}

/** Ended rooms whose group is still there. The index knows when they ended. */
async function endedRooms(scope: Scope, isWanted: (room: ListedRoom) => boolean): Promise<ListedRoom[]> {
  const found = await roomsOn(scope.cloud.rows, 'ended', scope.clock.now(), LOOKED_AT);
  return found.filter(isWanted).slice(0, BATCH);
}

/** The index may lag behind, so each room is read before anything is done to it. */
function each(
  scope: Scope,
  shelf: Shelf,
  end: number,
  found: readonly ListedRoom[],
  work: (room: Room) => Promise<boolean>,
): Promise<number> {
  return eachInParallel(scope, shelf, end, found, async ({ id }) => {
    const room = await readRoom(scope.cloud.rows, id);
    return room !== undefined && work(room);
  });
}
