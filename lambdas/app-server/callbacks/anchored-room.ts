/** The room that a stream belongs to, for every callback that names a stream. */
import { isVisible, type Room } from '../rooms/room.ts';
import { readRoom, roomByMeeting } from '../rooms/store.ts';
import type { Scope } from '../scope.ts';
import { ownerOf } from './stream-name.ts';

/** The room whose anchor sends this stream; a guest's stream is no room's (A8). Undefined also for a room on its way. */
export async function anchoredRoom(scope: Scope, app: string, stream: string): Promise<Room | undefined> {
  const room = app === scope.config.appName ? await find(scope, stream) : undefined;
  return room && isVisible(room) ? room : undefined;
}

async function find(scope: Scope, stream: string): Promise<Room | undefined> {
  const owner = ownerOf(stream, scope.config.artcAppId);
  if (owner?.kind === 'room') {
    return readRoom(scope.cloud.rows, owner.roomId);
  }
  const room = owner && (await roomByMeeting(scope.cloud.rows, owner.meetingId));
  return room?.anchorId === owner?.userId ? room : undefined;
}
