/**
 * Who is not let in although the token is right: users that the operator shut out of the stage, and sessions that were
 * ended before their time. Both are few, so each instance keeps them all and reads them anew now and then, and no request
 * costs a read of its own.
 */
import * as z from 'zod/mini';
import { ApiError } from '../../api/errors.ts';
import { TABLES } from '../../cloud/tables.ts';
import type { Row } from '../../cloud/tablestore.ts';
import { perCloud } from '../per-cloud.ts';
import type { Scope } from '../scope.ts';

const TABLE = TABLES.bans.name;

/** In the place of a room's id: every room, and logging in. */
export const WHOLE_STAGE = '*';

/** Takes the place of a room's id beside the bans of the stage, so that one range covers both; no room id begins with `*`. */
const SESSIONS_ENDED = `${WHOLE_STAGE}sessions`;

/** Milliseconds for which the list is believed. */
const FRESH_MS = 5_000;
/** For so long it still serves while it is read anew beside the request: an instance that rested does not wait. */
const USABLE_MS = 30_000;
/** For so long it serves when the table does not answer. */
const LAST_RESORT_MS = 600_000;
/** No session lives longer than this many seconds: an end from before says nothing any more. */
const LONGEST_SESSION = 30 * 86_400;
/** Rows of one read; more are read page by page. */
const PAGE = 5_000;
/** Outdated rows that are removed whenever one is written. */
const CLEARED = 50;

const banRow = z.object({ room_id: z.literal(WHOLE_STAGE), user_id: z.string() });
const endRow = z.object({ room_id: z.literal(SESSIONS_ENDED), user_id: z.string(), valid_from: z.int() });

interface Refused {
  readonly banned: ReadonlySet<string>;
  /** Seconds since the epoch by user: sessions issued before are void. */
  readonly validFrom: ReadonlyMap<string, number>;
  /** Milliseconds since the epoch. */
  readonly readAt: number;
}

interface Memory {
  known?: Refused | undefined;
  reading?: Promise<Refused> | undefined;
}

const memoryOf = perCloud((): Memory => ({}));

/**
 * @param issuedAt of the token, in seconds since the epoch
 * @throws ApiError `banned`, or `session_expired` when the session was ended
 */
export async function refuseUnwanted(scope: Scope, userId: string, issuedAt: number): Promise<void> {
  const refused = await refusedOnes(scope);
  if (refused.banned.has(userId)) {
    throw new ApiError('banned');
  }
  if (issuedAt < (refused.validFrom.get(userId) ?? 0)) {
    throw new ApiError('session_expired');
  }
}

/** The earliest time, in seconds since the epoch, that a new session of the user may bear. @throws ApiError `banned` */
export async function earliestSession(scope: Scope, userId: string): Promise<number> {
  const refused = await refusedOnes(scope);
  if (refused.banned.has(userId)) {
    throw new ApiError('banned');
  }
  return refused.validFrom.get(userId) ?? 0;
}

/** Users who are banned from the whole stage. */
export async function bannedFromStage(scope: Scope): Promise<ReadonlySet<string>> {
  return (await refusedOnes(scope)).banned;
}

/** Read before it is needed, beside something else. */
export async function warmAdmission(scope: Scope): Promise<void> {
  await refusedOnes(scope);
}

/** The first second whose sessions are not from before now. */
export function nextSecond(scope: Scope): number {
  return Math.floor(scope.clock.now() / 1_000) + 1;
}

/**
 * Sessions of the user that were issued before `validFrom` (seconds since the epoch) are void: here at once, on other
 * instances within `USABLE_MS`.
 */
export async function endSessions(scope: Scope, userId: string, validFrom: number): Promise<void> {
  const row = { valid_from: validFrom };
  await scope.cloud.rows.put(TABLE, { room_id: SESSIONS_ENDED, user_id: userId }, row);
  forgetRefused(scope);
  scope.later('removing outdated ends of sessions', clear(scope));
}

/** The next request reads the list: something in it changed. */
export function forgetRefused(scope: Scope): void {
  const memory = memoryOf(scope.cloud);
  memory.known = undefined;
  // What is being read now may be from before the change.
  memory.reading = undefined;
}

async function refusedOnes(scope: Scope): Promise<Refused> {
  const memory = memoryOf(scope.cloud);
  const { known } = memory;
  const age = known ? scope.clock.now() - known.readAt : Number.POSITIVE_INFINITY;
  if (known && age < FRESH_MS) {
    return known;
  }
  const reading = memory.reading ?? refresh(scope, memory);
  if (known && age < USABLE_MS) {
    scope.later('reading who is banned', reading);
    return known;
  }
  try {
    return await reading;
  } catch (error) {
    if (known && age < LAST_RESORT_MS) {
      scope.log.warn('who is banned could not be read; an older list serves', { age_ms: age, error });
      return known;
    }
    throw error;
  }
}

function refresh(scope: Scope, memory: Memory): Promise<Refused> {
  const reading = read(scope).then(
    (refused) => {
      if (memory.reading === reading) {
        memory.known = refused;
        memory.reading = undefined;
      }
      return refused;
    },
    (error: unknown) => {
      if (memory.reading === reading) {
        memory.reading = undefined;
      }
      throw error;
    },
  );
  memory.reading = reading;
  return reading;
}

async function read(scope: Scope): Promise<Refused> {
  // Before the read: what is written meanwhile may be missing from it.
  const readAt = scope.clock.now();
  const rows = await allRows(scope);
  const validFrom = new Map<string, number>();
  const banned = new Set<string>();
  for (const row of rows) {
    if (row.room_id === WHOLE_STAGE) {
      banned.add(banRow.parse(row).user_id);
    } else {
      const { user_id, valid_from } = endRow.parse(row);
      validFrom.set(user_id, valid_from);
    }
  }
  return { banned, validFrom, readAt };
}

async function allRows(scope: Scope): Promise<Row[]> {
  const all: Row[] = [];
  const range = {
    from: { room_id: WHOLE_STAGE, user_id: 'min' },
    to: { room_id: SESSIONS_ENDED, user_id: 'max' },
    direction: 'forward',
    limit: PAGE,
  } as const;
  let page = await scope.cloud.rows.range(TABLE, range);
  all.push(...page.rows);
  while (page.next) {
    page = await scope.cloud.rows.range(TABLE, { ...range, cursor: page.next });
    all.push(...page.rows);
  }
  return all;
}

async function clear(scope: Scope): Promise<void> {
  const { validFrom } = await refusedOnes(scope);
  const oldest = Math.floor(scope.clock.now() / 1_000) - LONGEST_SESSION;
  const outdated = [...validFrom].filter(([, from]) => from < oldest).slice(0, CLEARED);
  for (const [userId, from] of outdated) {
    const unchanged = { exists: 'must', equals: { column: 'valid_from', value: from } } as const;
    await scope.cloud.rows.delete(TABLE, { room_id: SESSIONS_ENDED, user_id: userId }, unchanged);
  }
}
