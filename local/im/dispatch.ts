/** Finds the method that a client asks for, runs it, answers. */
import { ServiceError } from '../openapi/service.ts';
import type { Connection } from './connection.ts';
import type { ImContext } from './context.ts';
import { ImError } from './errors.ts';
import type { Method, OpenMethod, Result } from './method.ts';
import * as groups from './methods/groups.ts';
import { login } from './methods/login.ts';
import * as messages from './methods/messages.ts';
import * as mute from './methods/mute.ts';
import * as send from './methods/send.ts';
import { logout, ping } from './methods/sessions.ts';
import { answerText, errorText, type Request } from './protocol.ts';

const OPEN_METHODS = new Map<string, OpenMethod>(Object.entries({ login, ping }));
const METHODS = new Map<string, Method>(Object.entries({ logout, ...groups, ...messages, ...mute, ...send }));

/** Names of all methods, for the document of the protocol. */
export const METHOD_NAMES: readonly string[] = [...OPEN_METHODS.keys(), ...METHODS.keys()];

export async function dispatch(
  request: Request,
  connection: Connection,
  context: ImContext,
  log: (line: string) => void,
): Promise<void> {
  try {
    connection.send(answerText(request.id, await run(request, connection, context)));
  } catch (error) {
    connection.send(errorText(request.id, refusalOf(error, request, log)));
  }
}

/** What a method does without waiting is done when this returns, so requests work in the order in which they came. */
function run({ method, params }: Request, connection: Connection, context: ImContext): Result | Promise<Result> {
  const open = OPEN_METHODS.get(method);
  if (open) return open(params, connection, context);
  const known = METHODS.get(method);
  if (!known) throw new ImError('UnknownMethod', `${method.slice(0, 64)}: known are ${METHOD_NAMES.join(', ')}`);
  if (!connection.session) throw new ImError('NotLogin', 'log in first');
  return known(params, connection.session, context);
}

function refusalOf(error: unknown, { method }: Request, log: (line: string) => void): ImError {
  if (error instanceof ImError) return error;
  // A limit of the account, as the OpenAPI would tell it.
  if (error instanceof ServiceError) return new ImError('ReachMax', error.message);
  log(`im: ${method} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return new ImError('Internal', 'the gateway failed; its log says why');
}
