/** Log-in and the session that every other endpoint asks for. */
import { ApiError } from '../../api/errors.ts';
import type { Setting } from '../../cloud/settings.ts';
import type { Config } from '../config.ts';
import type { Scope } from '../scope.ts';
import { requiredSetting } from '../secrets.ts';
import { type Purpose, signToken, verifyToken } from './token.ts';

/** Seconds; as the reference server (appserver-contract.md §2.0). */
export const SESSION_LIFETIME = 7 * 86_400;

export interface Session {
  readonly token: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

export function sessionPurpose(config: Pick<Config, 'stage'>): Purpose {
  return { type: 'session', audience: `app-server/${config.stage}` };
}

/**
 * Checks a user's name and password as the stage's authentication mode says. In `demo` they are equal, as every official
 * client sends them (appserver-contract.md §1.11).
 *
 * @throws ApiError `login_failed`, or `log_in_elsewhere` on a stage whose users are not known here.
 */
export async function logIn(scope: Scope, username: string, password: string): Promise<Session> {
  if (scope.config.authMode !== 'demo') {
    throw new ApiError('log_in_elsewhere', scope.config.authMode);
  }
  if (username !== password) {
    throw new ApiError('login_failed');
  }
  return issueSession(scope, username);
}

export async function issueSession(scope: Scope, userId: string): Promise<Session> {
  const { keys } = await requiredSetting(scope, 'session-keys');
  const issuedAt = Math.floor(scope.clock.now() / 1_000);
  const claims = { subject: userId, issuedAt, expiresAt: issuedAt + SESSION_LIFETIME };
  const [newest] = keys as [Keys[number]];
  return { token: signToken(claims, sessionPurpose(scope.config), newest), expiresAt: claims.expiresAt };
}

type Keys = Setting<'session-keys'>['keys'];

/**
 * The user of an `Authorization` header; a space after "Bearer" may be missing (appserver-contract.md §2.0).
 *
 * @throws ApiError `session_required`, `session_invalid` or `session_expired`, all 403.
 */
export async function callerOf(scope: Scope, authorization: string | undefined): Promise<string> {
  const token = /^Bearer\s*(\S+)$/i.exec(authorization ?? '')?.[1];
  if (!token) {
    throw new ApiError('session_required');
  }
  const verify = (keys: Keys) =>
    verifyToken(token, sessionPurpose(scope.config), keys, Math.floor(scope.clock.now() / 1_000));
  let verdict = verify((await requiredSetting(scope, 'session-keys')).keys);
  if ('refused' in verdict && verdict.refused === 'unknown_key') {
    // Another instance may already sign with a key that was rotated in since this one read them.
    verdict = verify(await scope.cloud.newestSessionKeys());
  }
  if ('refused' in verdict) {
    throw new ApiError(verdict.refused === 'expired' ? 'session_expired' : 'session_invalid');
  }
  return verdict.claims.subject;
}
