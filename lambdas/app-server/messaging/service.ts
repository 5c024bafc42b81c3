/** What a client needs to log in to the messaging service, for the caller only (W4). */
import { refuseBanned } from '../moderation/bans.ts';
import type { SessionScope } from '../scope.ts';
import { requiredSetting } from '../secrets.ts';
import { appToken, IM_LIFETIME, type ImAuth, imNonce } from './im-token.ts';
import { imRole, type RoleRequest } from './role.ts';

export interface ImLogin {
  readonly app_id: string;
  readonly app_sign: string;
  readonly app_token: string;
  readonly auth: ImAuth;
}

/** @throws ApiError `banned` for somebody who is banned from the stage, or from the room that the request names (A19) */
export async function imLogin(scope: SessionScope, request: RoleRequest): Promise<ImLogin> {
  const [app, role] = await Promise.all([
    requiredSetting(scope, 'message-app'),
    imRole(scope, request),
    request.room_id && refuseBanned(scope, scope.caller, request.room_id),
  ]);
  const auth = {
    user_id: scope.caller,
    nonce: imNonce(scope.random),
    timestamp: Math.floor(scope.clock.now() / 1_000) + IM_LIFETIME,
    role,
  };
  return { app_id: app.appId, app_sign: app.appSign, app_token: appToken(app, auth), auth };
}
