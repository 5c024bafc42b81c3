/** A user who is logged in on one connection. */
import type { MessageApp } from '../live/messaging/apps.ts';
import type { Connection } from './connection.ts';

export interface Session {
  /** With it the user's client takes the session up again after its connection was lost. A secret of the client. */
  readonly key: string;
  /** What callbacks call the session. */
  readonly id: string;
  readonly app: MessageApp;
  readonly userId: string;
  readonly isAdmin: boolean;
  /** What the user says about itself, a JSON text for the official clients. */
  userExtension: string;
  connection: Connection;
  /** Ids of the groups it is in. */
  readonly groups: Set<string>;
  /** The audits under way, one after another, so that a user's messages keep their order. */
  audits: Promise<void>;
  waitingAudits: number;
}

export interface User {
  readonly userId: string;
  readonly userExtension: string;
}

export const userOf = ({ userId, userExtension }: Session): User => ({ userId, userExtension });
