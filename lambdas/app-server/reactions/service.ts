/** Likes: counted exactly, and told to the group at most every two seconds. */
import { announce } from '../messaging/groups.ts';
import { MESSAGE } from '../messaging/types.ts';
import { visibleRoom } from '../rooms/change.ts';
import type { SessionScope } from '../scope.ts';
import { addLikes, takeTurn } from './store.ts';

/** More are not believed; not an error, because iOS repeats a refused count for ever (W46). */
const MOST_AT_ONCE = 500;
const TELL_EVERY_MS = 2_000;

export async function like(scope: SessionScope, roomId: string, likes: number): Promise<number> {
  const room = await visibleRoom(scope, roomId);
  const total = await addLikes(scope.cloud.rows, roomId, Math.min(likes, MOST_AT_ONCE));
  try {
    if (likes > 0 && (await takeTurn(scope.cloud.rows, roomId, scope.clock.now(), TELL_EVERY_MS))) {
      await announce(scope, room, MESSAGE.likes, { likeCount: total });
    }
  } catch (error) {
    // The likes are counted; an error would make the client send them again.
    scope.log.warn('likes were not announced', { room: roomId, error });
  }
  return total;
}
