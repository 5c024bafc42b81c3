/** The two lists of rooms: by page number, as the official clients ask, and by cursor. */
import { LIMITS } from '../../api/fields.ts';
import type { ListedRoom as ListedAnswer, RoomPage } from '../../api/rooms.ts';
import type { RequestOf } from '../../api/routes.ts';
import { perCloud } from '../per-cloud.ts';
import { listedStatistics, toMetrics } from '../reactions/statistics.ts';
import type { Statistics } from '../reactions/store.ts';
import { Recent } from '../recent.ts';
import type { SessionScope } from '../scope.ts';
import { tellListed, urlKeys } from './answer.ts';
import { cursorOf, placeOf } from './cursor.ts';
import { type Page, pageOfRooms } from './pages.ts';
import { newestRooms, type Place, writesOf } from './store.ts';

const USUAL_PAGE = 20;

/**
 * Milliseconds for which an instance repeats a page, unless it has written a room itself: the index follows the rooms with a
 * delay of its own, and all rooms of the stage stand on the same few keys of it, which every list would read otherwise.
 */
export const PAGE_CACHE_MS = 1_000;
/** Pages that are kept, of up to a thousand rooms. */
const REMEMBERED = 20;

const pagesOf = perCloud(() => new Recent<CountedPage>(PAGE_CACHE_MS, REMEMBERED));

interface CountedPage extends Page {
  readonly counters: readonly Statistics[];
}

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
  const read = async () => ({ rooms: (await newestRooms(scope.cloud.rows, end)).slice(end - size) });
  return (await told(scope, `${pageNumber}/${size}`, read)).rooms;
}

/** Newest first, of one state or of all. */
export async function listByCursor(scope: SessionScope, request: RequestOf<'listByCursor'>): Promise<RoomPage> {
  const status = request.status ?? undefined;
  const from = request.cursor ? placeOf(status, request.cursor) : undefined;
  const limit = Math.min(request.limit ?? USUAL_PAGE, LIMITS.pageSize);
  const read = () => pageOfRooms(scope.cloud.rows, status, from, limit);
  const { rooms, next } = await told(scope, JSON.stringify([status, request.cursor, limit]), read);
  return { code: 200, rooms, ...(next && { next_cursor: cursorOf(status, next) }) };
}

/** What is remembered is signed anew for each caller. */
async function told(
  scope: SessionScope,
  name: string,
  read: () => Promise<Page>,
): Promise<{ rooms: ListedAnswer[]; next?: Place | undefined }> {
  const counted = async (): Promise<CountedPage> => {
    const page = await read();
    const ids = page.rooms.map((room) => room.id);
    return { ...page, counters: await listedStatistics(scope, ids) };
  };
  const key = `${writesOf(scope.cloud.rows)}/${name}`;
  const [keys, page] = await Promise.all([urlKeys(scope), pagesOf(scope.cloud).get(key, scope.clock.now(), counted)]);
  const rooms = page.rooms.flatMap((room, index) => {
    const statistics = page.counters[index];
    return statistics ? [{ ...tellListed(scope, room, keys), metrics: toMetrics(statistics) }] : [];
  });
  return { rooms, next: page.next };
}
