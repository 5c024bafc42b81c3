/** Tables in memory behind the `Tablestore` interface, with conditions, indexes, and a record of every call. */
import { CloudError } from '../../../../lambdas/cloud/errors.ts';
import { TABLES, type TableDefinition } from '../../../../lambdas/cloud/tables.ts';
import type { Condition, Key, RangeKey, Row, Tablestore } from '../../../../lambdas/cloud/tablestore.ts';

export interface RowCall {
  readonly operation: keyof Tablestore;
  readonly table: string;
}

export interface MemoryRows extends Tablestore {
  readonly calls: RowCall[];
  /** Rows of a table, for assertions. */
  all(table: string): Row[];
  /** Called before each operation; may throw or wait. */
  before: (call: RowCall) => void | Promise<void>;
  /** Called after each write took place, as when the answer is lost. */
  after: (call: RowCall) => void | Promise<void>;
}

export function memoryRows(): MemoryRows {
  const tables = new Map<string, Map<string, Row>>();
  const calls: RowCall[] = [];
  const rowsOf = (table: string): Map<string, Row> => {
    const rows = tables.get(table) ?? new Map<string, Row>();
    tables.set(table, rows);
    return rows;
  };

  const enter = async (operation: keyof Tablestore, table: string): Promise<RowCall> => {
    const call = { operation, table };
    calls.push(call);
    // Every real call gives way to others at least once.
    await Promise.resolve();
    await memory.before(call);
    return call;
  };

  const write = async (
    operation: 'put' | 'update' | 'delete',
    table: string,
    key: Key,
    condition: Condition | undefined,
    change: (row: Row | undefined) => Row | undefined,
  ): Promise<Row | undefined> => {
    const call = await enter(operation, table);
    const rows = rowsOf(table);
    const existing = rows.get(JSON.stringify(key));
    check(existing, condition);
    const next = change(existing);
    if (next) {
      rows.set(JSON.stringify(key), next);
    } else {
      rows.delete(JSON.stringify(key));
    }
    await memory.after(call);
    return next;
  };

  const memory: MemoryRows = {
    calls,
    before: () => undefined,
    after: () => undefined,
    all: (table) => [...rowsOf(table).values()],
    get: async (table, key) => {
      await enter('get', table);
      const row = rowsOf(table).get(JSON.stringify(key));
      return row && { ...row };
    },
    put: async (table, key, row, condition) => {
      await write('put', table, key, condition, () => ({ ...key, ...row }));
    },
    update: (table, key, change, condition) =>
      write('update', table, key, condition, (existing) => {
        const next: Row = { ...key, ...existing, ...change.put };
        for (const name of change.remove ?? []) {
          delete next[name];
        }
        for (const [name, by] of Object.entries(change.increment ?? {})) {
          next[name] = Number(next[name] ?? 0) + by;
        }
        return next;
      }),
    delete: async (table, key, condition) => {
      await write('delete', table, key, condition, () => undefined);
    },
    range: async (table, query) => {
      await enter('range', table);
      const names = Object.keys(query.from);
      const forward = query.direction === 'forward';
      const order = (a: Ends, b: Ends): number => compare(names, a, b) * (forward ? 1 : -1);
      const from = query.cursor ?? openEnds(query.from);
      const to = openEnds(query.to);
      const rows = viewOf(table, rowsOf)
        .filter((row) => order(row, from) >= 0 && order(row, to) < 0)
        .sort(order);
      const limit = query.limit ?? 5_000;
      const following = rows[limit];
      const next = following && (Object.fromEntries(names.map((name) => [name, following[name]])) as Key);
      return { rows: rows.slice(0, limit), ...(next && { next }) };
    },
    batchGet: async (table, keys) => {
      await enter('batchGet', table);
      return keys.map((key) => rowsOf(table).get(JSON.stringify(key)));
    },
  };
  return memory;
}

function check(row: Row | undefined, condition: Condition | undefined): void {
  const { exists = 'ignore', equals } = condition ?? {};
  const holds =
    (exists === 'ignore' || (exists === 'must') === (row !== undefined)) &&
    (equals === undefined || row?.[equals.column] === equals.value);
  if (!holds) {
    throw new CloudError({ product: 'tablestore', action: 'write', code: 'OTSConditionCheckFail', text: 'condition' });
  }
}

/** Rows of a table or of an index; an index has only rows with all of its key columns, and only what it covers. */
function viewOf(name: string, rowsOf: (table: string) => Map<string, Row>): Row[] {
  for (const table of Object.values(TABLES) as TableDefinition[]) {
    const index = table.indexes?.find((candidate) => candidate.name === name);
    if (index) {
      const kept = new Set([...index.primaryKey, ...index.columns]);
      return [...rowsOf(table.name).values()]
        .filter((row) => index.primaryKey.every((column) => row[column] !== undefined))
        .map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => kept.has(column))));
    }
  }
  return [...rowsOf(name).values()];
}

/** Not texts: a user may be called "min". */
const MIN = Symbol('min');
const MAX = Symbol('max');
type Ends = Readonly<Record<string, string | number | boolean | symbol>>;

function openEnds(key: RangeKey): Ends {
  const end = (value: string | number) => (value === 'min' ? MIN : value === 'max' ? MAX : value);
  return Object.fromEntries(Object.entries(key).map(([name, value]) => [name, end(value)]));
}

function compare(names: readonly string[], a: Ends, b: Ends): number {
  for (const name of names) {
    const difference = rank(a[name], b[name]);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}

function rank(a: unknown, b: unknown): number {
  if (a === b) {
    return 0;
  }
  if (a === MIN || b === MAX) {
    return -1;
  }
  if (a === MAX || b === MIN) {
    return 1;
  }
  return (a as string | number) < (b as string | number) ? -1 : 1;
}
