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

export const tokenV2Request = z.object({ ...device, im_server: imServers });

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
