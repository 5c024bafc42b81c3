/** What a client needs to log in to the messaging service, for the caller only (W4). */
import type { SessionScope } from '../scope.ts';
import { requiredSetting } from '../secrets.ts';
import { appToken, IM_LIFETIME, IM_ROLE, imNonce } from './im-token.ts';

export async function imLogin(scope: SessionScope) {
  const app = await requiredSetting(scope, 'message-app');
  const auth = {
    user_id: scope.caller,
    nonce: imNonce(scope.random),
    timestamp: Math.floor(scope.clock.now() / 1_000) + IM_LIFETIME,
    role: IM_ROLE,
  };
  return { app_id: app.appId, app_sign: app.appSign, app_token: appToken(app, auth), auth };
}
