/** Users of a stage that authenticates with passwords: one row each, with the hash of the password and never more of it. */
import * as z from 'zod/mini';
import { held } from '../../cloud/conditional.ts';
import { TABLES } from '../../cloud/tables.ts';
import type { Condition, Row, Tablestore } from '../../cloud/tablestore.ts';

const TABLE = TABLES.users.name;

/** Times are milliseconds since the epoch, but for `sessionsFrom`. */
export interface User {
  readonly name: string;
  readonly passwordHash: string;
  readonly createdAt: number;
  readonly passwordSetAt: number;
  /** Seconds since the epoch: sessions that were issued before are void. */
  readonly sessionsFrom: number;
}

const userRow = z.object({
  username: z.string(),
  password_hash: z.string(),
  created_at: z.int(),
  password_set_at: z.int(),
  sessions_from: z.int(),
});

export async function readUser(rows: Tablestore, name: string): Promise<User | undefined> {
  const row = await rows.get(TABLE, { username: name });
  return row && toUser(row);
}

/** False when there is a user of that name. */
export async function insertUser(rows: Tablestore, user: User): Promise<boolean> {
  const row = {
    password_hash: user.passwordHash,
    created_at: user.createdAt,
    password_set_at: user.passwordSetAt,
    sessions_from: user.sessionsFrom,
  };
  return held(rows.put(TABLE, { username: user.name }, row, { exists: 'must-not' }));
}

/** False when there is no such user. */
export async function replacePassword(
  rows: Tablestore,
  name: string,
  change: Pick<User, 'passwordHash' | 'passwordSetAt' | 'sessionsFrom'>,
): Promise<boolean> {
  const put = {
    password_hash: change.passwordHash,
    password_set_at: change.passwordSetAt,
    sessions_from: change.sessionsFrom,
  };
  return held(rows.update(TABLE, { username: name }, { put }, { exists: 'must' }));
}

/** The same password at today's cost, unless another one was set meanwhile. */
export async function replaceHash(rows: Tablestore, user: User, passwordHash: string): Promise<boolean> {
  const unchanged: Condition = { exists: 'must', equals: { column: 'password_hash', value: user.passwordHash } };
  return held(rows.update(TABLE, { username: user.name }, { put: { password_hash: passwordHash } }, unchanged));
}

/** False when there is no such user. */
export async function removeUser(rows: Tablestore, name: string): Promise<boolean> {
  return held(rows.delete(TABLE, { username: name }, { exists: 'must' }));
}

/** By name, beginning with `from`; `next` begins the following page. */
export async function listUsers(
  rows: Tablestore,
  { from, limit }: { from?: string | undefined; limit: number },
): Promise<{ users: User[]; next?: string }> {
  const { rows: found, next } = await rows.range(TABLE, {
    from: { username: 'min' },
    to: { username: 'max' },
    direction: 'forward',
    limit,
    // Not in `from`, where a user called "max" would be taken for the end of the table.
    ...(from !== undefined && { cursor: { username: from } }),
  });
  return { users: found.map(toUser), ...(next && { next: String(next.username) }) };
}

function toUser(row: Row): User {
  const { username, password_hash, created_at, password_set_at, sessions_from } = userRow.parse(row);
  return {
    name: username,
    passwordHash: password_hash,
    createdAt: created_at,
    passwordSetAt: password_set_at,
    sessionsFrom: sessions_from,
  };
}
