/**
 * What a custom resource has changed in the cloud, written down before each change. Delete and the undoing of a failed
 * Create go through it backwards, so they touch nothing that the resource did not do (P4, P12, P13).
 *
 * One row in the `settings` table per stack and resource. Each write expects the version that was read; a Delete marks
 * the row first, so that a Create which is still running finds out at its next entry and takes back what it did (P7).
 */
import * as z from 'zod/mini';
import type { Clock } from '../cloud/clock.ts';
import { CloudError, hasCode } from '../cloud/errors.ts';
import { TABLES } from '../cloud/tables.ts';
import type { Condition, Tablestore } from '../cloud/tablestore.ts';

const entrySchema = z.object({ kind: z.string(), key: z.string(), data: z.unknown() });
const recordSchema = z.object({
  type: z.string(),
  requestId: z.string(),
  state: z.enum(['creating', 'created', 'deleting']),
  physicalId: z.string(),
  /** Values of the properties that cannot be changed, as last applied. */
  fixed: z.record(z.string(), z.string()),
  data: z.record(z.string(), z.unknown()),
  entries: z.array(entrySchema),
});

/** `kind` names the undo of the resource type, `key` tells entries of a kind apart. */
export type Entry = z.infer<typeof entrySchema>;
export type JournalRecord = z.infer<typeof recordSchema>;

/** The row was deleted or marked while this invocation worked on the same resource. */
export class Superseded extends Error {
  constructor() {
    super('The resource was deleted while it was being created; what had been made was taken back.');
    this.name = 'Superseded';
  }
}

export interface Journal {
  readonly current: JournalRecord;
  has(kind: string, key: string): boolean;
  /** Entries of a kind, oldest first. */
  entries(kind: string): readonly Entry[];
  /** Writes an entry before the change it stands for. An entry that is there is kept: it knows the state before. */
  record(kind: string, key: string, data?: unknown): Promise<void>;
  /** Writes an entry in place of one that is there. */
  replace(kind: string, key: string, data: unknown): Promise<void>;
  forget(kind: string, key: string): Promise<void>;
  /** Changes the rest of the record. */
  amend(change: Partial<Omit<JournalRecord, 'entries'>>): Promise<void>;
  remove(): Promise<void>;
}

const TABLE = TABLES.settings.name;
/** Concurrent invocations of one resource are two at most; each lost race is one try. */
const TRIES = 8;

export interface JournalOptions {
  readonly rows: Tablestore;
  readonly clock: Pick<Clock, 'now'>;
  readonly stackId: string;
  readonly logicalId: string;
}

/** The journal of a resource, or undefined when nothing was ever recorded (also when the table is gone). */
export async function findJournal(options: JournalOptions): Promise<Journal | undefined> {
  try {
    const found = await load(options);
    return found && journalOf(options, found);
  } catch (error) {
    if (hasCode(error, 'OTSObjectNotExist')) {
      return undefined;
    }
    throw error;
  }
}

/** The journal of a resource, begun with `first` when there is none. */
export async function openJournal(options: JournalOptions, first: JournalRecord): Promise<Journal> {
  const found = await load(options);
  if (found) {
    return journalOf(options, found);
  }
  try {
    await save(options, first, 1, { exists: 'must-not' });
    return journalOf(options, { record: first, version: 1 });
  } catch (error) {
    const other = hasCode(error, 'OTSConditionCheckFail') ? await load(options) : undefined;
    if (!other) {
      throw error;
    }
    return journalOf(options, other);
  }
}

interface Loaded {
  readonly record: JournalRecord;
  readonly version: number;
}

function journalOf(options: JournalOptions, loaded: Loaded): Journal {
  let { record, version } = loaded;

  const change = async (edit: (record: JournalRecord) => JournalRecord): Promise<void> => {
    for (let tries = 1; ; tries++) {
      const edited = edit(record);
      try {
        await save(options, edited, version + 1, { exists: 'must', equals: { column: 'version', value: version } });
        record = edited;
        version += 1;
        return;
      } catch (error) {
        if (!hasCode(error, 'OTSConditionCheckFail') || tries === TRIES) {
          throw error;
        }
        const now = await load(options);
        if (!now || (now.record.state === 'deleting' && record.state !== 'deleting')) {
          throw new Superseded();
        }
        record = now.record;
        version = now.version;
      }
    }
  };

  const withEntries = (edit: (entries: Entry[]) => Entry[]) =>
    change((before) => ({ ...before, entries: edit(before.entries) }));
  const is = (kind: string, key: string) => (entry: Entry) => entry.kind === kind && entry.key === key;

  return {
    get current() {
      return record;
    },
    has: (kind, key) => record.entries.some(is(kind, key)),
    entries: (kind) => record.entries.filter((entry) => entry.kind === kind),
    record: (kind, key, data = null) =>
      withEntries((entries) => (entries.some(is(kind, key)) ? entries : [...entries, { kind, key, data }])),
    replace: (kind, key, data) =>
      withEntries((entries) => [...entries.filter((entry) => !is(kind, key)(entry)), { kind, key, data }]),
    forget: (kind, key) => withEntries((entries) => entries.filter((entry) => !is(kind, key)(entry))),
    amend: (more) => change((before) => ({ ...before, ...more })),
    remove: () => options.rows.delete(TABLE, keyOf(options)),
  };
}

function keyOf({ stackId, logicalId }: JournalOptions): { name: string } {
  return { name: `provisioned/${stackId}/${logicalId}` };
}

async function load(options: JournalOptions): Promise<Loaded | undefined> {
  const row = await options.rows.get(TABLE, keyOf(options));
  if (!row) {
    return undefined;
  }
  const record = recordSchema.safeParse(jsonOf(row.value));
  if (!record.success || typeof row.version !== 'number') {
    const { name } = keyOf(options);
    const text = `the row ${name} is not a journal of the provisioner; remove it and what it names by hand`;
    throw new CloudError({ product: 'settings', action: 'read', code: 'InvalidJournal', text });
  }
  return { record: record.data, version: row.version };
}

async function save(options: JournalOptions, record: JournalRecord, version: number, condition: Condition) {
  const row = { value: JSON.stringify(record), version, updated_at: options.clock.now() };
  await options.rows.put(TABLE, keyOf(options), row, condition);
}

function jsonOf(value: unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value) : undefined;
  } catch {
    return undefined;
  }
}
