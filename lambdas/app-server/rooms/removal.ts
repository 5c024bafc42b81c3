/** The end of a room that is marked for deletion: stream, messaging group, counters, and the row last of all. */
import { deleteGroup } from '../messaging/groups.ts';
import { forbidStream } from '../playback/streams.ts';
import { removeStatistics } from '../reactions/store.ts';
import type { Scope } from '../scope.ts';
import type { Room } from './room.ts';
import { removeRoom } from './store.ts';

/** Every step may be repeated, so a deletion that was interrupted is simply done again (A7). */
export async function finishDeletion(scope: Scope, room: Room): Promise<void> {
  await Promise.all([
    forbidStream(scope, room),
    deleteGroup(scope, room.id),
    removeStatistics(scope.cloud.rows, room.id),
  ]);
  await removeRoom(scope.cloud.rows, room);
}
