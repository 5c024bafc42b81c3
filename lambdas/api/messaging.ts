/** Tokens for the interactive-messaging service. */
import * as z from 'zod/mini';
import { id, imServers, LIMITS, line, maybe, okCode } from './fields.ts';

const device = {
  user_id: id,
  device_id: line(LIMITS.device).check(z.minLength(1)),
  device_type: line(32).check(z.minLength(1)),
  /** What the client would like to be; the server decides (appserver-contract.md §1.18). */
  role: maybe(line(32)),
};

export const tokenV1Request = z.object({ ...device, im_server: maybe(imServers) });

export const tokenV2Request = z.object({
  ...device,
  im_server: imServers,
  /** The room that the token is wanted for; who is banned from it gets none. */
  room_id: maybe(id),
});

/** No other field may be here: Android refuses the whole answer otherwise (appserver-contract.md §1.2). */
export const tokenV2Response = z.strictObject({
  code: okCode,
  aliyun_new_im: z.strictObject({
    app_id: z.string(),
    app_sign: z.string(),
    app_token: z.string(),
    auth: z.strictObject({
      user_id: z.string(),
      nonce: z.string(),
      /** When the token expires, in seconds since the epoch. */
      timestamp: z.int(),
      role: z.string(),
    }),
  }),
});

/** Never sent: `token` of version 1 always answers `old_im_not_offered`. */
export const tokenV1Response = z.never();

/** What happened to a user, as far as it is acted upon: 1 logon, 2 logoff, 3 join, 4 leave, 5 reconnect (live.md §4). */
const messageEvent = z.object({
  e: z.int(),
  /** Group that was joined or left. */
  g: z.optional(z.string()),
  /** Groups that somebody is in who came back. */
  gs: z.optional(z.array(z.string())),
});

/** The event callback of the messaging service. */
export const messageCallback = z.object({
  transactionid: z.string().check(z.minLength(1), z.maxLength(128)),
  appid: z.string(),
  eves: z.array(z.object({ uid: z.string(), events: z.array(messageEvent) })),
});

export const messageCallbackResponse = z.object({ code: okCode });
