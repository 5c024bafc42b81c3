/** The callback of the messaging service over HTTP. */
import type { HandlersOf } from '../handlers.ts';
import { messageEvents } from './message.ts';

export const messageCallbackRoutes: HandlersOf<'messageCallback'> = {
  messageCallback: async (scope, callback) => {
    await messageEvents(scope, callback, {
      timestamp: scope.header('ali-live-timestamp'),
      signature: scope.header('ali-live-signature'),
    });
    return { code: 200 };
  },
};
