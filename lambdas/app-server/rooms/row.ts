/** Rooms as rows: their columns, and the shelf of the index that they stand on. */
import * as z from 'zod/mini';
import { meetingInfo } from '../../api/costreaming.ts';
import type { Row } from '../../cloud/tablestore.ts';
import { recordingsColumn } from '../replay/recordings.ts';
import { isVisible, type Room, type RoomStatus } from './room.ts';

/** One shard serves 1,000 lists a second (tablestore.md §7); the suffix leaves room for more. */
export const LISTED = 'all#0';
const HIDDEN = 'hidden#0';

const STATES = ['preparing', 'live', 'ended'] as const;

/**
 * What `rooms_by_status` is asked for: a state at rest, or work to be done. Ended rooms stand on `ended` until their group
 * is deleted, and on `closed` afterwards.
 */
export type Shelf = (typeof STATES)[number] | 'closed' | 'create' | 'forbid' | 'resume' | 'delete';

/** Where rooms of each state can stand, in the order in which they move on. */
export const SHELVES: Readonly<Record<RoomStatus, readonly Shelf[]>> = {
  0: ['resume', 'preparing'],
  1: ['resume', 'live'],
  2: ['forbid', 'ended', 'closed'],
};

/** What the index covers: enough for a list item. */
export type ListedRoom = Omit<
  Room,
  'work' | 'sessions' | 'eventAt' | 'missingAt' | 'version' | 'closedAt' | 'recordings' | 'lookedAt'
>;

const text = z.optional(z.string());
const time = z.optional(z.int());

const listedRow = z.object({
  room_id: z.string(),
  anchor_id: z.string(),
  anchor_nick: text,
  title: z.string(),
  notice: text,
  extends: text,
  cover_url: text,
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
  work: z.enum(['create', 'forbid', 'resume', 'close', 'delete', 'none']),
  sessions: z.int(),
  event_at: z.int(),
  missing_at: time,
  version: z.int(),
  closed_at: time,
  recordings: text,
  looked_at: time,
});

export function toListed(row: Row): ListedRoom {
  return listed(listedRow.parse(row));
}

export function toRoom(row: Row): Room {
  const { work, sessions, event_at, missing_at, version, closed_at, recordings, looked_at, ...rest } =
    roomRow.parse(row);
  return {
    ...listed(rest),
    work,
    sessions,
    eventAt: event_at,
    missingAt: missing_at,
    version,
    closedAt: closed_at,
    recordings: recordings === undefined ? undefined : recordingsColumn.parse(JSON.parse(recordings)),
    lookedAt: looked_at,
  };
}

function listed(row: z.infer<typeof listedRow>): ListedRoom {
  return {
    id: row.room_id,
    anchorId: row.anchor_id,
    anchorNick: row.anchor_nick,
    title: row.title,
    notice: row.notice,
    extends: row.extends,
    coverUrl: row.cover_url,
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
export function toColumns(room: Room): { put: Row; remove: string[] } {
  const columns: Record<string, string | number | undefined> = {
    all_shard: isVisible(room) ? LISTED : HIDDEN,
    status_shard: shardOf(shelfOf(room)),
    anchor_id: room.anchorId,
    anchor_nick: room.anchorNick,
    title: room.title,
    notice: room.notice,
    extends: room.extends,
    cover_url: room.coverUrl,
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
    missing_at: room.missingAt,
    version: room.version,
    closed_at: room.closedAt,
    recordings: room.recordings && JSON.stringify(room.recordings),
    looked_at: room.lookedAt,
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

export function shardOf(shelf: Shelf): string {
  return `${shelf}#0`;
}

/** Unfinished work is what the timer looks for, so it comes before the state. */
function shelfOf({ status, work, closedAt }: Room): Shelf {
  if (work !== 'none' && work !== 'close') {
    return work;
  }
  return closedAt === undefined ? STATES[status] : 'closed';
}
