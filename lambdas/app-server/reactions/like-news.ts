/**
 * Tells the group its likes: at most once in two seconds, on all instances together, and the last total as well. Whoever
 * likes while it is too early leaves a note: this instance tells when the time has come, the next like does, or the timer.
 */
import { mayAsk } from '../messaging/call.ts';
import { announce } from '../messaging/groups.ts';
import { MESSAGE } from '../messaging/types.ts';
import { perCloud, remember } from '../per-cloud.ts';
import type { Room } from '../rooms/room.ts';
import type { Scope } from '../scope.ts';
import { readStatistics, takeTurn } from './store.ts';

const TELL_EVERY_MS = 2_000;

/** Rooms of which it is remembered when they were told; the oldest go first. */
const REMEMBERED = 5_000;

type Told = Pick<Room, 'id' | 'anchorId'>;

const memoryOf = perCloud(() => ({ toldAt: new Map<string, number>(), waiting: new Set<string>() }));

/** @param total how many likes there are; fewer than the group has been told are not told */
export async function tellLikes(scope: Scope, room: Told, total: number): Promise<void> {
  const { toldAt } = memoryOf(scope.cloud);
  const now = scope.clock.now();
  const last = toldAt.get(room.id);
  // What this instance remembers spares a read for most likes.
  if (last !== undefined && now - last < TELL_EVERY_MS) {
    tellLater(scope, room, last + TELL_EVERY_MS - now);
    return;
  }
  if (!mayAsk(scope, 'SendLiveMessageGroup')) {
    tellLater(scope, room, TELL_EVERY_MS);
    return;
  }
  // One of a crowd asks; the others are too early from here on.
  remember(toldAt, room.id, now, REMEMBERED);
  const turn = await takeTurn(scope.cloud.rows, room.id, { total, now, everyMs: TELL_EVERY_MS });
  if (turn.isTaken) {
    await announce(scope, room, MESSAGE.likes, { likeCount: total });
    return;
  }
  remember(toldAt, room.id, turn.toldAt, REMEMBERED);
  if (turn.isBehind) {
    tellLater(scope, room, turn.toldAt + TELL_EVERY_MS - now);
  }
}

function tellLater(scope: Scope, room: Told, ms: number): void {
  const { waiting } = memoryOf(scope.cloud);
  if (!scope.after || waiting.has(room.id)) {
    return;
  }
  waiting.add(room.id);
  scope.after(Math.max(ms, 1), 'tell the last likes', async () => {
    waiting.delete(room.id);
    const { likeCount } = await readStatistics(scope.cloud.rows, room.id);
    await tellLikes(scope, room, likeCount);
  });
}
