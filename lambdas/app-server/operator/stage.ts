/** Who is shut out of the whole stage, and whose sessions are ended: in every authentication mode. */
import { endSessions, forgetRefused, nextSecond } from '../auth/admission.ts';
import { listBans, removeBan, WHOLE_STAGE, writeBan } from '../moderation/bans.ts';
import type { OperationsOf } from './handlers.ts';

const PAGE = 100;

export const stageOperations: OperationsOf<'sessions.end' | 'stage.ban' | 'stage.unban' | 'stage.listBanned'> = {
  'sessions.end': async (scope, { user_id }) => {
    await endSessions(scope, user_id, nextSecond(scope));
    return { code: 200, user_id };
  },

  'stage.ban': async (scope, { user_id }) => {
    await writeBan(scope, user_id, WHOLE_STAGE);
    forgetRefused(scope);
    return { code: 200, user_id };
  },

  'stage.unban': async (scope, { user_id }) => {
    await removeBan(scope, user_id, WHOLE_STAGE);
    forgetRefused(scope);
    return { code: 200, user_id };
  },

  'stage.listBanned': async (scope, { from, limit }) => {
    const { bans, next } = await listBans(scope, WHOLE_STAGE, { from, limit: limit ?? PAGE });
    const banned = bans.map((ban) => ({ user_id: ban.userId, banned_at: ban.bannedAt }));
    return { code: 200, banned, ...(next !== undefined && { next }) };
  },
};
