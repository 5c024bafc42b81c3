/** Tokens for the messaging service over HTTP. */
import { ApiError } from '../../api/errors.ts';
import type { HandlersOf } from '../handlers.ts';
import { imLogin } from './service.ts';

export const messagingRoutes: HandlersOf<'tokenV1' | 'tokenV2'> = {
  tokenV1: async () => {
    throw new ApiError('old_im_not_offered');
  },
  tokenV2: async (scope, { im_server, ...request }) => {
    if (!im_server.includes('aliyun_new')) {
      throw new ApiError('old_im_not_offered');
    }
    return { code: 200, aliyun_new_im: await imLogin(scope, request) };
  },
};
