/**
 * Page views and people online, as the messaging service counts them. They are kept in the counters row for a few
 * seconds, so that a crowd that enters a room does not become as many OpenAPI calls (50 a second per account, live.md §1).
 */
import type { Metrics } from '../../api/rooms.ts';
import { groupStatistics } from '../messaging/groups.ts';
import type { Scope } from '../scope.ts';
import { NONE, readStatistics, type Statistics, writeEntries } from './store.ts';

/** Milliseconds that fetched numbers are good for. */
const FRESH_MS = 5_000;
/** Android reads the numbers as `int`. */
const LARGEST = 2_147_483_647;

/** Numbers are never worth an error: none are answered instead. */
export async function storedStatistics(scope: Scope, roomId: string): Promise<Statistics> {
  try {
    return await readStatistics(scope.cloud.rows, roomId);
  } catch (error) {
    scope.log.warn('statistics are not available', { room: roomId, error });
    return NONE;
  }
}

/** The stored numbers while they are fresh, else those of the messaging service, else the stored ones after all. */
export async function freshStatistics(scope: Scope, roomId: string, stored: Statistics): Promise<Statistics> {
  return scope.clock.now() - stored.refreshedAt < FRESH_MS ? stored : refreshOnce(scope, roomId, stored);
}

function refreshOnce(scope: Scope, roomId: string, stored: Statistics): Promise<Statistics> {
  const { refreshing } = scope.cloud;
  const running = refreshing.get(roomId);
  if (running) {
    return running;
  }
  const started = refresh(scope, roomId, stored).finally(() => refreshing.delete(roomId));
  refreshing.set(roomId, started);
  return started;
}

async function refresh(scope: Scope, roomId: string, stored: Statistics): Promise<Statistics> {
  try {
    const { online, entries } = await groupStatistics(scope, roomId);
    const fresh = { ...stored, pv: entries, onlineCount: online, refreshedAt: scope.clock.now() };
    scope.later('store statistics', writeEntries(scope.cloud.rows, roomId, fresh));
    return fresh;
  } catch (error) {
    scope.log.warn('statistics are not fresh', { room: roomId, error });
    return stored;
  }
}

/** `uv` is always 0: the messaging service does not count unique viewers (live.md §5). */
export function toMetrics(statistics: Statistics): Metrics {
  const within = (value: number): number => Math.min(Math.max(value, 0), LARGEST);
  return {
    pv: within(statistics.pv),
    uv: 0,
    online_count: within(statistics.onlineCount),
    like_count: within(statistics.likeCount),
  };
}
