/** What the anchor may do about somebody in the room: mute, remove, shut out, delete a message. */
import * as z from 'zod/mini';
import { id, maybe, okCode } from './fields.ts';

/** Of the room, as everywhere; `user_id` is the caller. */
const room = { id, user_id: maybe(id) };

/** Users in one request: four calls of the messaging service, which takes 30 in each. */
const MOST_USERS = 100;
const LONGEST_PAGE = 100;

export const targetsRequest = z.object({
  ...room,
  /** Whom it is about. */
  target_ids: z.array(id).check(z.minLength(1), z.maxLength(MOST_USERS)),
});

/** Everybody named, once each. */
export const targetsResponse = z.object({ code: okCode, target_ids: z.array(id) });

export const deleteMessageRequest = z.object({
  ...room,
  /** As the messaging service tells it with the message. */
  message_id: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/)),
});

export const deleteMessageResponse = z.object({ code: okCode, message_id: z.string() });

export const listMutedRequest = z.object(room);

export const listMutedResponse = z.object({
  code: okCode,
  /** Everybody but the anchor and `except_ids` is muted. */
  mute_all: z.boolean(),
  user_ids: z.array(z.string()),
  except_ids: z.array(z.string()),
});

export const listBannedRequest = z.object({
  ...room,
  limit: maybe(z.int().check(z.gte(1), z.lte(LONGEST_PAGE))),
  /** `next_cursor` of the page before. */
  cursor: maybe(id),
});

export const listBannedResponse = z.object({
  code: okCode,
  /** In the order of the ids. */
  bans: z.array(z.object({ user_id: z.string(), banned_at: z.string() })),
  /** Absent on the last page. */
  next_cursor: z.optional(z.string()),
});
