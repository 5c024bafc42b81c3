/**
 * The rules of a room as a pure state machine: what an event does to it, and what the cloud must then be told.
 *
 *        created            start | publish               stop
 *  creating ──► preparing ───────────────────► live ───────────────► ended
 *                  ▲                             │                      │
 *                  └─ pause | publish_done | missing   start (re-opens) ┘
 *
 * An ended room can be opened again for half an hour. Then it is closed for good: its messaging group is deleted, and the
 * messaging service gives the id of a deleted group to nobody again (live.md §5).
 *
 * `work` is what still has to be done in the cloud to make it so. It is written with the state, before the call is made,
 * so that whatever is interrupted in between is found and finished later (A7).
 */
import type { Member } from '../../api/costreaming.ts';
import type { Recording } from '../replay/recordings.ts';

export const PREPARING = 0;
export const LIVE = 1;
export const ENDED = 2;
export type RoomStatus = typeof PREPARING | typeof LIVE | typeof ENDED;

/** `create`, `close` and `delete` concern the messaging group; `forbid` and `resume` the stream. */
export type Work = 'create' | 'forbid' | 'resume' | 'close' | 'delete' | 'none';

/** Milliseconds in which an ended room can be opened again, and in which its messaging group stays. */
export const REOPEN_MS = 30 * 60_000;

/** Milliseconds that a stream is missing before its room is paused without a callback: one that is late comes first. */
export const MISSING_MS = 90_000;

/** Times are milliseconds since the epoch. */
export interface Room {
  readonly id: string;
  readonly anchorId: string;
  readonly anchorNick?: string | undefined;
  readonly title: string;
  readonly notice?: string | undefined;
  readonly extends?: string | undefined;
  readonly coverUrl?: string | undefined;
  readonly mode: 0 | 1;
  /** Channel of the ARTC service; mode 1 only. */
  readonly meetingId?: string | undefined;
  readonly status: RoomStatus;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly startedAt?: number | undefined;
  readonly stoppedAt?: number | undefined;
  /** When the messaging group was deleted. */
  readonly closedAt?: number | undefined;
  /** Undefined until a client wrote the list. */
  readonly members?: readonly Member[] | undefined;
  /** By start; undefined until some were found. */
  readonly recordings?: readonly Recording[] | undefined;
  /** When VOD was last asked for recordings. */
  readonly lookedAt?: number | undefined;
  readonly work: Work;
  /** How many live sessions there have been. */
  readonly sessions: number;
  /** When the last event that counted took place. */
  readonly eventAt: number;
  /** Since when the stream of a live room is missing, 0 while it is there; undefined until it was seen in this session. */
  readonly missingAt?: number | undefined;
  /** Grows with every write; each write is conditional on the one it read. */
  readonly version: number;
}

export type RoomEvent =
  | { readonly type: 'created' | 'start' | 'pause' | 'stop' | 'close' | 'delete' | 'settled'; readonly at: number }
  /** From the timer, which asks the Live service about the streams of live rooms. */
  | { readonly type: 'seen' | 'missing'; readonly at: number }
  /** From the stream callback: `time` is when it happened there, `at` is now. */
  | { readonly type: 'publish' | 'publish_done'; readonly at: number; readonly time: number };

export type Outcome =
  | { readonly changed: Room }
  | { readonly unchanged: Room }
  /** The event makes no sense in this state; nothing changes. */
  | { readonly refused: 'ended' | 'closed' | 'absent' };

/** Whether the room has ended for so long that nothing opens it again. */
export function isOver(room: Pick<Room, 'status' | 'stoppedAt' | 'closedAt' | 'work'>, now: number): boolean {
  return (
    room.status === ENDED &&
    (room.closedAt !== undefined || room.work === 'close' || now - (room.stoppedAt ?? now) > REOPEN_MS)
  );
}

/** Whether clients may see the room: it is neither being created nor being deleted. */
export function isVisible(room: Pick<Room, 'work'>): boolean {
  return room.work !== 'create' && room.work !== 'delete';
}

export function applyEvent(room: Room, event: RoomEvent): Outcome {
  if (event.type === 'created') {
    return room.work === 'create' ? changed(room, event, { work: 'none' }) : { unchanged: room };
  }
  if (event.type === 'delete') {
    return room.work === 'delete'
      ? { unchanged: room }
      : changed(room, event, { ...ended(room, event), work: 'delete' });
  }
  if (!isVisible(room)) {
    return { refused: 'absent' };
  }
  switch (event.type) {
    case 'start':
      return start(room, event);
    case 'pause':
      return pause(room, event);
    case 'stop':
      return room.status === ENDED ? { unchanged: room } : changed(room, event, ended(room, event));
    case 'close':
      // A stream that is not forbidden yet comes first.
      return room.work === 'none' && room.closedAt === undefined && isOver(room, event.at)
        ? changed(room, event, { work: 'close' })
        : { unchanged: room };
    case 'settled':
      return settled(room, event);
    case 'publish':
      // An ended room stays ended, whatever the stream does (W13).
      return room.status === PREPARING && !isLate(room, event.time)
        ? changed(room, event, { ...live(room, event), missingAt: 0 })
        : { unchanged: room };
    case 'publish_done':
      return room.status === LIVE && !isLate(room, event.time)
        ? changed(room, event, paused(room))
        : { unchanged: room };
    case 'seen':
      return room.status === LIVE && room.missingAt !== 0
        ? changed(room, event, { missingAt: 0 })
        : { unchanged: room };
    case 'missing':
      return missing(room, event);
  }
}

/** A room that its anchor started without a stream, or whose stream nobody has seen yet, is left as it is. */
function missing(room: Room, event: RoomEvent): Outcome {
  if (room.status !== LIVE || room.missingAt === undefined) {
    return { unchanged: room };
  }
  if (room.missingAt === 0) {
    return changed(room, event, { missingAt: event.at });
  }
  return event.at - room.missingAt >= MISSING_MS ? changed(room, event, paused(room)) : { unchanged: room };
}

/** Callbacks count in whole seconds, so two events of one second are in order. */
function isLate(room: Room, time: number): boolean {
  return Math.floor(time / 1_000) < Math.floor(room.eventAt / 1_000);
}

function start(room: Room, event: RoomEvent): Outcome {
  if (isOver(room, event.at)) {
    return { refused: 'closed' };
  }
  return room.status === LIVE ? { unchanged: room } : changed(room, event, live(room, event));
}

function settled(room: Room, event: RoomEvent): Outcome {
  if (room.work === 'none') {
    return { unchanged: room };
  }
  return changed(room, event, { work: 'none', ...(room.work === 'close' && { closedAt: event.at }) });
}

function pause(room: Room, event: RoomEvent): Outcome {
  if (room.status === ENDED) {
    return { refused: 'ended' };
  }
  return room.status === PREPARING ? { unchanged: room } : changed(room, event, paused(room));
}

function paused(room: Room): Partial<Room> {
  return { status: PREPARING, members: anchorOnly(room), missingAt: undefined };
}

function live(room: Room, event: RoomEvent): Partial<Room> {
  return {
    status: LIVE,
    startedAt: event.at,
    stoppedAt: undefined,
    lookedAt: undefined,
    sessions: room.sessions + 1,
    missingAt: undefined,
    members: anchorOnly(room),
    // Whoever ended the room forbade its stream.
    work: room.status === ENDED ? 'resume' : room.work,
  };
}

/** Members go with the session: a client that finds itself in the list turns its camera on (appserver-contract.md §1.6). */
function ended(room: Room, event: RoomEvent): Partial<Room> {
  return {
    status: ENDED,
    stoppedAt: room.stoppedAt ?? event.at,
    members: room.members && [],
    missingAt: undefined,
    work: 'forbid',
  };
}

/** The anchor may have written itself into the list before its start was known here, and guests need its URL. */
function anchorOnly(room: Room): readonly Member[] | undefined {
  return room.members?.filter((member) => member.user_id === room.anchorId);
}

function changed(room: Room, event: RoomEvent, change: Partial<Room>): Outcome {
  const time = 'time' in event ? event.time : event.at;
  // Work on the room is no event of the room, and no change that anybody sees; nor is what is noted of its stream.
  const isNote = (event.type === 'seen' || event.type === 'missing') && change.status === undefined;
  const isWork = event.type === 'settled' || event.type === 'close' || isNote;
  const eventAt = isWork ? room.eventAt : Math.max(room.eventAt, time);
  const updatedAt = isWork ? room.updatedAt : event.at;
  return { changed: { ...room, ...change, eventAt, updatedAt, version: room.version + 1 } };
}
