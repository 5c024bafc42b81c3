/** Log-in over HTTP. */
import type { RequestOf, ResponseOf } from '../../api/routes.ts';
import type { HandlersOf } from '../handlers.ts';
import { formatDate } from '../http/date.ts';
import type { Scope } from '../scope.ts';
import { jumpUrl, redeemJump } from './jump.ts';
import { logIn } from './service.ts';

async function login(scope: Scope, request: RequestOf<'login'>): Promise<ResponseOf<'login'>> {
  const session = await logIn(scope, request.username, request.password);
  return { code: 200, token: session.token, expire: formatDate(session.expiresAt * 1_000) };
}

export const authRoutes: HandlersOf<'login' | 'loginV1' | 'getLiveJumpUrl' | 'verifyAuthToken'> = {
  login,
  loginV1: login,
  getLiveJumpUrl: async (scope, request) => ({ live_jump_url: await jumpUrl(scope, request) }),
  verifyAuthToken: async (scope, request) => ({ login_token: await redeemJump(scope, request) }),
};
