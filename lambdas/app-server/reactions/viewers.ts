/** Unique viewers: each user counts once in a room, however often and on whichever way he enters. */
import { hasCode } from '../../cloud/errors.ts';
import { TABLES } from '../../cloud/tables.ts';
import { perCloud } from '../per-cloud.ts';
import type { Scope } from '../scope.ts';
import { countNewViewers } from './counting.ts';

const TABLE = TABLES.viewers.name;

/** Entries that need not be looked up again; the oldest go first. */
const REMEMBERED = 20_000;

const seenOf = perCloud(() => new Set<string>());

/** Counts those who have not been in the room before; the anchor is no viewer and must not be among them. */
export async function countViewers(scope: Scope, roomId: string, userIds: readonly string[]): Promise<void> {
  const seen = seenOf(scope.cloud);
  const unknown = [...new Set(userIds)].filter((user) => !seen.has(`${roomId}/${user}`));
  if (unknown.length === 0) {
    return;
  }
  const isNew = await Promise.all(unknown.map((user) => enter(scope, roomId, user)));
  for (const user of unknown) {
    seen.add(`${roomId}/${user}`);
  }
  for (const oldest of seen) {
    if (seen.size <= REMEMBERED) {
      break;
    }
    seen.delete(oldest);
  }
  const viewers = isNew.filter(Boolean).length;
  if (viewers > 0) {
    await countNewViewers(scope, roomId, viewers);
  }
}

/** Of all entries of one user, on all instances together, one is the first. */
async function enter(scope: Scope, roomId: string, userId: string): Promise<boolean> {
  try {
    const key = { room_id: roomId, user_id: userId };
    await scope.cloud.rows.put(TABLE, key, { entered_at: scope.clock.now() }, { exists: 'must-not' });
    return true;
  } catch (error) {
    if (hasCode(error, 'OTSConditionCheckFail')) {
      return false;
    }
    throw error;
  }
}
