/** The role of a user in the messaging service: decided here, whatever the client asks for (appserver-contract.md §1.18, W4). */
import { newestRooms, readRoom } from '../rooms/store.ts';
import type { SessionScope } from '../scope.ts';

/** `admin` may create and manage every group of the application; the creator of a group manages that one without it. */
export type ImRole = '' | 'admin';

/** Rooms among which one of the caller is looked for when the request names none: official clients name none. */
const NEWEST = 100;

export interface RoleRequest {
  readonly role?: string | null | undefined;
  readonly room_id?: string | null | undefined;
}

/**
 * `never`: nobody. `anchors`: the anchor of the room named or, when none is named, of one of the newest rooms; one read.
 * `requested`: whoever asks for it, which the clients of AUICall need, because they create groups themselves.
 */
export async function imRole(scope: SessionScope, { role, room_id }: RoleRequest): Promise<ImRole> {
  switch (scope.config.messageRole) {
    case 'never':
      return '';
    case 'requested':
      return role === 'admin' ? 'admin' : '';
    case 'anchors':
      return (await isAnchor(scope, room_id ?? undefined)) ? 'admin' : '';
  }
}

async function isAnchor(scope: SessionScope, roomId: string | undefined): Promise<boolean> {
  const { rows } = scope.cloud;
  if (roomId !== undefined) {
    return (await readRoom(rows, roomId))?.anchorId === scope.caller;
  }
  return (await newestRooms(rows, NEWEST)).some((room) => room.anchorId === scope.caller);
}
