/**
 * A page of the list that is read by cursor (A11). The order is by creation, newest first, and never changes for a room, so
 * rooms that are created meanwhile shift nothing, and no room comes twice.
 *
 * Rooms of one state may stand on several shelves of the index, because unfinished work comes before the state there. The
 * shelves are read in the order in which rooms move on, so that a room that moves while the page is made is found on the one
 * or on the other. A room that changes its state while somebody pages may be missing or not, as is true of any moment.
 */

import type { Tablestore } from '../../cloud/tablestore.ts';
import type { RoomStatus } from './room.ts';
import { type ListedRoom, SHELVES } from './row.ts';
import { type Place, roomsFrom } from './store.ts';

export interface Page {
  readonly rooms: readonly ListedRoom[];
  /** Where the next page begins; absent after the last one. */
  readonly next?: Place;
}

/** @param status undefined for rooms of every state */
export async function pageOfRooms(
  rows: Tablestore,
  status: RoomStatus | undefined,
  from: Place | undefined,
  limit: number,
): Promise<Page> {
  const found = new Map<string, ListedRoom>();
  // As far as every shelf has been read; what lies behind may have others before it.
  let horizon: Place | undefined;
  for (const shelf of status === undefined ? (['all'] as const) : SHELVES[status]) {
    const { rooms, next } = await roomsFrom(rows, shelf, from, limit);
    for (const room of rooms) {
      found.set(room.id, room);
    }
    horizon = next && (horizon === undefined || isBefore(next, horizon)) ? next : horizon;
  }
  const known = [...found.values()]
    .filter((room) => horizon === undefined || isBefore(room, horizon))
    .sort((a, b) => (isBefore(a, b) ? -1 : 1));
  const wanted = known.filter((room) => status === undefined || room.status === status);
  const following = wanted[limit];
  const next = following ? { createdAt: following.createdAt, id: following.id } : horizon;
  return { rooms: wanted.slice(0, limit), ...(next && { next }) };
}

/** Whether `a` comes before `b` in the list. */
function isBefore(a: Place, b: Place): boolean {
  return a.createdAt > b.createdAt || (a.createdAt === b.createdAt && a.id > b.id);
}
