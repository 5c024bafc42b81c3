/** The end of a room that is marked for deletion: stream, messaging group, rows of other tables, and its own last of all. */
import { deleteGroup } from '../messaging/groups.ts';
import { forbidStream } from '../playback/streams.ts';
import { removeStatistics } from '../reactions/store.ts';
import type { Scope } from '../scope.ts';
import { removeLeftovers } from './leftovers.ts';
import { applyEvent, type Room } from './room.ts';
import { removeRoom, replaceRoom } from './store.ts';

/**
 * Every step may be repeated, so a deletion that was interrupted is simply done again (A7). Receipts of callbacks name no
 * room and go by themselves within a day; videos in VOD are the team's and stay.
 *
 * @returns false when so much belonged to the room that some of it is left for another time
 */
export async function finishDeletion(scope: Scope, room: Room): Promise<boolean> {
  const [isEmpty] = await Promise.all([
    removeLeftovers(scope, room.id),
    forbidStream(scope, room),
    deleteGroup(scope, room.id),
    removeStatistics(scope.cloud.rows, room.id),
  ]);
  return isEmpty && removeRoom(scope.cloud.rows, room);
}

/** Marks the room first, so that whoever still holds it finds it taken; nothing happens when somebody was faster. */
export async function deleteUnasked(scope: Scope, room: Room): Promise<boolean> {
  const outcome = applyEvent(room, { type: 'delete', at: scope.clock.now() });
  return (
    'changed' in outcome &&
    (await replaceRoom(scope.cloud.rows, outcome.changed)) &&
    (await finishDeletion(scope, outcome.changed))
  );
}
