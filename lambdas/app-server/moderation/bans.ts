/** Who is shut out of a room by its anchor (A19). Bans from the whole stage every instance knows by heart (auth/admission.ts). */
import * as z from 'zod/mini';
import { ApiError } from '../../api/errors.ts';
import { TABLES } from '../../cloud/tables.ts';
import type { Row } from '../../cloud/tablestore.ts';
import { bannedFromStage, forgetRefused, WHOLE_STAGE } from '../auth/admission.ts';
import { perCloud } from '../per-cloud.ts';
import { Recent } from '../recent.ts';
import type { Scope } from '../scope.ts';

const TABLE = TABLES.bans.name;

/** Milliseconds for which `isBanned` believes what it read; a ban that this instance writes counts at once. */
export const BAN_CACHE_MS = 5_000;
/** Rooms whose bans are remembered; the oldest go first. */
const REMEMBERED = 5_000;
const PAGE = 100;

export interface Ban {
  /** A room, or `WHOLE_STAGE`. */
  readonly roomId: string;
  readonly userId: string;
  /** Milliseconds since the epoch. */
  readonly bannedAt: number;
}

export interface BanPage {
  readonly bans: readonly Ban[];
  /** The `from` of the following page. */
  readonly next?: string;
}

const banRow = z.object({ room_id: z.string(), user_id: z.string(), banned_at: z.int() });

const recentOf = perCloud(() => new Recent<BanPage>(BAN_CACHE_MS, REMEMBERED));

/** Those of several users who are shut out of a room or of the stage, as the table says now. */
export async function bannedAmong(scope: Scope, userIds: readonly string[], roomId: string): Promise<Set<string>> {
  const keys = userIds.map((user_id) => ({ room_id: roomId, user_id }));
  const [found, ofStage] = await Promise.all([
    keys.length === 0 ? [] : scope.cloud.rows.batchGet(TABLE, keys),
    bannedFromStage(scope),
  ]);
  return new Set(userIds.filter((userId, index) => found[index] || ofStage.has(userId)));
}

/**
 * From the bans of the room that this instance read up to five seconds ago: for what is asked often. A crowd in one room
 * costs no read for each of its members.
 */
export async function isBanned(scope: Scope, userId: string, roomId: string): Promise<boolean> {
  const [{ bans, next }, ofStage] = await Promise.all([
    recentOf(scope.cloud).get(roomId, scope.clock.now(), () => listBans(scope, roomId)),
    bannedFromStage(scope),
  ]);
  const isKnown = ofStage.has(userId) || bans.some((ban) => ban.userId === userId);
  return isKnown || (next !== undefined && (await bannedAmong(scope, [userId], roomId)).has(userId));
}

/** For what lets somebody in for long. @throws ApiError `banned` */
export async function refuseBanned(scope: Scope, userId: string, roomId: string): Promise<void> {
  if ((await bannedAmong(scope, [userId], roomId)).has(userId)) {
    throw new ApiError('banned');
  }
}

/** @throws ApiError `banned`, by what is remembered for up to five seconds */
export async function refuseKnownBanned(scope: Scope, userId: string, roomId: string): Promise<void> {
  if (await isBanned(scope, userId, roomId)) {
    throw new ApiError('banned');
  }
}

/** Banning somebody again is no error. */
export async function writeBan(scope: Scope, userId: string, roomId: string): Promise<void> {
  await scope.cloud.rows.put(TABLE, { room_id: roomId, user_id: userId }, { banned_at: scope.clock.now() });
  forget(scope, roomId);
}

/** Lifting a ban that does not exist is no error. */
export async function removeBan(scope: Scope, userId: string, roomId: string): Promise<void> {
  await scope.cloud.rows.delete(TABLE, { room_id: roomId, user_id: userId });
  forget(scope, roomId);
}

/** The bans of a room or of the stage, by user id, a page at a time; `next` is the `from` of the following page. */
export async function listBans(
  scope: Scope,
  roomId: string,
  { from, limit = PAGE }: { from?: string | undefined; limit?: number } = {},
): Promise<BanPage> {
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

function forget(scope: Scope, roomId: string): void {
  recentOf(scope.cloud).forget(roomId);
  if (roomId === WHOLE_STAGE) {
    forgetRefused(scope);
  }
}

function toBan(row: Row): Ban {
  const { room_id, user_id, banned_at } = banRow.parse(row);
  return { roomId: room_id, userId: user_id, bannedAt: banned_at };
}
