/**
 * Sessions of the team's identity provider (authentication mode `jwks`): its token is the session token, signed with a key
 * of the set that it publishes. The library is loaded by the first such request, and on no other stage.
 */
import type { JSONWebKeySet, JWTPayload } from 'jose';
import { ApiError } from '../../api/errors.ts';
import { ID_PATTERN } from '../../api/fields.ts';
import type { IdentityProvider } from '../config.ts';
import type { Scope } from '../scope.ts';
import { providerKeys, rotatedKeys } from './provider-keys.ts';
import type { Claims } from './token.ts';

/** Public-key signatures only: with `none` there is no signature, and an `HS` one can be made from the public key. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Seconds by which the clocks of the provider and of this instance may differ. */
const TOLERANCE = 60;

/** Characters; some providers put every group of a user into the token. */
const LONGEST_TOKEN = 16_384;

/**
 * The claims of a provider's token, with the user's id from the claim that the stage names.
 *
 * @throws ApiError `session_invalid`, `session_expired`, `user_id_not_accepted`, or `upstream_unavailable` when the
 *   provider's keys cannot be read
 */
export async function providerClaims(scope: Scope, provider: IdentityProvider, token: string): Promise<Claims> {
  const payload = await verified(scope, provider, token);
  const id = payload[provider.userClaim];
  const subject = typeof id === 'number' ? String(id) : id;
  if (typeof subject !== 'string' || !ID_PATTERN.test(subject)) {
    throw new ApiError('user_id_not_accepted', provider.userClaim);
  }
  // A token without `iat` may be as old as its lifetime allows: it counts as issued before every end of sessions.
  return { subject, issuedAt: Math.floor(payload.iat ?? 0), expiresAt: Math.floor(payload.exp ?? 0) };
}

async function verified(scope: Scope, provider: IdentityProvider, token: string): Promise<JWTPayload> {
  if (token.length > LONGEST_TOKEN) {
    throw new ApiError('session_invalid');
  }
  const [{ createLocalJWKSet }, { jwtVerify }, { errors }] = await Promise.all([
    import('jose/jwks/local'),
    import('jose/jwt/verify'),
    import('jose/errors').then((all) => ({ errors: all })),
  ]);
  const verify = async (set: JSONWebKeySet): Promise<JWTPayload> => {
    const answer = await jwtVerify(token, createLocalJWKSet(set), {
      algorithms: ALGORITHMS,
      issuer: provider.issuer,
      audience: provider.audience,
      requiredClaims: ['exp'],
      clockTolerance: TOLERANCE,
      currentDate: new Date(scope.clock.now()),
    });
    return answer.payload;
  };
  try {
    return await verify(await providerKeys(scope, provider.jwksUrl)).catch(async (error: unknown) => {
      const newer = error instanceof errors.JWKSNoMatchingKey && (await rotatedKeys(scope, provider.jwksUrl));
      if (!newer) {
        throw error;
      }
      return verify(newer);
    });
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      throw new ApiError('session_expired');
    }
    if (error instanceof ApiError) {
      throw error;
    }
    if (!(error instanceof errors.JOSEError)) {
      // Such as a key in the set that is none. Its owner has to know; the bearer of the token can only log in again.
      scope.log.warn('a token of the identity provider could not be checked', { error });
    }
    throw new ApiError('session_invalid');
  }
}
