/** Co-streaming: the member list that the anchor's client writes, the stage that the server keeps, tokens for the ARTC service. */
import * as z from 'zod/mini';
import { id, LIMITS, line, maybe, okCode } from './fields.ts';

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

const caller = { id, user_id: id };
const looks = { user_nick: maybe(line(LIMITS.nick)), user_avatar: maybe(line(LIMITS.avatar)) };
const devices = { mic_opened: maybe(z.boolean()), camera_opened: maybe(z.boolean()) };

/** cancel, renew, leave, state */
export const stageRequest = z.object(caller);

export const applyRequest = z.object({ ...caller, ...looks });

/** approve, reject, kick: what the anchor does about a guest. */
export const guestRequest = z.object({ ...caller, guest_id: id });

/** Both devices are open unless said otherwise. */
export const joinRequest = z.object({ ...caller, ...looks, ...devices });

/** With `guest_id` the anchor asks a guest to switch; nobody else can switch somebody's devices. */
export const devicesRequest = z.object({ ...caller, ...devices, guest_id: maybe(id) });

const stageMember = z.object({
  ...member.shape,
  /** Absent for those whom only the anchor's client has put on the list. */
  joined_at: z.optional(z.string()),
  /** When the member leaves the stage unless it renews. */
  expires_at: z.optional(z.string()),
});

const application = z.object({ user_id: id, ...looks, applied_at: z.string() });

/** The stage of a room as it is told to one caller. */
export const stage = z.object({
  code: okCode,
  /** Grows with every change; message 19002 names it. */
  version: z.int(),
  /** The anchor first. Play URLs are absent where the caller must not have them. */
  members: z.array(stageMember),
  /** What the caller is: who is approved has a minute to join. */
  own_status: z.enum(['none', 'applied', 'approved', 'on_stage']),
  /** Only for the anchor, in the order in which they came. */
  applications: z.optional(z.array(application)),
  /** At most so many on stage, the anchor included. */
  most: z.int(),
  /** How often those on stage must call renew; three missed ones in a row and they are off. */
  renew_seconds: z.int(),
});

/** The stage, and the caller's own URLs. */
export const joined = z.object({ ...stage.shape, rtc_push_url: z.string(), rtc_pull_url: z.string() });

export type Member = z.infer<typeof member>;
export type StageAnswer = z.infer<typeof stage>;
