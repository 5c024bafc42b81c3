/** Finding the recordings of an ended room: asked of VOD, and stored with the room. */
import { ApiError } from '../../api/errors.ts';
import { perCloud } from '../per-cloud.ts';
import { changeRoom } from '../rooms/change.ts';
import { ENDED, type Room } from '../rooms/room.ts';
import type { Scope } from '../scope.ts';
import { isUnfinished, mergeRecordings, type Recording } from './recordings.ts';
import { recordingsOf } from './vod.ts';

/** Milliseconds after the end in which more may come, whatever is there: a stream counts as ended after three minutes. */
const SETTLING_MS = 15 * 60_000;
/** Milliseconds after the end in which something that is missing is waited for. */
const WAITING_MS = 24 * 3_600_000;
/** Least milliseconds between two looks; they become rarer as time goes by. */
const LOOK_EVERY_MS = 55_000;
const RARER = 10;
/** Rooms whose last look is remembered; the oldest go first. */
const REMEMBERED = 1_000;

/** When this instance last tried: a look that fails is not repeated by everybody who opens the room. */
const triedOf = perCloud(() => new Map<string, number>());

type Watched = Pick<Room, 'status' | 'stoppedAt' | 'recordings' | 'sessions'>;

/** Whether a replay, or more of it, may still come. Only the rooms of a stage that records have any, once they were live. */
export function isAwaited(scope: Pick<Scope, 'config' | 'clock'>, room: Watched): boolean {
  if (scope.config.recording !== 'vod' || room.status !== ENDED || room.sessions === 0) {
    return false;
  }
  const age = scope.clock.now() - (room.stoppedAt ?? 0);
  return age < SETTLING_MS || (age < WAITING_MS && isUnfinished(room.recordings));
}

/** Looks unless somebody has looked lately. */
export async function lookIfDue(scope: Scope, room: Room): Promise<boolean> {
  const now = scope.clock.now();
  const tried = triedOf(scope.cloud);
  const last = Math.max(room.lookedAt ?? 0, tried.get(room.id) ?? 0);
  const pause = Math.max(LOOK_EVERY_MS, (now - (room.stoppedAt ?? now)) / RARER);
  if (!isAwaited(scope, room) || now - last < pause) {
    return false;
  }
  tried.delete(room.id);
  tried.set(room.id, now);
  const [oldest] = tried.keys();
  if (tried.size > REMEMBERED && oldest !== undefined) {
    tried.delete(oldest);
  }
  await lookForRecordings(scope, room);
  return true;
}

/** Asks VOD and stores what it has; two who look at once store the same. A room that is gone meanwhile needs nothing. */
export async function lookForRecordings(scope: Scope, room: Room): Promise<void> {
  const found = await recordingsOf(scope, room);
  try {
    await changeRoom(scope, room.id, room, (current) => withFound(current, found, scope.clock.now()));
  } catch (error) {
    if (!(error instanceof ApiError && error.reason === 'room_not_found')) {
      throw error;
    }
  }
}

/** A room that was opened again is looked at when it has ended again. */
function withFound(room: Room, found: readonly Recording[], now: number): Room {
  return room.status === ENDED
    ? { ...room, recordings: mergeRecordings(room.recordings, found), lookedAt: now, version: room.version + 1 }
    : room;
}
