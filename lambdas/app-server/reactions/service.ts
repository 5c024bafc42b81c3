/** Likes: counted exactly, and told to the group at most every two seconds. */
import { refuseKnownBanned } from '../moderation/bans.ts';
import { visibleRoom } from '../rooms/change.ts';
import type { Room } from '../rooms/room.ts';
import type { Scope, SessionScope } from '../scope.ts';
import { countLikes } from './counting.ts';
import { tellLikes } from './like-news.ts';
import { freshStatistics, storedStatistics, within } from './statistics.ts';

/** More are not believed; not an error, because iOS repeats a refused count for ever (W46). */
const MOST_AT_ONCE = 500;

export async function like(scope: SessionScope, roomId: string, likes: number): Promise<number> {
  const [room] = await Promise.all([visibleRoom(scope, roomId), refuseKnownBanned(scope, scope.caller, roomId)]);
  const total = await countLikes(scope, roomId, Math.min(likes, MOST_AT_ONCE));
  if (likes > 0) {
    await tryToTell(scope, room, total);
  }
  return within(total);
}

/** For the timer: fetches the numbers of a live room anew, and tells what its group has not been told of its likes. */
export async function keepFresh(scope: Scope, room: Pick<Room, 'id' | 'anchorId'>): Promise<void> {
  const stored = await storedStatistics(scope, room.id);
  const { likeCount } = await freshStatistics(scope, room.id, stored);
  if (likeCount > 0) {
    await tryToTell(scope, room, likeCount);
  }
}

/** The likes are counted: an error would make the client send them again. */
async function tryToTell(scope: Scope, room: Pick<Room, 'id' | 'anchorId'>, total: number): Promise<void> {
  try {
    await tellLikes(scope, room, total);
  } catch (error) {
    scope.log.warn('likes were not announced', { room: room.id, error });
  }
}
