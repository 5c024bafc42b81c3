/** Co-streaming: the member list that the anchor's client writes, and tokens for the ARTC service. */
import * as z from 'zod/mini';
import { id, LIMITS, line, maybe } from './fields.ts';

/** Nothing else of a member is kept (appserver-contract.md §2.1). */
export const member = z.object({
  user_id: id,
  user_nick: maybe(line(LIMITS.nick)),
  user_avatar: maybe(line(LIMITS.avatar)),
  camera_opened: maybe(z.boolean()),
  mic_opened: maybe(z.boolean()),
  rtc_pull_url: maybe(line(LIMITS.url)),
});

/** Any short text: an unknown room has no members, which is not an error (appserver-contract.md §1.5). */
export const getMeetingInfoRequest = z.object({ id: line(128) });

export const updateMeetingInfoRequest = z.object({
  id,
  members: z.array(member).check(z.maxLength(LIMITS.onStage)),
});

export const meetingInfo = z.object({ members: z.array(member) });

/** `room_id` may be a call that is no room here: AUICall uses its own ids (appserver-contract.md §2.3). */
export const rtcTokenRequest = z.object({
  room_id: z.string().check(z.regex(/^[A-Za-z0-9\-_=]{1,64}$/)),
  user_id: maybe(id),
});

export const rtcTokenResponse = z.object({
  auth_token: z.string(),
  /** When the token expires, in seconds since the epoch. */
  timestamp: z.int(),
});

export type Member = z.infer<typeof member>;
