/** Likes, statistics and muting: endpoints that clients call by the messaging group's id, which is the room's id. */
import * as z from 'zod/mini';
import { id, maybe, okCode } from './fields.ts';
import { metrics } from './rooms.ts';

export const chatroomRequest = z.object({ chatroom_id: id, user_id: maybe(id) });

export const likeRequest = z.object({
  chatroom_id: id,
  user_id: maybe(id),
  /** Likes since the last call. */
  like_count: z.int().check(z.gte(0)),
});

export const likeResponse = z.object({ code: okCode, count: z.int() });

/** The numbers twice: Android reads them at the top, iOS under `metrics` (appserver-contract.md §1.17). */
export const statisticsResponse = z.extend(metrics, { code: okCode, metrics });

export const muteResponse = z.object({ code: okCode, mute: z.boolean() });
