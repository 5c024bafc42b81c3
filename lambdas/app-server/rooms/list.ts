/** The two lists of rooms: by page number, as the official clients ask, and by cursor. */
import { LIMITS } from '../../api/fields.ts';
import type { ListedRoom as ListedAnswer, RoomPage } from '../../api/rooms.ts';
import type { RequestOf } from '../../api/routes.ts';
import { listedStatistics, toMetrics } from '../reactions/statistics.ts';
import type { SessionScope } from '../scope.ts';
import { type Keys, tellListed, urlKeys } from './answer.ts';
import { cursorOf, placeOf } from './cursor.ts';
import { pageOfRooms } from './pages.ts';
import type { ListedRoom } from './row.ts';
import { newestRooms } from './store.ts';

const USUAL_PAGE = 20;

/**
 * Newest first. One read of the index and one of the counters, whatever the page: pages are cut out of the newest rooms,
 * so they are stable only while no room is created (A11).
 */
export async function list(scope: SessionScope, pageNumber: number, pageSize: number): Promise<ListedAnswer[]> {
  const size = Math.min(pageSize, LIMITS.pageSize);
  const end = pageNumber * size;
  if (end > LIMITS.listDepth) {
    return [];
  }
  const [keys, newest] = await Promise.all([urlKeys(scope), newestRooms(scope.cloud.rows, end)]);
  return tellAll(scope, newest.slice(end - size), keys);
}

/** Newest first, of one state or of all. */
export async function listByCursor(scope: SessionScope, request: RequestOf<'listByCursor'>): Promise<RoomPage> {
  const status = request.status ?? undefined;
  const from = request.cursor ? placeOf(status, request.cursor) : undefined;
  const limit = Math.min(request.limit ?? USUAL_PAGE, LIMITS.pageSize);
  const [keys, page] = await Promise.all([urlKeys(scope), pageOfRooms(scope.cloud.rows, status, from, limit)]);
  return {
    code: 200,
    rooms: await tellAll(scope, page.rooms, keys),
    ...(page.next && { next_cursor: cursorOf(status, page.next) }),
  };
}

async function tellAll(scope: SessionScope, rooms: readonly ListedRoom[], keys: Keys): Promise<ListedAnswer[]> {
  const counters = await listedStatistics(
    scope,
    rooms.map((room) => room.id),
  );
  return rooms.flatMap((room, index) => {
    const statistics = counters[index];
    return statistics ? [{ ...tellListed(scope, room, keys), metrics: toMetrics(statistics) }] : [];
  });
}
