/** What is known of an `Idempotency-Key`: one row a key, written conditionally, forgotten by the table after a day. */
import * as z from 'zod/mini';
import { held } from '../../cloud/conditional.ts';
import { TABLES } from '../../cloud/tables.ts';
import type { Row, Tablestore } from '../../cloud/tablestore.ts';

const TABLE = TABLES.idempotency.name;

export interface IdempotencyRecord {
  /** Hash of caller, route and key. */
  readonly keyHash: string;
  /** Hash of the request. */
  readonly fingerprint: string;
  /** 32 hexadecimal digits that every attempt shares: the id of what is created. */
  readonly seed: string;
  /** Random for each attempt: only the one that owns the record finishes it. */
  readonly owner: string;
  readonly state: 'running' | 'failed' | 'done';
  /** Milliseconds since the epoch, of the first attempt. */
  readonly createdAt: number;
  /** Milliseconds since the epoch: an attempt that is not done by then is taken for dead. */
  readonly leaseUntil: number;
  /** JSON; of a record that is done. */
  readonly answer?: string | undefined;
}

const recordRow = z.object({
  key_hash: z.string(),
  fingerprint: z.string(),
  seed: z.string(),
  owner: z.string(),
  state: z.enum(['running', 'failed', 'done']),
  created_at: z.int(),
  lease_until: z.int(),
  answer: z.optional(z.string()),
});

export async function readRecord(rows: Tablestore, keyHash: string): Promise<IdempotencyRecord | undefined> {
  const row = await rows.get(TABLE, { key_hash: keyHash });
  return row && toRecord(row);
}

/** False when the key is known already. */
export async function insertRecord(rows: Tablestore, record: IdempotencyRecord): Promise<boolean> {
  return held(rows.put(TABLE, { key_hash: record.keyHash }, toColumns(record), { exists: 'must-not' }));
}

/** False when another attempt owns the record by now. */
export async function replaceRecord(rows: Tablestore, next: IdempotencyRecord, owner: string): Promise<boolean> {
  const condition = { exists: 'must', equals: { column: 'owner', value: owner } } as const;
  return held(rows.put(TABLE, { key_hash: next.keyHash }, toColumns(next), condition));
}

function toColumns(record: IdempotencyRecord): Row {
  return {
    fingerprint: record.fingerprint,
    seed: record.seed,
    owner: record.owner,
    state: record.state,
    created_at: record.createdAt,
    lease_until: record.leaseUntil,
    ...(record.answer !== undefined && { answer: record.answer }),
  };
}

function toRecord(row: Row): IdempotencyRecord {
  const { key_hash, created_at, lease_until, ...rest } = recordRow.parse(row);
  return { keyHash: key_hash, createdAt: created_at, leaseUntil: lease_until, ...rest };
}
