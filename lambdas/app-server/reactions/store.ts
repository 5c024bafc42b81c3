/** Counters of rooms, in a table of their own (tablestore.md §7). */
import * as z from 'zod/mini';
import { hasCode } from '../../cloud/errors.ts';
import { TABLES } from '../../cloud/tables.ts';
import type { Row, Tablestore } from '../../cloud/tablestore.ts';

const TABLE = TABLES.roomStats.name;
const keyOf = (roomId: string) => ({ room_id: roomId, shard: 0 });

/** Row that remembers when the group was last told about its likes. */
const TURN_SHARD = 1;

export interface Statistics {
  /** How often somebody entered. */
  readonly pv: number;
  readonly onlineCount: number;
  readonly likeCount: number;
  /** When `pv` and `onlineCount` were fetched, in milliseconds; 0 for never. */
  readonly refreshedAt: number;
}

export const NONE: Statistics = { pv: 0, onlineCount: 0, likeCount: 0, refreshedAt: 0 };

const count = z._default(z.int(), 0);
const statisticsRow = z.object({ pv: count, online_count: count, like_count: count, refreshed_at: count });

export async function readStatistics(rows: Tablestore, roomId: string): Promise<Statistics> {
  return toStatistics(await rows.get(TABLE, keyOf(roomId)));
}

/** In the order of the ids, in one read for up to 100 of them. */
export async function readManyStatistics(rows: Tablestore, roomIds: readonly string[]): Promise<Statistics[]> {
  const found = roomIds.length === 0 ? [] : await rows.batchGet(TABLE, roomIds.map(keyOf));
  return roomIds.map((_, index) => toStatistics(found[index]));
}

/** Leaves the likes alone: they are counted elsewhere. */
export async function writeEntries(rows: Tablestore, roomId: string, statistics: Statistics): Promise<void> {
  const { pv, onlineCount, refreshedAt } = statistics;
  await rows.update(TABLE, keyOf(roomId), { put: { pv, online_count: onlineCount, refreshed_at: refreshedAt } });
}

/** Adds likes and answers how many there are now. */
export async function addLikes(rows: Tablestore, roomId: string, likes: number): Promise<number> {
  const row = await rows.update(TABLE, keyOf(roomId), { increment: { like_count: likes } });
  return Number(row?.like_count ?? likes);
}

/**
 * Takes the right to tell the group about its likes: at most one caller in `everyMs` gets it, on all instances together.
 */
export async function takeTurn(rows: Tablestore, roomId: string, now: number, everyMs: number): Promise<boolean> {
  const key = { room_id: roomId, shard: TURN_SHARD };
  const last = (await rows.get(TABLE, key))?.sent_at;
  if (typeof last === 'number' && now - last < everyMs) {
    return false;
  }
  try {
    const equals = { column: 'sent_at', value: last ?? 0 };
    await rows.put(
      TABLE,
      key,
      { sent_at: now },
      last === undefined ? { exists: 'must-not' } : { exists: 'must', equals },
    );
    return true;
  } catch (error) {
    if (hasCode(error, 'OTSConditionCheckFail')) {
      return false;
    }
    throw error;
  }
}

export async function removeStatistics(rows: Tablestore, roomId: string): Promise<void> {
  await Promise.all([rows.delete(TABLE, keyOf(roomId)), rows.delete(TABLE, { room_id: roomId, shard: TURN_SHARD })]);
}

function toStatistics(row: Row | undefined): Statistics {
  if (!row) {
    return NONE;
  }
  const { pv, online_count, like_count, refreshed_at } = statisticsRow.parse(row);
  return { pv, onlineCount: online_count, likeCount: like_count, refreshedAt: refreshed_at };
}
