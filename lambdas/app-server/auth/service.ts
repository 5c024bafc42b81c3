/** Log-in and the session that every other endpoint asks for. */
import { ApiError } from '../../api/errors.ts';
import type { Setting } from '../../cloud/settings.ts';
import type { Config } from '../config.ts';
import type { Scope } from '../scope.ts';
import { requiredSetting } from '../secrets.ts';
import { earliestSession, refuseUnwanted, warmAdmission } from './admission.ts';
import { checkPassword, hashPassword } from './password.ts';
import { providerClaims } from './provider.ts';
import { type Claims, isOwnToken, type Purpose, signToken, verifyToken } from './token.ts';
import { readUser, replaceHash, type User } from './users.ts';
import { recall, remember } from './verified.ts';

/** Seconds; as the reference server (appserver-contract.md §2.0). */
export const SESSION_LIFETIME = 7 * 86_400;

/**
 * Where an identity provider decides who is admitted, and for how long, our own sessions are only those that a jump token
 * buys: long enough for one broadcast.
 */
const SESSION_LIFETIME_BESIDE_PROVIDER = 12 * 3_600;

export interface Session {
  readonly token: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

function sessionPurpose(config: Pick<Config, 'stage'>): Purpose {
  return { type: 'session', audience: `app-server/${config.stage}` };
}

/**
 * Checks a user's name and password as the stage's authentication mode says. In `demo` they are equal, as every official
 * client sends them (appserver-contract.md §1.11).
 *
 * @throws ApiError `login_failed`, `banned`, or `log_in_elsewhere` on a stage whose users are not known here.
 */
export async function logIn(scope: Scope, username: string, password: string): Promise<Session> {
  switch (scope.config.authMode) {
    case 'jwks':
      throw new ApiError('log_in_elsewhere', scope.config.authMode);
    case 'demo':
      if (username !== password) {
        throw new ApiError('login_failed');
      }
      return issueSession(scope, username, Math.max(seconds(scope), await earliestSession(scope, username)));
    case 'password': {
      // The session is as old as what is known of the user: a password that is changed meanwhile makes it void.
      const readAt = seconds(scope);
      const user = await authenticated(scope, username, password);
      // Asked after the password: only the user himself may learn that he is banned.
      await earliestSession(scope, username);
      return issueSession(scope, username, Math.max(readAt, user.sessionsFrom));
    }
  }
}

async function authenticated(scope: Scope, username: string, password: string): Promise<User> {
  const user = await readUser(scope.cloud.rows, username);
  const { isRight, isOutdated } = await checkPassword(password, user?.passwordHash);
  if (!user || !isRight) {
    throw new ApiError('login_failed');
  }
  if (isOutdated) {
    scope.later('hashing a password at the cost that is usual now', rehash(scope, user, password));
  }
  return user;
}

async function rehash(scope: Scope, user: User, password: string): Promise<void> {
  await replaceHash(scope.cloud.rows, user, await hashPassword(password, scope.random));
}

/** @param issuedAt seconds since the epoch: the session is void once the user's sessions from before a later time are */
export async function issueSession(scope: Scope, userId: string, issuedAt = seconds(scope)): Promise<Session> {
  const { keys } = await requiredSetting(scope, 'session-keys');
  const lifetime = scope.config.identityProvider ? SESSION_LIFETIME_BESIDE_PROVIDER : SESSION_LIFETIME;
  const claims = { subject: userId, issuedAt, expiresAt: seconds(scope) + lifetime };
  const [newest] = keys as [Keys[number]];
  return { token: signToken(claims, sessionPurpose(scope.config), newest), expiresAt: claims.expiresAt };
}

function seconds(scope: Scope): number {
  return Math.floor(scope.clock.now() / 1_000);
}

type Keys = Setting<'session-keys'>['keys'];

/** A space after "Bearer" may be missing (appserver-contract.md §2.0). */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer\s*(\S+)$/i.exec(authorization ?? '')?.[1];
}

/**
 * The user of an `Authorization` header.
 *
 * @throws ApiError `session_required`, `session_invalid`, `session_expired`, `banned` or `user_id_not_accepted`, all 403.
 */
export async function callerOf(scope: Scope, authorization: string | undefined): Promise<string> {
  const token = bearerToken(authorization);
  if (!token) {
    throw new ApiError('session_required');
  }
  const { identityProvider } = scope.config;
  // Side by side: a new instance reads both the keys and who is banned.
  const [claims] = await Promise.all([
    identityProvider && !isOwnToken(token) ? providerClaims(scope, identityProvider, token) : ownClaims(scope, token),
    warmAdmission(scope),
  ]);
  await refuseUnwanted(scope, claims.subject, claims.issuedAt);
  return claims.subject;
}

async function ownClaims(scope: Scope, token: string): Promise<Claims> {
  const verify = (keys: Keys) => verifyToken(token, sessionPurpose(scope.config), keys, seconds(scope));
  const { keys } = await requiredSetting(scope, 'session-keys');
  const known = recall(scope.cloud, token, keys, seconds(scope));
  if (known) {
    return known;
  }
  let verdict = verify(keys);
  if ('refused' in verdict && verdict.refused === 'unknown_key') {
    // Another instance may already sign with a key that was rotated in since this one read them.
    verdict = verify(await scope.cloud.newestSessionKeys());
  }
  if ('refused' in verdict) {
    throw new ApiError(verdict.refused === 'expired' ? 'session_expired' : 'session_invalid');
  }
  remember(scope.cloud, token, keys, verdict.claims);
  return verdict.claims;
}
