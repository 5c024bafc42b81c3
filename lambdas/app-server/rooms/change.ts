/** Events happen to stored rooms: one conditional write, and then what the cloud has to be told. */
import { ApiError } from '../../api/errors.ts';
import { followRoom } from '../costreaming/follow.ts';
import { forbidStream, resumeStream } from '../playback/streams.ts';
import type { Scope } from '../scope.ts';
import { applyEvent, ENDED, isVisible, type Room, type RoomEvent } from './room.ts';
import { readRoom, replaceRoom } from './store.ts';

/** Tries before a room counts as too contended (tablestore.md §7). */
const ATTEMPTS = 5;
const WAIT_MS = 20;

/** @throws ApiError `room_not_found` also for a room that is being created or deleted */
export async function visibleRoom(scope: Scope, id: string): Promise<Room> {
  const room = await readRoom(scope.cloud.rows, id);
  if (!room || !isVisible(room)) {
    throw new ApiError('room_not_found');
  }
  return room;
}

/** @throws ApiError `not_room_owner` when the caller is not the anchor (A3), `room_not_found` */
export async function ownedRoom(scope: Scope, caller: string, id: string): Promise<Room> {
  const room = await visibleRoom(scope, id);
  if (room.anchorId !== caller) {
    throw new ApiError('not_room_owner');
  }
  return room;
}

/**
 * Writes what `change` makes of the room; when somebody else was faster, reads it again and asks `change` again. Of N
 * equal events at once, one changes the room and the others find it changed (A5).
 *
 * @param change answers the same object when there is nothing to write
 */
export async function changeRoom(scope: Scope, id: string, read: Room, change: (room: Room) => Room): Promise<Room> {
  let room = read;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const next = change(room);
    if (next === room || (await replaceRoom(scope.cloud.rows, next))) {
      return next;
    }
    await scope.clock.sleep(jitter(scope, attempt));
    room = await visibleRoom(scope, id);
  }
  throw new ApiError('room_busy');
}

/** Lets an event happen and finishes the work that it leaves, as far as the cloud answers; the timer finishes the rest. */
export async function happen(scope: Scope, room: Room, event: RoomEvent): Promise<Room> {
  const next = await changeRoom(scope, room.id, room, (current) => {
    const outcome = applyEvent(current, event);
    if ('refused' in outcome) {
      throw refusal(outcome.refused);
    }
    return 'changed' in outcome ? outcome.changed : current;
  });
  const [settled] = await Promise.all([settle(scope, next), followRoom(scope, next)]);
  return settled;
}

/**
 * Makes the cloud agree with the room and notes that it does. If the room changed meanwhile, our call may have come after
 * that of the change, so it is made again for the new state. A failure is not the caller's: it is logged and left to the
 * timer (A7).
 */
export async function settle(scope: Scope, room: Room): Promise<Room> {
  let current = room;
  try {
    for (let attempt = 1; isOfStream(current) && attempt <= ATTEMPTS; attempt++) {
      await (current.work === 'forbid' ? forbidStream : resumeStream)(scope, current);
      const outcome = applyEvent(current, { type: 'settled', at: scope.clock.now() });
      if (!('changed' in outcome)) {
        break;
      }
      if (await replaceRoom(scope.cloud.rows, outcome.changed)) {
        return outcome.changed;
      }
      const newer = await visibleRoom(scope, room.id);
      // The other writer may believe that all is settled, but our call was perhaps the last to arrive.
      current = newer.work === 'none' ? { ...newer, work: newer.status === ENDED ? 'forbid' : 'resume' } : newer;
    }
  } catch (error) {
    scope.log.warn('work on a stream is left to the timer', { room: room.id, work: current.work, error });
  }
  return current;
}

function isOfStream({ work }: Room): boolean {
  return work === 'forbid' || work === 'resume';
}

function jitter(scope: Scope, attempt: number): number {
  const [byte = 0] = scope.random(1);
  return Math.round(WAIT_MS * attempt * (0.5 + byte / 512));
}

function refusal(reason: 'ended' | 'closed' | 'absent'): ApiError {
  if (reason === 'absent') {
    return new ApiError('room_not_found');
  }
  return reason === 'closed' ? new ApiError('room_closed') : new ApiError('room_state', 'ended');
}
