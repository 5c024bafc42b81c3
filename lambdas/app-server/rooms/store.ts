/** Rooms as Tablestore rows: read, conditional write, and the two lists. */
import { hasCode } from '../../cloud/errors.ts';
import { TABLES } from '../../cloud/tables.ts';
import type { Key, Tablestore } from '../../cloud/tablestore.ts';
import type { Room } from './room.ts';
import { LISTED, type ListedRoom, type Shelf, shardOf, toColumns, toListed, toRoom } from './row.ts';

const TABLE = TABLES.rooms.name;

const writes = new WeakMap<Tablestore, number>();

/** How often this instance has written rooms: what it remembers of lists is from before when the number has grown. */
export function writesOf(rows: Tablestore): number {
  return writes.get(rows) ?? 0;
}

function noteWrite(rows: Tablestore): void {
  writes.set(rows, writesOf(rows) + 1);
}

/** @returns undefined when there is no such row; a room that is being created or deleted is returned */
export async function readRoom(rows: Tablestore, id: string): Promise<Room | undefined> {
  const row = await rows.get(TABLE, { room_id: id });
  return row && toRoom(row);
}

export async function insertRoom(rows: Tablestore, room: Room): Promise<void> {
  await rows.put(TABLE, { room_id: room.id }, toColumns(room).put, { exists: 'must-not' });
  noteWrite(rows);
}

/** Writes `next` if the room is still as it was read; false when somebody else was faster. */
export async function replaceRoom(rows: Tablestore, next: Room): Promise<boolean> {
  const condition = { exists: 'must', equals: { column: 'version', value: next.version - 1 } } as const;
  return held(rows, rows.update(TABLE, { room_id: next.id }, toColumns(next), condition));
}

/** Removes the row if the room is still as it was read. */
export async function removeRoom(rows: Tablestore, room: Room): Promise<boolean> {
  return held(
    rows,
    rows.delete(TABLE, { room_id: room.id }, { exists: 'must', equals: { column: 'version', value: room.version } }),
  );
}

/** The newest rooms that clients may see, at most `limit`, in one read. */
export async function newestRooms(rows: Tablestore, limit: number): Promise<ListedRoom[]> {
  const { rows: found } = await rows.range(TABLES.rooms.indexes[0].name, {
    from: { all_shard: LISTED, created_at: 'max', room_id: 'max' },
    to: { all_shard: LISTED, created_at: 'min', room_id: 'min' },
    direction: 'backward',
    limit,
  });
  return found.map(toListed);
}

/** Rooms of one state or with one kind of work, oldest first, created before `before` (ms). */
export async function roomsOn(rows: Tablestore, shelf: Shelf, before: number, limit: number): Promise<ListedRoom[]> {
  const { rows: found } = await rows.range(TABLES.rooms.indexes[1].name, {
    from: { status_shard: shardOf(shelf), created_at: 'min', room_id: 'min' },
    to: { status_shard: shardOf(shelf), created_at: before, room_id: 'min' },
    direction: 'forward',
    limit,
  });
  return found.map(toListed);
}

/** A place in a list of rooms: rooms come before it that were created later or, at the same time, have a greater id. */
export interface Place {
  readonly createdAt: number;
  readonly id: string;
}

/**
 * Rooms from a place on, newest first: all that clients may see, or those on one shelf. `next` is the place that the read
 * got to, where it did not get to the end: a page may be shorter than `limit` all the same (tablestore.md §4).
 */
export async function roomsFrom(
  rows: Tablestore,
  shelf: Shelf | 'all',
  from: Place | undefined,
  limit: number,
): Promise<{ rooms: ListedRoom[]; next?: Place }> {
  const [byTime, byStatus] = TABLES.rooms.indexes;
  const index = shelf === 'all' ? byTime.name : byStatus.name;
  const shard: Key = shelf === 'all' ? { all_shard: LISTED } : { status_shard: shardOf(shelf) };
  const found = await rows.range(index, {
    from: { ...shard, created_at: 'max', room_id: 'max' },
    to: { ...shard, created_at: 'min', room_id: 'min' },
    direction: 'backward',
    limit,
    ...(from && { cursor: { ...shard, created_at: from.createdAt, room_id: from.id } }),
  });
  const rooms = found.rows.map(toListed);
  const { created_at, room_id } = found.next ?? {};
  return created_at === undefined ? { rooms } : { rooms, next: { createdAt: Number(created_at), id: String(room_id) } };
}

/** The room with this ARTC channel, by exact match (W8). */
export async function roomByMeeting(rows: Tablestore, meetingId: string): Promise<Room | undefined> {
  const { rows: found } = await rows.range(TABLES.rooms.indexes[2].name, {
    from: { meeting_id: meetingId, room_id: 'min' },
    to: { meeting_id: meetingId, room_id: 'max' },
    direction: 'forward',
    limit: 1,
  });
  const id = found[0]?.room_id;
  const room = typeof id === 'string' ? await readRoom(rows, id) : undefined;
  return room?.meetingId === meetingId ? room : undefined;
}

async function held(rows: Tablestore, write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    noteWrite(rows);
    return true;
  } catch (error) {
    if (hasCode(error, 'OTSConditionCheckFail')) {
      return false;
    }
    throw error;
  }
}
