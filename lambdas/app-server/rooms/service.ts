/** What can be done with rooms. */
import { LIMITS } from '../../api/fields.ts';
import type { CreatedRoom, ListedRoom, Room as RoomAnswer } from '../../api/rooms.ts';
import type { RequestOf } from '../../api/routes.ts';
import { freshStatistics, storedStatistics, toMetrics } from '../reactions/statistics.ts';
import { readManyStatistics } from '../reactions/store.ts';
import type { SessionScope } from '../scope.ts';
import { tellListed, tellRoom, urlKeys } from './answer.ts';
import { changeRoom, happen, ownedRoom, visibleRoom } from './change.ts';
import { createRoom } from './create.ts';
import { finishDeletion } from './removal.ts';
import type { Room } from './room.ts';
import { newestRooms } from './store.ts';

export async function create(scope: SessionScope, request: RequestOf<'createV1'>): Promise<CreatedRoom> {
  // Before anything is made: a stage that cannot sign URLs cannot answer a creation.
  const keys = await urlKeys(scope);
  return { code: 200, ...tellRoom(scope, await createRoom(scope, request), keys) };
}

/** The row, the counters and the keys are read side by side. */
export async function get(scope: SessionScope, id: string): Promise<RoomAnswer> {
  return answer(scope, id, visibleRoom(scope, id));
}

/**
 * Newest first. One read of the index and one of the counters, whatever the page: pages are cut out of the newest rooms,
 * so they are stable only while no room is created (A11).
 */
export async function list(scope: SessionScope, pageNumber: number, pageSize: number): Promise<ListedRoom[]> {
  const size = Math.min(pageSize, LIMITS.pageSize);
  const end = pageNumber * size;
  if (end > LIMITS.listDepth) {
    return [];
  }
  const [keys, newest] = await Promise.all([urlKeys(scope), newestRooms(scope.cloud.rows, end)]);
  const page = newest.slice(end - size);
  const counters = await readManyStatistics(
    scope.cloud.rows,
    page.map((room) => room.id),
  );
  return page.flatMap((room, index) => {
    const statistics = counters[index];
    return statistics ? [{ ...tellListed(scope, room, keys), metrics: toMetrics(statistics) }] : [];
  });
}

/** Start, pause or stop, by the anchor. Doing it again is no error and changes nothing (A4). */
export async function move(scope: SessionScope, id: string, type: 'start' | 'pause' | 'stop'): Promise<RoomAnswer> {
  const owned = await ownedRoom(scope, scope.caller, id);
  return answer(scope, id, happen(scope, owned, { type, at: scope.clock.now() }));
}

/** Only the title cannot be cleared: Android sends an empty one for none (W34). */
export async function update(scope: SessionScope, request: RequestOf<'update'>): Promise<RoomAnswer> {
  const owned = await ownedRoom(scope, scope.caller, request.id);
  const changed = changeRoom(scope, request.id, owned, (room) => {
    const title = request.title?.trim() ? request.title : room.title;
    const notice = cleared(request.notice, room.notice);
    const more = cleared(request.extends, room.extends);
    return title === room.title && notice === room.notice && more === room.extends
      ? room
      : { ...room, title, notice, extends: more, updatedAt: scope.clock.now(), version: room.version + 1 };
  });
  return answer(scope, request.id, changed);
}

/** Absent leaves a field as it is; empty clears it. */
function cleared(sent: string | null | undefined, kept: string | undefined): string | undefined {
  return sent === undefined || sent === null ? kept : sent || undefined;
}

/** The room disappears at once; what belongs to it is removed as far as the cloud answers, and the timer does the rest. */
export async function remove(scope: SessionScope, id: string): Promise<RoomAnswer> {
  const owned = await ownedRoom(scope, scope.caller, id);
  const removed = await happen(scope, owned, { type: 'delete', at: scope.clock.now() });
  // Not refreshed: the numbers would be written back after the room is gone.
  const [keys, statistics] = await Promise.all([urlKeys(scope), storedStatistics(scope, id)]);
  const told = tellRoom(scope, removed, keys);
  try {
    await finishDeletion(scope, removed);
  } catch (error) {
    scope.log.warn('the rest of a deletion is left to the timer', { room: id, error });
  }
  return { code: 200, ...told, metrics: toMetrics(statistics) };
}

async function answer(scope: SessionScope, id: string, changing: Promise<Room>): Promise<RoomAnswer> {
  const [room, keys, stored] = await Promise.all([changing, urlKeys(scope), storedStatistics(scope, id)]);
  // Only for rooms that exist: the calls are few enough for a second (live.md §1).
  const statistics = await freshStatistics(scope, id, stored);
  return { code: 200, ...tellRoom(scope, room, keys), metrics: toMetrics(statistics) };
}
