/** Rooms as Tablestore rows: read, conditional write, and the two lists. */
import * as z from 'zod/mini';
import { meetingInfo } from '../../api/costreaming.ts';
import { hasCode } from '../../cloud/errors.ts';
import { TABLES } from '../../cloud/tables.ts';
import type { Row, Tablestore } from '../../cloud/tablestore.ts';
import { isVisible, type Room, type RoomStatus, type Work } from './room.ts';

const TABLE = TABLES.rooms.name;

/** One shard serves 1,000 lists a second (tablestore.md §7); the suffix leaves room for more. */
const LISTED = 'all#0';
const HIDDEN = 'hidden#0';

const STATES = ['preparing', 'live', 'ended'] as const;

/** What `rooms_by_status` is asked for: a state at rest, or work to be done. */
export type Shelf = (typeof STATES)[number] | 'create' | 'forbid' | 'resume' | 'delete';

/** What the index covers: enough for a list item. */
export type ListedRoom = Omit<Room, 'work' | 'sessions' | 'eventAt' | 'version'>;

const text = z.optional(z.string());
const time = z.optional(z.int());

const listedRow = z.object({
  room_id: z.string(),
  anchor_id: z.string(),
  anchor_nick: text,
  title: z.string(),
  notice: text,
  extends: text,
  mode: z.literal([0, 1]),
  meeting_id: text,
  status: z.literal([0, 1, 2]),
  created_at: z.int(),
  updated_at: z.int(),
  started_at: time,
  stopped_at: time,
  meeting_info: text,
});

const roomRow = z.extend(listedRow, {
  work: z.enum(['create', 'forbid', 'resume', 'delete', 'none']),
  sessions: z.int(),
  event_at: z.int(),
  version: z.int(),
});

/** @returns undefined when there is no such row; a room that is being created or deleted is returned */
export async function readRoom(rows: Tablestore, id: string): Promise<Room | undefined> {
  const row = await rows.get(TABLE, { room_id: id });
  return row && toRoom(row);
}

export async function insertRoom(rows: Tablestore, room: Room): Promise<void> {
  await rows.put(TABLE, { room_id: room.id }, toColumns(room).put, { exists: 'must-not' });
}

/** Writes `next` if the room is still as it was read; false when somebody else was faster. */
export async function replaceRoom(rows: Tablestore, next: Room): Promise<boolean> {
  const condition = { exists: 'must', equals: { column: 'version', value: next.version - 1 } } as const;
  return held(rows.update(TABLE, { room_id: next.id }, toColumns(next), condition));
}

/** Removes the row if the room is still as it was read. */
export async function removeRoom(rows: Tablestore, room: Room): Promise<boolean> {
  return held(
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
    from: { status_shard: `${shelf}#0`, created_at: 'min', room_id: 'min' },
    to: { status_shard: `${shelf}#0`, created_at: before, room_id: 'min' },
    direction: 'forward',
    limit,
  });
  return found.map(toListed);
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

async function held(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (hasCode(error, 'OTSConditionCheckFail')) {
      return false;
    }
    throw error;
  }
}

function toListed(row: Row): ListedRoom {
  return listed(listedRow.parse(row));
}

function toRoom(row: Row): Room {
  const { work, sessions, event_at, version, ...rest } = roomRow.parse(row);
  return { ...listed(rest), work, sessions, eventAt: event_at, version };
}

function listed(row: z.infer<typeof listedRow>): ListedRoom {
  return {
    id: row.room_id,
    anchorId: row.anchor_id,
    anchorNick: row.anchor_nick,
    title: row.title,
    notice: row.notice,
    extends: row.extends,
    mode: row.mode,
    meetingId: row.meeting_id,
    status: row.status,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    startedAt: row.started_at,
    stoppedAt: row.stopped_at,
    members: row.meeting_info === undefined ? undefined : meetingInfo.parse(JSON.parse(row.meeting_info)).members,
  };
}

/** Every column is written or removed, so that a row never mixes two states. */
function toColumns(room: Room): { put: Row; remove: string[] } {
  const columns: Record<string, string | number | undefined> = {
    all_shard: isVisible(room) ? LISTED : HIDDEN,
    status_shard: `${shelfOf(room.status, room.work)}#0`,
    anchor_id: room.anchorId,
    anchor_nick: room.anchorNick,
    title: room.title,
    notice: room.notice,
    extends: room.extends,
    mode: room.mode,
    meeting_id: room.meetingId,
    status: room.status,
    created_at: room.createdAt,
    updated_at: room.updatedAt,
    started_at: room.startedAt,
    stopped_at: room.stoppedAt,
    meeting_info: room.members && JSON.stringify({ members: room.members }),
    work: room.work,
    sessions: room.sessions,
    event_at: room.eventAt,
    version: room.version,
  };
  const put: Row = {};
  const remove: string[] = [];
  for (const [name, value] of Object.entries(columns)) {
    if (value === undefined) {
      remove.push(name);
    } else {
      put[name] = value;
    }
  }
  return { put, remove };
}

/** Unfinished work is what the timer looks for, so it comes before the state. */
function shelfOf(status: RoomStatus, work: Work): Shelf {
  return work === 'none' ? STATES[status] : work;
}
