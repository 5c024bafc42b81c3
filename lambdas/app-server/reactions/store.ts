/** Counters of rooms, in a table of their own (tablestore.md §7). */
import * as z from 'zod/mini';
import { hasCode } from '../../cloud/errors.ts';
import { TABLES } from '../../cloud/tables.ts';
import type { Row, Tablestore } from '../../cloud/tablestore.ts';
import type { MuteStatus } from '../messaging/members.ts';

const TABLE = TABLES.roomStats.name;
const keyOf = (roomId: string) => ({ room_id: roomId, shard: 0 });

/** Row that remembers when the group was last told about its likes, and how many there were. */
const TURN_SHARD = 1;

/** Muted users that are kept with the numbers; of a longer list nothing is kept, so that rows stay small. */
const MOST_MUTED = 500;

export interface Statistics {
  /** How often somebody entered, as the messaging service counts it. */
  readonly pv: number;
  /** How often its events told that somebody entered: the same entries, known earlier, so the greater number holds. */
  readonly joins: number;
  /** How many different users entered. */
  readonly uv: number;
  readonly onlineCount: number;
  readonly likeCount: number;
  /** Who is muted; undefined when it is not known. */
  readonly mute?: MuteStatus | undefined;
  /** When the fetch of `pv`, `onlineCount` and `mute` began, in milliseconds; 0 for never. */
  readonly refreshedAt: number;
  /** When an event last told that somebody came or went, in milliseconds; 0 for never. */
  readonly movedAt: number;
}

export const NONE: Statistics = {
  ...{ pv: 0, joins: 0, uv: 0, onlineCount: 0, likeCount: 0 },
  ...{ refreshedAt: 0, movedAt: 0 },
};

const count = z._default(z.int(), 0);
const statisticsRow = z.object({
  pv: count,
  joins: count,
  uv: count,
  online_count: count,
  like_count: count,
  refreshed_at: count,
  moved_at: count,
  mute: z.optional(z.string()),
});
const NUMBERS = ['pv', 'joins', 'uv', 'online_count', 'like_count'];

const names = z.array(z.string());
const muteColumn = z.object({ all: z.boolean(), users: names, except: names });

export async function readStatistics(rows: Tablestore, roomId: string): Promise<Statistics> {
  return toStatistics(await rows.get(TABLE, keyOf(roomId)));
}

/** The numbers without `mute`, in the order of the ids, in one read for up to 100 of them. */
export async function readManyStatistics(rows: Tablestore, roomIds: readonly string[]): Promise<Statistics[]> {
  const found = roomIds.length === 0 ? [] : await rows.batchGet(TABLE, roomIds.map(keyOf), NUMBERS);
  return roomIds.map((_, index) => toStatistics(found[index]));
}

/** Writes what was fetched from the messaging service; likes and unique viewers are counted elsewhere. */
export async function writeFetched(rows: Tablestore, roomId: string, statistics: Statistics): Promise<void> {
  const { pv, onlineCount, refreshedAt, mute } = statistics;
  const isKept = mute && mute.users.length + mute.except.length <= MOST_MUTED;
  await rows.update(TABLE, keyOf(roomId), {
    put: {
      pv,
      online_count: onlineCount,
      refreshed_at: refreshedAt,
      ...(isKept && { mute: JSON.stringify(mute) }),
    },
    ...(!isKept && { remove: ['mute'] }),
  });
}

/** The next reader fetches: somebody was muted or may talk again. */
export async function expireStatistics(rows: Tablestore, roomId: string): Promise<void> {
  await rows.update(TABLE, keyOf(roomId), { put: { refreshed_at: 0 } });
}

/** Counts entries that events told of; of departures it is only noted that there were some. */
export async function addJoins(rows: Tablestore, roomId: string, joins: number, now: number): Promise<void> {
  await rows.update(TABLE, keyOf(roomId), { put: { moved_at: now }, increment: { joins } });
}

export async function addViewers(rows: Tablestore, roomId: string, viewers: number): Promise<void> {
  await rows.update(TABLE, keyOf(roomId), { increment: { uv: viewers } });
}

/** Answers how many likes there are now. */
export async function addLikes(rows: Tablestore, roomId: string, likes: number): Promise<number> {
  const row = await rows.update(TABLE, keyOf(roomId), { increment: { like_count: likes } });
  return Number(row?.like_count ?? likes);
}

/** Whether somebody may tell the group about its likes now; else when it was last told, and whether it knows the total. */
export type Turn =
  | { readonly isTaken: true }
  | { readonly isTaken: false; readonly toldAt: number; readonly isBehind: boolean };

const turnRow = z.object({ sent_at: count, sent_total: count });

/**
 * Takes the right to tell the group about its likes: at most one caller in `everyMs` gets it, on all instances together,
 * and nobody when the group knows the total.
 */
export async function takeTurn(
  rows: Tablestore,
  roomId: string,
  { total, now, everyMs }: { total: number; now: number; everyMs: number },
): Promise<Turn> {
  const key = { room_id: roomId, shard: TURN_SHARD };
  const row = await rows.get(TABLE, key);
  const last = row && turnRow.parse(row);
  if (last && (now - last.sent_at < everyMs || last.sent_total >= total)) {
    return { isTaken: false, toldAt: last.sent_at, isBehind: last.sent_total < total };
  }
  try {
    const condition = last
      ? ({ exists: 'must', equals: { column: 'sent_at', value: last.sent_at } } as const)
      : ({ exists: 'must-not' } as const);
    await rows.put(TABLE, key, { sent_at: now, sent_total: total }, condition);
    return { isTaken: true };
  } catch (error) {
    if (hasCode(error, 'OTSConditionCheckFail')) {
      // Somebody else has just taken it, perhaps with fewer likes.
      return { isTaken: false, toldAt: now, isBehind: true };
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
  const { pv, joins, uv, online_count, like_count, refreshed_at, moved_at, mute } = statisticsRow.parse(row);
  const known = mute === undefined ? undefined : muteColumn.parse(JSON.parse(mute));
  const numbers = { pv, joins, uv, onlineCount: online_count, likeCount: like_count };
  return { ...numbers, mute: known, refreshedAt: refreshed_at, movedAt: moved_at };
}
