/** The link that opens the desktop streaming program, logged in as the user who asked for the link (W2). */
import { ApiError } from '../../api/errors.ts';
import type { RequestOf } from '../../api/routes.ts';
import { visibleRoom } from '../rooms/change.ts';
import type { Scope, SessionScope } from '../scope.ts';
import { requiredSetting } from '../secrets.ts';
import { refuseUnwanted } from './admission.ts';
import { bearerToken, issueSession } from './service.ts';
import { isOwnToken, type Purpose, type SigningKey, signToken, verifyToken } from './token.ts';

/** Seconds: the program is opened at once. */
const JUMP_LIFETIME = 600;

/** A jump token is good for one room of one stage. */
function purposeOf(scope: Scope, liveId: string): Purpose {
  return { type: 'jump', audience: `app-server/${scope.config.stage}/${liveId}` };
}

async function keyOf(scope: Scope): Promise<SigningKey> {
  return { id: 'jump', secret: (await requiredSetting(scope, 'jump-key')).secret };
}

/** @throws ApiError `room_not_found`, or `session_invalid` for a session that was bought with such a link itself, beside a provider */
export async function jumpUrl(scope: SessionScope, request: RequestOf<'getLiveJumpUrl'>): Promise<string> {
  if (scope.config.identityProvider && isOwnToken(bearerToken(scope.header('authorization')) ?? '')) {
    // Link by link it would go on for ever, whatever the provider says of the user meanwhile.
    throw new ApiError('session_invalid');
  }
  await visibleRoom(scope, request.live_id);
  const [key, address] = await Promise.all([keyOf(scope), requiredSetting(scope, 'public-url')]);
  const issuedAt = Math.floor(scope.clock.now() / 1_000);
  const claims = { subject: scope.caller, issuedAt, expiresAt: issuedAt + JUMP_LIFETIME };
  const parameters = {
    app_server: address.url,
    token: signToken(claims, purposeOf(scope, request.live_id), key),
    user_id: scope.caller,
    user_name: request.user_name,
    live_id: request.live_id,
    version: request.version,
  };
  const query = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return `auipusher://page/live-room?${query.join('&')}`;
}

/** Trades a jump token for a session of the same user. @throws ApiError `session_invalid`, `session_expired` or `banned` */
export async function redeemJump(scope: Scope, request: RequestOf<'verifyAuthToken'>): Promise<string> {
  const now = Math.floor(scope.clock.now() / 1_000);
  const verdict = verifyToken(request.token, purposeOf(scope, request.live_id), [await keyOf(scope)], now);
  if ('refused' in verdict) {
    throw new ApiError(verdict.refused === 'expired' ? 'session_expired' : 'session_invalid');
  }
  if (verdict.claims.subject !== request.user_id) {
    throw new ApiError('identity_mismatch', 'user_id');
  }
  await refuseUnwanted(scope, request.user_id, verdict.claims.issuedAt);
  return (await issueSession(scope, request.user_id)).token;
}
