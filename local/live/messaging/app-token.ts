/** Tokens with which clients log in to IM: verified byte by byte, as the IM gateway will (live.md §5). */
import { createHash } from 'node:crypto';
import type { MessageApp } from './apps.ts';
import { USER_ID } from './limits.ts';

export interface AppToken {
  readonly userId: string;
  readonly nonce: string;
  /** When the token expires, in seconds since the epoch. */
  readonly timestamp: number;
  /** `admin` or empty. */
  readonly role: string;
  /** Lower-case hex. */
  readonly token: string;
}

export function appToken(appId: string, appKey: string, claims: Omit<AppToken, 'token'>): string {
  const { userId, nonce, timestamp, role } = claims;
  return createHash('sha256').update(`${appId}${appKey}${userId}${nonce}${timestamp}${role}`).digest('hex');
}

/** Why a login is refused; no text says what the right token would be. */
export const LOGIN_PROBLEMS = {
  AppNotFound: 'the application does not exist',
  AppDisabled: 'the application is disabled',
  AppSignMismatch: 'the app sign is not that of the application',
  UserIdInvalid: 'the user id must be 1 to 64 letters, digits, underscores',
  NonceInvalid: 'the nonce must be empty, or at most 64 letters, digits, underscores, hyphens',
  RoleInvalid: 'the role must be empty or admin',
  TokenExpired: 'the token has expired: ask the AppServer for a new one',
  TokenMismatch: 'the token does not match',
} as const;

export type LoginProblem = keyof typeof LOGIN_PROBLEMS;

/** Undefined when the login is good, else why not. */
export function loginProblem(
  app: MessageApp,
  appSign: string,
  login: AppToken,
  nowMs: number,
): LoginProblem | undefined {
  if (app.disabled) return 'AppDisabled';
  if (appSign !== app.appSign) return 'AppSignMismatch';
  if (!USER_ID.test(login.userId)) return 'UserIdInvalid';
  // "AK-…" and an alphabet without hyphens are both documented; the reference server sends hyphens (W41).
  if (!/^[A-Za-z0-9_-]{0,64}$/.test(login.nonce)) return 'NonceInvalid';
  if (login.role !== '' && login.role !== 'admin') return 'RoleInvalid';
  if (!Number.isInteger(login.timestamp) || login.timestamp * 1000 <= nowMs) return 'TokenExpired';
  return appToken(app.appId, app.appKey, login) === login.token ? undefined : 'TokenMismatch';
}
