/** login: proves who a client is; the older device of the same user is told and closed. */
import type { AppToken } from '../../live/messaging/app-token.ts';
import type { Connection } from '../connection.ts';
import type { ImContext } from '../context.ts';
import { ImError, loginRefused } from '../errors.ts';
import { groupInfo } from '../groups.ts';
import { HEARTBEAT_MS } from '../heartbeat.ts';
import { endSession, rejoinGroups } from '../membership.ts';
import type { OpenMethod, Result } from '../method.ts';
import { integer, type Params, text, userExtension } from '../params.ts';
import { ENDED } from '../protocol.ts';
import type { Session } from '../session.ts';

export const login: OpenMethod = (params, connection, context) => {
  if (connection.session) throw new ImError('HasLogin', 'log out before you log in again');
  const { live, sessions, callbacks } = context;
  const [appId, token] = [text(params, 'appId', 64), appTokenOf(params)];
  const problem = live.loginProblem(appId, text(params, 'appSign', 256), token);
  const app = live.apps.find(appId);
  if (problem || !app) throw loginRefused(problem ?? 'AppNotFound');

  const key = text(params, 'session', 64, '');
  const extension = userExtension(params);
  const older = sessions.get(appId, token.userId);
  if (older && older.key === key) return takeOver(older, connection, extension, context);
  if (older) endSession(older, ENDED.otherDevice, context);

  const session: Session = {
    key: context.randomHex(16),
    id: context.randomHex(8),
    app,
    userId: token.userId,
    isAdmin: token.role === 'admin',
    userExtension: extension,
    connection,
    groups: new Set(),
    audits: Promise.resolve(),
    waitingAudits: 0,
  };
  connection.attach(session);
  sessions.add(session);
  live.apps.online(app).add(session.userId);
  const lost = sessions.takeUp(key, appId, session.userId);
  if (!lost) {
    callbacks.loggedOn(session);
    return answer(session, context);
  }
  rejoinGroups(session, lost.groups, context);
  callbacks.reconnected(session);
  return answer(session, context);
};

/** The same client on a new connection, before the loss of the old one was noticed: it never left its groups. */
function takeOver(session: Session, connection: Connection, extension: string, context: ImContext): Result {
  session.connection.detach();
  session.connection.terminate();
  session.connection = connection;
  session.userExtension = extension;
  connection.attach(session);
  for (const groupId of session.groups) {
    context.live.apps.peekGroup(session.app.appId, groupId)?.rejoin(session.userId, extension);
  }
  context.callbacks.reconnected(session);
  return answer(session, context);
}

function answer(session: Session, { live }: ImContext): Result {
  const groups = [...session.groups].map((groupId) => live.apps.peekGroup(session.app.appId, groupId));
  return {
    userId: session.userId,
    session: session.key,
    heartbeatSeconds: HEARTBEAT_MS / 1000,
    groups: groups.filter((group) => group !== undefined).map(groupInfo),
  };
}

/** In the form in which the AppServer hands it out (live.md §5). */
function appTokenOf(params: Params): AppToken {
  const auth = params.auth;
  if (typeof auth !== 'object' || auth === null) throw new ImError('InvalidParam', 'auth: an object is expected');
  const claims = { ...auth } as Params;
  return {
    userId: text(claims, 'user_id', 256),
    nonce: text(claims, 'nonce', 256, ''),
    timestamp: integer(claims, 'timestamp', 0, Number.MAX_SAFE_INTEGER),
    role: text(claims, 'role', 64, ''),
    token: text(params, 'appToken', 256),
  };
}
