/** The stage follows its room: whatever starts, pauses, ends or removes the room clears the stage, and stops its task. */
import type { Room } from '../rooms/room.ts';
import type { Scope } from '../scope.ts';
import { commit } from './commit.ts';
import { settleMixing } from './mixing.ts';
import { stageRoom } from './stage.ts';
import { noStage, readStage } from './store.ts';

/**
 * The change of the room has cleared the stage already (see `present`): here those who were on it are removed and told, as
 * far as the cloud answers. The timer does the rest, so this never fails (A7, W14).
 */
export async function followRoom(scope: Scope, room: Room): Promise<void> {
  if (room.mode !== 1 || scope.config.artcAppId === undefined) {
    return;
  }
  try {
    const stored = await readStage(scope.cloud.rows, room.id);
    if (stored) {
      await commit(scope, room.id, (_room, draft) => ({ draft, happenings: [] }));
    } else {
      await settleMixing(scope, room, noStage(stageRoom(room).epoch, scope.clock.now()));
    }
  } catch (error) {
    scope.log.warn('the stage is left to the timer', { room: room.id, error });
  }
}
