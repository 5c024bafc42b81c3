/** Reads what a client sends with a request; everything unfit is refused with its name and what was expected. */
import { MAX_BODY_BYTES, MAX_META_BYTES, USER_ID } from '../live/messaging/limits.ts';
import { ImError, invalidParam } from './errors.ts';

export type Params = Readonly<Record<string, unknown>>;

/** `fallback` makes it optional. */
export function text(params: Params, name: string, mostBytes: number, fallback?: string): string {
  const value = params[name] ?? fallback;
  if (typeof value !== 'string') throw invalidParam(name, 'a text');
  if (Buffer.byteLength(value) > mostBytes) throw invalidParam(name, `a text of at most ${mostBytes} bytes`);
  return value;
}

/** A whole number from `least` to `most`, both included. */
export function integer(params: Params, name: string, least: number, most: number, fallback?: number): number {
  const value = params[name] ?? fallback;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw invalidParam(name, `a whole number from ${least} to ${most}`);
  }
  return value;
}

/** False when absent. */
export function flag(params: Params, name: string): boolean {
  const value = params[name] ?? false;
  if (typeof value !== 'boolean') throw invalidParam(name, 'true or false');
  return value;
}

export function userId(params: Params, name: string): string {
  return checkedUserId(name, params[name]);
}

/** At least one, each once. */
export function userIds(params: Params, name: string, most: number): string[] {
  const value = params[name];
  if (!Array.isArray(value) || value.length === 0) throw invalidParam(name, 'a list of user ids');
  if (value.length > most) throw new ImError('ReachMax', `${name}: at most ${most} users in one call`);
  return [...new Set(value.map((each: unknown) => checkedUserId(name, each)))];
}

/** What a user says about itself. */
export function userExtension(params: Params): string {
  return text(params, 'userExtension', MAX_META_BYTES, '');
}

/** Type, body and the switches that messages to groups and to users share. */
export function messageOf(params: Params) {
  return {
    // "System" types are up to 10000, others above (SDK); clients send both.
    msgType: integer(params, 'type', 0, 2 ** 31 - 1),
    body: text(params, 'data', MAX_BODY_BYTES),
    level: integer(params, 'level', 0, 1, 0),
    skipAudit: flag(params, 'skipAudit'),
  };
}

function checkedUserId(name: string, value: unknown): string {
  if (typeof value !== 'string' || !USER_ID.test(value)) {
    throw invalidParam(name, '1 to 64 letters, digits, underscores');
  }
  return value;
}
