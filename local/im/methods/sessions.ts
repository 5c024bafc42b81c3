/** logout and ping. */
import { endSession } from '../membership.ts';
import type { Method, OpenMethod } from '../method.ts';
import { ENDED } from '../protocol.ts';

export const logout: Method = (_params, session, context) => {
  endSession(session, ENDED.logout, context);
  return {};
};

/** For clients that cannot see WebSocket pings, such as browsers. */
export const ping: OpenMethod = (_params, _connection, { clock }) => ({ timestamp: clock.now() });
