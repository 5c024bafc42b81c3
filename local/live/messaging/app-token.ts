/** Tokens with which clients log in to IM: verified byte by byte, as the IM gateway will (live.md §5). */
import { createHash } from 'node:crypto';
import type { MessageApp } from './apps.ts';

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

/** Undefined when the login is good, else why not; never says what the right token would be. */
export function loginProblem(app: MessageApp, appSign: string, login: AppToken, nowMs: number): string | undefined {
  if (app.disabled) return 'the application is disabled';
  if (appSign !== app.appSign) return 'the app sign is not that of the application';
  if (!/^[A-Za-z0-9_]{1,64}$/.test(login.userId)) return 'the user id must be 1 to 64 letters, digits, underscores';
  if (login.nonce !== '' && !/^AK-[A-Za-z0-9_-]{1,61}$/.test(login.nonce)) return 'the nonce must be empty or AK-…';
  if (login.role !== '' && login.role !== 'admin') return 'the role must be empty or admin';
  if (!Number.isInteger(login.timestamp) || login.timestamp * 1000 <= nowMs) return 'the token has expired';
  return appToken(app.appId, app.appKey, login) === login.token ? undefined : 'the token does not match';
}
