/**
 * The numbers of a room and who is muted in it. Entries, people online and mutes are the messaging service's, kept in the
 * counters row for a few seconds, so that a crowd that enters a room does not become as many OpenAPI calls (50 a second per
 * account, live.md §1). Where a stage receives the events of the service, they make the numbers be fetched earlier, and
 * entries are counted by them as well: the greater of both numbers holds, so that nobody is counted twice. Unique viewers
 * and likes are counted here.
 */
import type { Metrics } from '../../api/rooms.ts';
import { mayAsk } from '../messaging/call.ts';
import { groupStatistics } from '../messaging/groups.ts';
import { muteStatus } from '../messaging/members.ts';
import { perCloud } from '../per-cloud.ts';
import type { Scope } from '../scope.ts';
import { addJoins, NONE, readManyStatistics, readStatistics, type Statistics, writeFetched } from './store.ts';

/** Milliseconds that fetched numbers are good for. */
const FRESH_MS = 5_000;
/** The same after somebody came or went. */
const MOVED_MS = 1_000;
/** Milliseconds for which lists repeat the numbers that they read. */
export const LIST_CACHE_MS = 2_000;
/** Rooms whose numbers are remembered; the oldest go first. */
const REMEMBERED = 5_000;
/** Android reads the numbers as `int`. */
const LARGEST = 2_147_483_647;

const listedOf = perCloud(() => new Map<string, { readonly statistics: Statistics; readonly readAt: number }>());

/** Numbers are never worth an error: none are answered instead. */
export async function storedStatistics(scope: Scope, roomId: string): Promise<Statistics> {
  try {
    return await readStatistics(scope.cloud.rows, roomId);
  } catch (error) {
    scope.log.warn('statistics are not available', { room: roomId, error });
    return NONE;
  }
}

/**
 * For lists: in the order of the ids, up to two seconds old; at most one read, of the rooms that are not remembered. When
 * it fails, older numbers or none are answered.
 */
export async function listedStatistics(scope: Scope, roomIds: readonly string[]): Promise<Statistics[]> {
  const remembered = listedOf(scope.cloud);
  const now = scope.clock.now();
  const isRecent = (id: string): boolean =>
    now - (remembered.get(id)?.readAt ?? Number.NEGATIVE_INFINITY) < LIST_CACHE_MS;
  const missing = roomIds.filter((id) => !isRecent(id));
  try {
    const found = await readManyStatistics(scope.cloud.rows, missing);
    for (const [index, id] of missing.entries()) {
      remembered.delete(id);
      remembered.set(id, { statistics: found[index] ?? NONE, readAt: now });
    }
  } catch (error) {
    scope.log.warn('statistics are not available', { rooms: missing.length, error });
  }
  const answer = roomIds.map((id) => remembered.get(id)?.statistics ?? NONE);
  for (const oldest of remembered.keys()) {
    if (remembered.size <= REMEMBERED) {
      break;
    }
    remembered.delete(oldest);
  }
  return answer;
}

/**
 * The stored numbers while they are fresh, else those of the messaging service, else the stored ones after all: when it does
 * not answer, or is asked too often already.
 */
export async function freshStatistics(scope: Scope, roomId: string, stored: Statistics): Promise<Statistics> {
  const isGood = isFresh(stored, scope.clock.now()) || !mayAsk(scope, 'DescribeLiveMessageGroup');
  return isGood ? stored : refreshOnce(scope, roomId, stored);
}

/** Somebody came or went: notes it, counts those who came, and fetches the numbers unless that was done just now. */
export async function noteTraffic(scope: Scope, roomId: string, joins: number): Promise<void> {
  const now = scope.clock.now();
  await addJoins(scope.cloud.rows, roomId, joins, now);
  await freshStatistics(scope, roomId, await storedStatistics(scope, roomId));
}

function isFresh({ refreshedAt, movedAt }: Statistics, now: number): boolean {
  return now - refreshedAt < (movedAt >= refreshedAt ? MOVED_MS : FRESH_MS);
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
  const refreshedAt = scope.clock.now();
  try {
    const [group, mute] = await Promise.all([groupStatistics(scope, roomId), knownMutes(scope, roomId)]);
    const fresh = {
      ...stored,
      // A deleted group has lost its numbers, but the room has had its visitors.
      pv: group.isDeleted ? stored.pv : group.entries,
      onlineCount: group.online,
      mute,
      refreshedAt,
    };
    scope.later('store statistics', writeFetched(scope.cloud.rows, roomId, fresh));
    return fresh;
  } catch (error) {
    scope.log.warn('statistics are not fresh', { room: roomId, error });
    return stored;
  }
}

async function knownMutes(scope: Scope, roomId: string): Promise<Statistics['mute']> {
  try {
    return await muteStatus(scope, roomId);
  } catch (error) {
    scope.log.warn('who is muted is not known', { room: roomId, error });
    return undefined;
  }
}

export function toMetrics(statistics: Statistics): Metrics {
  return {
    pv: within(Math.max(statistics.pv, statistics.joins)),
    uv: within(statistics.uv),
    online_count: within(statistics.onlineCount),
    like_count: within(statistics.likeCount),
  };
}

/** A counter as Android can read it. */
export function within(value: number): number {
  return Math.min(Math.max(value, 0), LARGEST);
}
