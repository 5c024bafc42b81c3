/** Log-in: what the official clients send and read (appserver-contract.md §2.3, rows 2, 16 and 17). */
import * as z from 'zod/mini';
import { ID_PATTERN, id, LIMITS, line, maybe, okCode } from './fields.ts';

export const loginRequest = z.object({
  username: z.string().check(z.regex(ID_PATTERN)),
  password: line(LIMITS.device).check(z.minLength(1)),
});

export const loginResponse = z.object({
  code: okCode,
  token: z.string(),
  /** `2026-11-22T13:00:00+08:00` */
  expire: z.string(),
});

export const jumpUrlRequest = z.object({
  user_id: id,
  live_id: id,
  user_name: maybe(line(LIMITS.nick)),
  version: maybe(line(32)),
});

export const jumpUrlResponse = z.object({ live_jump_url: z.string() });

export const verifyTokenRequest = z.object({
  user_id: id,
  live_id: id,
  app_server: line(LIMITS.url).check(z.minLength(1)),
  token: line(LIMITS.url).check(z.minLength(1)),
  user_name: maybe(line(LIMITS.nick)),
});

export const verifyTokenResponse = z.object({ login_token: z.string() });
