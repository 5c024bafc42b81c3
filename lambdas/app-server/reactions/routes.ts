/** Likes and statistics over HTTP. */
import type { HandlersOf } from '../handlers.ts';
import { visibleRoom } from '../rooms/change.ts';
import { like } from './service.ts';
import { freshStatistics, storedStatistics, toMetrics } from './statistics.ts';

export const reactionRoutes: HandlersOf<'sendLikeMessage' | 'getStatistics'> = {
  sendLikeMessage: async (scope, { chatroom_id, like_count }) => ({
    code: 200,
    count: await like(scope, chatroom_id, like_count),
  }),
  getStatistics: async (scope, { chatroom_id: id }) => {
    const [stored] = await Promise.all([storedStatistics(scope, id), visibleRoom(scope, id)]);
    const metrics = toMetrics(await freshStatistics(scope, id, stored));
    return { code: 200, ...metrics, metrics };
  },
};
