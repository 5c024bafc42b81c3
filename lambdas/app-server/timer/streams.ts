/**
 * Streams and rooms that no longer agree, as the timer finds them: callbacks are lost, and a ban may come while its user is
 * live. Each live room gets its turn, a batch a tick.
 */
import { bannedFromStage } from '../auth/admission.ts';
import { announceStream } from '../callbacks/stream.ts';
import { followRoom } from '../costreaming/follow.ts';
import { isStreaming } from '../playback/streams.ts';
import { applyEvent, LIVE, type Room } from '../rooms/room.ts';
import type { ListedRoom } from '../rooms/row.ts';
import { stopIfThere } from '../rooms/stop.ts';
import { readRoom, replaceRoom, roomsOn } from '../rooms/store.ts';
import type { Scope } from '../scope.ts';
import { eachInParallel } from './parallel.ts';

/** Rooms in one tick; the Live service answers 100 such questions a second for the whole account (live.md §1). */
const BATCH = 200;
/** Rooms that take turns: one read of the index gives no more than 5,000. */
const LOOKED_AT = 5_000;
const MINUTE_MS = 60_000;

/**
 * Pauses live rooms whose stream was there and has been missing for a while, as its callback would have done.
 *
 * @returns how many rooms were paused
 */
export async function lost(scope: Scope, end: number): Promise<number> {
  return eachInParallel(scope, 'live', end, await liveRooms(scope), async ({ id }) => {
    const room = await readRoom(scope.cloud.rows, id);
    if (room?.status !== LIVE || room.work !== 'none') {
      return false;
    }
    const type = (await isStreaming(scope, room)) ? 'seen' : 'missing';
    const outcome = applyEvent(room, { type, at: scope.clock.now() });
    return 'changed' in outcome && write(scope, outcome.changed);
  });
}

/** If somebody else was faster, it is looked at again by the next tick. */
async function write(scope: Scope, next: Room): Promise<boolean> {
  if (!(await replaceRoom(scope.cloud.rows, next)) || next.status === LIVE) {
    return false;
  }
  await Promise.all([followRoom(scope, next), announceStream(scope, next)]);
  return true;
}

/** Ends live rooms of users who are shut out of the stage: what the ban itself could not finish, or did not know of. */
export async function shutOut(scope: Scope, end: number): Promise<number> {
  const [rooms, banned] = await Promise.all([liveRooms(scope), bannedFromStage(scope)]);
  const theirs = rooms.filter((room) => banned.has(room.anchorId));
  return eachInParallel(scope, 'live', end, theirs, (room) => stopIfThere(scope, room));
}

/** The oldest first; where there are more than a batch, every minute the next ones. */
async function liveRooms(scope: Scope): Promise<ListedRoom[]> {
  const now = scope.clock.now();
  const all = await roomsOn(scope.cloud.rows, 'live', now, LOOKED_AT);
  const batches = Math.max(1, Math.ceil(all.length / BATCH));
  const turn = Math.floor(now / MINUTE_MS) % batches;
  return all.slice(turn * BATCH, (turn + 1) * BATCH);
}
