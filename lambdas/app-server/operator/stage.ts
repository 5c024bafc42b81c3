/** Who is shut out of the whole stage, whose sessions are ended and which rooms: in every authentication mode. */
import { endSessions, nextSecond, WHOLE_STAGE } from '../auth/admission.ts';
import { listBans, removeBan, writeBan } from '../moderation/bans.ts';
import { openRoomsOf, stopIfThere, stopRoom } from '../rooms/stop.ts';
import { eachInParallel } from '../timer/parallel.ts';
import type { OperationsOf } from './handlers.ts';

const PAGE = 100;
/** Milliseconds in which a ban ends rooms; the timer ends what is still live then. */
const STOPPING_MS = 10_000;

export const stageOperations: OperationsOf<
  'rooms.stop' | 'sessions.end' | 'stage.ban' | 'stage.unban' | 'stage.listBanned'
> = {
  'rooms.stop': async (scope, { room_id }) => {
    await stopRoom(scope, room_id);
    return { code: 200, room_id };
  },

  'sessions.end': async (scope, { user_id }) => {
    await endSessions(scope, user_id, nextSecond(scope));
    return { code: 200, user_id };
  },

  'stage.ban': async (scope, { user_id }) => {
    await writeBan(scope, user_id, WHOLE_STAGE);
    // After the ban: he opens no other room meanwhile.
    const theirs = await openRoomsOf(scope, user_id);
    await eachInParallel(scope, 'ban', scope.clock.now() + STOPPING_MS, theirs, (room) => stopIfThere(scope, room));
    return { code: 200, user_id };
  },

  'stage.unban': async (scope, { user_id }) => {
    await removeBan(scope, user_id, WHOLE_STAGE);
    return { code: 200, user_id };
  },

  'stage.listBanned': async (scope, { from, limit }) => {
    const { bans, next } = await listBans(scope, WHOLE_STAGE, { from, limit: limit ?? PAGE });
    const banned = bans.map((ban) => ({ user_id: ban.userId, banned_at: ban.bannedAt }));
    return { code: 200, banned, ...(next !== undefined && { next }) };
  },
};
