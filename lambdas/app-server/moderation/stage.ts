/** Takes users off the stage who were removed from the room. */
import { sendOff } from '../costreaming/operations.ts';
import type { Room } from '../rooms/room.ts';
import type { Scope } from '../scope.ts';

/** Whoever is on no list of members has no right to talk from then on (A3). In other rooms there is no stage. */
export async function takeOffStage(scope: Scope, room: Room, users: readonly string[]): Promise<void> {
  if (room.mode === 1 && scope.config.artcAppId !== undefined) {
    await sendOff(scope, room.id, users);
  }
}
