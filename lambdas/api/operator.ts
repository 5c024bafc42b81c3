/**
 * What the operator of a stage tells the AppServer by invoking its function with a JSON event `{"action": …}`; nobody
 * reaches this over the HTTP trigger. Each action is answered with its response, or with the error body of the API.
 */
import * as z from 'zod/mini';
import { id, line, okCode } from './fields.ts';

/** A new password. The official clients send it in a JSON text, so any characters of one line will do. */
const newPassword = line(128).check(z.minLength(8));

const user = z.object({
  username: id,
  /** Milliseconds since the epoch, as all times here. */
  created_at: z.int(),
  password_set_at: z.int(),
});

const ban = z.object({ user_id: id, banned_at: z.int() });

const page = {
  /** `next` of the page before. */
  from: z.optional(id),
  limit: z.optional(z.int().check(z.gte(1), z.lte(1_000))),
};

const withPassword = z.object({
  code: okCode,
  username: id,
  /** Only when the event gave none: it was made here, and is told this once. */
  password: z.optional(z.string()),
});

const done = z.object({ code: okCode, user_id: id });

/** Unknown members are refused: a misspelt `password` would otherwise make one up. */
export const OPERATIONS = {
  'users.add': {
    request: z.strictObject({
      action: z.literal('users.add'),
      username: id,
      password: z.optional(newPassword),
    }),
    response: withPassword,
  },
  /** The user cannot log in any more, and the sessions that he has end. */
  'users.remove': {
    request: z.strictObject({ action: z.literal('users.remove'), username: id }),
    response: z.object({ code: okCode, username: id }),
  },
  /** By name, 100 at a time unless told otherwise. */
  'users.list': {
    request: z.strictObject({ action: z.literal('users.list'), ...page }),
    response: z.object({ code: okCode, users: z.array(user), next: z.optional(id) }),
  },
  /** Sessions from before end. */
  'users.setPassword': {
    request: z.strictObject({
      action: z.literal('users.setPassword'),
      username: id,
      password: z.optional(newPassword),
    }),
    response: withPassword,
  },
  /** Ends the sessions that a user has, in every authentication mode; he may log in again. */
  'sessions.end': {
    request: z.strictObject({ action: z.literal('sessions.end'), user_id: id }),
    response: done,
  },
  /** Ends a room as its anchor would: its stream is forbidden. */
  'rooms.stop': {
    request: z.strictObject({ action: z.literal('rooms.stop'), room_id: id }),
    response: z.object({ code: okCode, room_id: id }),
  },
  /** Shuts a user out of the whole stage: no log-in, no session, no token; the rooms that are open end. */
  'stage.ban': {
    request: z.strictObject({ action: z.literal('stage.ban'), user_id: id }),
    response: done,
  },
  'stage.unban': {
    request: z.strictObject({ action: z.literal('stage.unban'), user_id: id }),
    response: done,
  },
  'stage.listBanned': {
    request: z.strictObject({ action: z.literal('stage.listBanned'), ...page }),
    response: z.object({ code: okCode, banned: z.array(ban), next: z.optional(id) }),
  },
} as const;

export type Operations = typeof OPERATIONS;
export type OperationName = keyof Operations;

/** What is sent, the action included. */
export type OperationInput<Name extends OperationName> = z.input<Operations[Name]['request']>;
export type OperationRequest<Name extends OperationName> = z.output<Operations[Name]['request']>;
export type OperationResponse<Name extends OperationName> = z.output<Operations[Name]['response']>;

/** The name in an event; its other members are for the schema of the operation. */
export const operationEvent = z.object({ action: z.enum(Object.keys(OPERATIONS) as [OperationName]) });
