/** Disconnects users from a channel of the ARTC service. */
import { CloudError } from '../../cloud/errors.ts';
import type { Room } from '../rooms/room.ts';
import type { Scope } from '../scope.ts';
import { artcApp } from '../secrets.ts';

const DEADLINE_MS = 2_000;

/**
 * Their tokens cannot be revoked: it is the service's, not ours, to keep somebody out who comes back with one (at most a day
 * old). A channel in which nobody is, or that does not exist, is no error: UNCERTAIN by which code it says so.
 */
export async function removeTerminals(scope: Scope, room: Room, users: readonly string[]): Promise<void> {
  const app = users.length > 0 ? await artcApp(scope) : undefined;
  if (!app || room.meetingId === undefined) {
    return;
  }
  try {
    await scope.cloud.openApi.call(
      'live',
      'RemoveTerminals',
      { AppId: app.appId, ChannelId: room.meetingId, TerminalIds: users },
      { deadlineMs: DEADLINE_MS },
    );
  } catch (error) {
    if (!(error instanceof CloudError) || error.retryable) {
      throw error;
    }
    scope.log.info('nobody was removed from the channel', { room: room.id, users, code: error.code });
  }
}
