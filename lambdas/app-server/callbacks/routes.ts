/** Callbacks of cloud services over HTTP. */
import type { HandlersOf } from '../handlers.ts';
import { streamEvent } from './service.ts';

export const callbackRoutes: HandlersOf<'handlePushStreamEventCallback'> = {
  handlePushStreamEventCallback: async (scope, callback) => {
    await streamEvent(scope, callback, {
      timestamp: scope.header('ali-live-timestamp'),
      signature: scope.header('ali-live-signature'),
    });
    return { code: 200 };
  },
};
