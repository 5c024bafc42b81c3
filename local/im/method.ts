/** What each request of a client runs. */
import type { Json } from '../product.ts';
import type { Connection } from './connection.ts';
import type { ImContext } from './context.ts';
import type { Params } from './params.ts';
import type { Session } from './session.ts';

export type Result = { [name: string]: Json };

/** A request that needs no login. Throws `ImError`. */
export type OpenMethod = (params: Params, connection: Connection, context: ImContext) => Result;

/** A request of a user who is logged in. Throws `ImError`. */
export type Method = (params: Params, session: Session, context: ImContext) => Result | Promise<Result>;
