/** The stage of a room as a Tablestore row, with a version that every write is conditional on. */
import * as z from 'zod/mini';
import { hasCode } from '../../cloud/errors.ts';
import { TABLES } from '../../cloud/tables.ts';
import type { Key, Row, Tablestore } from '../../cloud/tablestore.ts';
import type { Scope } from '../scope.ts';
import { emptyStage, type Stage } from './stage.ts';

const TABLE = TABLES.coStreaming.name;

export interface StoredStage {
  readonly stage: Stage;
  /** What the mixing task was last told to show; undefined while none runs as far as is known. */
  readonly task?: string | undefined;
  /** 0 while there is no row. */
  readonly version: number;
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
}

const text = z.optional(z.string());
const until = z.object({ userId: z.string(), expiresAt: z.int() });
const person = { userId: z.string(), nick: text, avatar: text, expiresAt: z.int() };

const stageColumn = z.object({
  epoch: z.string(),
  members: z.array(z.object({ ...person, mic: z.boolean(), camera: z.boolean(), joinedAt: z.int() })),
  applications: z.array(z.object({ ...person, appliedAt: z.int() })),
  approvals: z.array(until),
  gone: z.array(until),
});

const stageRow = z.object({ stage: z.string(), task: text, version: z.int(), updated_at: z.int() });

export async function readStage(rows: Tablestore, roomId: string): Promise<StoredStage | undefined> {
  const row = await rows.get(TABLE, { room_id: roomId });
  return row && toStored(row);
}

/** The same, to be read beside the row of the room; none where the stage offers no co-streaming. */
export async function stageOf({ config, cloud }: Scope, roomId: string): Promise<StoredStage | undefined> {
  return config.artcAppId === undefined ? undefined : readStage(cloud.rows, roomId);
}

/** What stands for a row that is not there. */
export function noStage(epoch: string, now: number): StoredStage {
  return { stage: emptyStage(epoch), version: 0, updatedAt: now };
}

/**
 * Writes `next` if the row is still as it was read. A version never comes back, not even after the row was removed and made
 * again: it is at least the time of the write.
 *
 * @param before version that was read, 0 for no row
 * @returns what is stored now, or undefined when somebody else was faster
 */
export async function replaceStage(
  rows: Tablestore,
  roomId: string,
  before: number,
  next: { readonly stage: Stage; readonly task?: string | undefined; readonly now: number },
): Promise<StoredStage | undefined> {
  const { stage, task, now } = next;
  const version = Math.max(before + 1, now);
  const row: Row = { stage: JSON.stringify(stage), version, updated_at: now, ...(task !== undefined && { task }) };
  const isHeld = await held(rows.put(TABLE, { room_id: roomId }, row, condition(before)));
  return isHeld ? { stage, task, version, updatedAt: now } : undefined;
}

/** Removes the row if it is still as it was read. */
export async function removeStage(rows: Tablestore, roomId: string, before: number): Promise<boolean> {
  return held(rows.delete(TABLE, { room_id: roomId }, condition(before)));
}

/** Every stage there is, a page at a time: rows of empty stages are removed, so these are those in use. */
export async function stages(
  rows: Tablestore,
  limit: number,
  cursor?: Key,
): Promise<{ found: { readonly id: string; readonly stored: StoredStage }[]; next?: Key }> {
  const page = await rows.range(TABLE, {
    from: { room_id: 'min' },
    to: { room_id: 'max' },
    direction: 'forward',
    limit,
    ...(cursor && { cursor }),
  });
  const found = page.rows.map((row) => ({ id: String(row.room_id), stored: toStored(row) }));
  return page.next ? { found, next: page.next } : { found };
}

function condition(version: number) {
  return version === 0
    ? ({ exists: 'must-not' } as const)
    : ({ exists: 'must', equals: { column: 'version', value: version } } as const);
}

async function held(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (hasCode(error, 'OTSConditionCheckFail')) {
      return false;
    }
    throw error;
  }
}

function toStored(row: Row): StoredStage {
  const { stage, task, version, updated_at } = stageRow.parse(row);
  return { stage: stageColumn.parse(JSON.parse(stage)), task, version, updatedAt: updated_at };
}
