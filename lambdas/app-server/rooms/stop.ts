/** Rooms that end without their anchor: the operator ends one, or all of a user who is shut out of the stage. */
import { ApiError } from '../../api/errors.ts';
import type { Scope } from '../scope.ts';
import { happen, visibleRoom } from './change.ts';
import type { Room } from './room.ts';
import type { ListedRoom } from './row.ts';
import { roomsFrom } from './store.ts';

/** Rooms of each state in which those of one user are looked for, the newest first. */
const LOOKED_AT = 1_000;

/** As the anchor would: the stream is forbidden and the stage is empty. @throws ApiError `room_not_found` */
export async function stopRoom(scope: Scope, id: string): Promise<Room> {
  return happen(scope, await visibleRoom(scope, id), { type: 'stop', at: scope.clock.now() });
}

/** The rooms of a user that are live or could be. What is left of many is ended by the timer once it is live. */
export async function openRoomsOf(scope: Scope, userId: string): Promise<ListedRoom[]> {
  const shelves = (['live', 'resume', 'preparing'] as const).map((shelf) =>
    roomsFrom(scope.cloud.rows, shelf, undefined, LOOKED_AT),
  );
  const found = (await Promise.all(shelves)).flatMap(({ rooms }) => rooms);
  return found.filter((room) => room.anchorId === userId);
}

/** The same for a room that may be gone by now, which is as good as ended. */
export async function stopIfThere(scope: Scope, { id }: Pick<Room, 'id'>): Promise<boolean> {
  try {
    await stopRoom(scope, id);
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'room_not_found') {
      return false;
    }
    throw error;
  }
}
