/** Who is shut out: of one room by its anchor, or of the whole stage by the operator (A19). */
import * as z from 'zod/mini';
import { ApiError } from '../../api/errors.ts';
import { TABLES } from '../../cloud/tables.ts';
import type { Key, Row } from '../../cloud/tablestore.ts';
import { perCloud } from '../per-cloud.ts';
import type { Scope } from '../scope.ts';

const TABLE = TABLES.bans.name;

/** In the place of a room's id: every room, and logging in. */
export const WHOLE_STAGE = '*';

/** Milliseconds for which `isBanned` believes what it read; a ban that this instance writes counts at once. */
export const BAN_CACHE_MS = 5_000;
/** Answers that are remembered; the oldest go first. */
const REMEMBERED = 10_000;
const PAGE = 100;

export interface Ban {
  /** A room, or `WHOLE_STAGE`. */
  readonly roomId: string;
  readonly userId: string;
  /** Milliseconds since the epoch. */
  readonly bannedAt: number;
}

interface Remembered {
  readonly ban: Ban | undefined;
  readonly readAt: number;
}

const banRow = z.object({ room_id: z.string(), user_id: z.string(), banned_at: z.int() });

const memoryOf = perCloud(() => new Map<string, Remembered>());

/**
 * The ban that keeps a user out of the room or, without a room, out of the stage. One read of Tablestore, for those
 * questions that let somebody in; a ban of the whole stage comes first.
 */
export async function readBan(scope: Scope, userId: string, roomId?: string): Promise<Ban | undefined> {
  const keys = keysOf(userId, roomId);
  const found = await scope.cloud.rows.batchGet(TABLE, keys);
  const bans = keys.map((key, index) => remember(scope, key, found[index]));
  return bans.find((ban) => ban !== undefined);
}

/** Those of several users who are shut out of a room or, without one, of the stage. */
export async function bannedAmong(scope: Scope, userIds: readonly string[], roomId?: string): Promise<Set<string>> {
  const keys = userIds.flatMap((userId) => keysOf(userId, roomId));
  const found = keys.length === 0 ? [] : await scope.cloud.rows.batchGet(TABLE, keys);
  const bans = keys.map((key, index) => remember(scope, key, found[index]));
  return new Set(bans.flatMap((ban) => ban?.userId ?? []));
}

/** As `readBan`, from memory for up to five seconds: for what is asked often. */
export async function isBanned(scope: Scope, userId: string, roomId?: string): Promise<boolean> {
  const memory = memoryOf(scope.cloud);
  const known = keysOf(userId, roomId).map((key) => memory.get(nameOf(key)));
  const now = scope.clock.now();
  return known.every((entry) => entry !== undefined && now - entry.readAt < BAN_CACHE_MS)
    ? known.some((entry) => entry?.ban !== undefined)
    : (await readBan(scope, userId, roomId)) !== undefined;
}

/** @throws ApiError `banned` */
export async function refuseBanned(scope: Scope, userId: string, roomId?: string): Promise<void> {
  if (await readBan(scope, userId, roomId)) {
    throw new ApiError('banned');
  }
}

/** @throws ApiError `banned`, by what is remembered for up to five seconds */
export async function refuseKnownBanned(scope: Scope, userId: string, roomId?: string): Promise<void> {
  if (await isBanned(scope, userId, roomId)) {
    throw new ApiError('banned');
  }
}

/** Banning somebody again is no error. */
export async function writeBan(scope: Scope, userId: string, roomId: string): Promise<void> {
  const key = { room_id: roomId, user_id: userId };
  const row = { banned_at: scope.clock.now() };
  await scope.cloud.rows.put(TABLE, key, row);
  remember(scope, key, { ...key, ...row });
}

/** Lifting a ban that does not exist is no error. */
export async function removeBan(scope: Scope, userId: string, roomId: string): Promise<void> {
  const key = { room_id: roomId, user_id: userId };
  await scope.cloud.rows.delete(TABLE, key);
  remember(scope, key, undefined);
}

/** The bans of a room or of the stage, by user id, a page at a time; `next` is the `from` of the following page. */
export async function listBans(
  scope: Scope,
  roomId: string,
  { from, limit = PAGE }: { from?: string | undefined; limit?: number } = {},
): Promise<{ bans: Ban[]; next?: string }> {
  const { rows, next } = await scope.cloud.rows.range(TABLE, {
    from: { room_id: roomId, user_id: 'min' },
    to: { room_id: roomId, user_id: 'max' },
    direction: 'forward',
    limit,
    // A user may be called "min": a cursor is never taken for an open end.
    ...(from !== undefined && { cursor: { room_id: roomId, user_id: from } }),
  });
  return { bans: rows.map(toBan), ...(typeof next?.user_id === 'string' && { next: next.user_id }) };
}

/** When a room is deleted, so are its bans: a page at a time. @returns whether nothing is left */
export async function removeBans(scope: Scope, roomId: string): Promise<boolean> {
  const { bans, next } = await listBans(scope, roomId);
  await Promise.all(bans.map((ban) => scope.cloud.rows.delete(TABLE, { room_id: roomId, user_id: ban.userId })));
  return next === undefined;
}

function keysOf(userId: string, roomId: string | undefined): Key[] {
  const stage = { room_id: WHOLE_STAGE, user_id: userId };
  return roomId === undefined ? [stage] : [stage, { room_id: roomId, user_id: userId }];
}

const nameOf = (key: Key): string => `${key.room_id}/${key.user_id}`;

function remember(scope: Scope, key: Key, row: Row | undefined): Ban | undefined {
  const memory = memoryOf(scope.cloud);
  const ban = row && toBan(row);
  const name = nameOf(key);
  // Deleted first, so that the order of the map is that of the reads.
  memory.delete(name);
  memory.set(name, { ban, readAt: scope.clock.now() });
  for (const oldest of memory.keys()) {
    if (memory.size <= REMEMBERED) {
      break;
    }
    memory.delete(oldest);
  }
  return ban;
}

function toBan(row: Row): Ban {
  const { room_id, user_id, banned_at } = banRow.parse(row);
  return { roomId: room_id, userId: user_id, bannedAt: banned_at };
}
