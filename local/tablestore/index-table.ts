/** A secondary index: rows made from those of its table, keyed by other columns, visible after a lag when it is global. */
import { orderedKey } from './key-order.ts';
import { type IndexMeta, IndexType } from './messages/table.ts';
import type { Row, RowKey, Version } from './row.ts';
import { SortedMap } from './sorted-map.ts';
import type { KeySchema, Readable, Table, TableSettings } from './table.ts';
import { isKeyValue, type KeyType } from './values.ts';

interface PendingChange {
  readonly visibleAt: number;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

export class Index implements Readable {
  readonly meta: IndexMeta;
  readonly primaryKey: readonly KeySchema[];
  /** Keys of base rows that were there before an index created without base data, and were not written since. */
  readonly excluded = new Set<string>();
  readonly #table: Table;
  readonly #rows = new SortedMap<Row>();
  readonly #pending: PendingChange[] = [];

  constructor(meta: IndexMeta, table: Table) {
    this.meta = meta;
    this.#table = table;
    this.primaryKey = indexKey(meta, table);
  }

  get name(): string {
    return this.meta.name;
  }

  get settings(): TableSettings {
    return this.#table.settings;
  }

  get isGlobal(): boolean {
    return this.meta.indexType === IndexType.global;
  }

  /** Takes over the change of a base row: at once when local, `lagMs` after `now` when global. */
  follow(before: Row | undefined, after: Row | undefined, now: number, lagMs: number): void {
    if (this.isGlobal) {
      // Draining here too keeps the queue short when nobody reads the index.
      this.#applyDue(now);
      this.#pending.push({ visibleAt: now + lagMs, before, after });
    } else {
      this.#apply(before, after);
    }
  }

  /** Adds every row of the table that is not excluded. */
  fill(): void {
    for (const [key, row] of this.#table.rows.entries()) if (!this.excluded.has(key)) this.#apply(undefined, row);
  }

  rowsAt(now: number): SortedMap<Row> {
    this.#applyDue(now);
    return this.#rows;
  }

  /** In the order in which the changes were made, even when the lag was shortened meanwhile. */
  #applyDue(now: number): void {
    while (this.#pending[0] !== undefined && this.#pending[0].visibleAt <= now) {
      const change = this.#pending.shift();
      if (change !== undefined) this.#apply(change.before, change.after);
    }
  }

  #apply(before: Row | undefined, after: Row | undefined): void {
    const old = before && this.#indexRow(before);
    if (old !== undefined) this.#rows.delete(old.place);
    const fresh = after && this.#indexRow(after);
    if (fresh !== undefined) this.#rows.set(fresh.place, fresh.row);
  }

  /** The index row of a base row; none when a key column is missing or has another type than declared. */
  #indexRow(base: Row): { place: string; row: Row } | undefined {
    const key: RowKey[number][] = [];
    let keyTimestamp: number | undefined;
    for (const column of this.primaryKey) {
      const own = base.key.find((candidate) => candidate.name === column.name);
      const version = base.columns.get(column.name)?.[0];
      const value = own?.value ?? version?.value;
      if (value === undefined || !isKeyValue(value) || value.type !== column.type) return undefined;
      if (version !== undefined) keyTimestamp = Math.min(keyTimestamp ?? version.timestamp, version.timestamp);
      key.push({ name: column.name, value });
    }
    // A key of primary-key columns alone lives as long as the base row.
    keyTimestamp ??= newestTimestamp(base);
    const columns = new Map<string, readonly Version[]>();
    for (const name of this.meta.definedColumn) {
      const versions = base.columns.get(name);
      if (versions !== undefined) columns.set(name, versions);
    }
    return { place: orderedKey(key.map((column) => column.value)), row: { key, columns, keyTimestamp } };
  }
}

function newestTimestamp(row: Row): number | undefined {
  const timestamps = [...row.columns.values()].flatMap((versions) => versions[0]?.timestamp ?? []);
  return timestamps.length === 0 ? undefined : Math.max(...timestamps);
}

/** The index's own key columns, then those of the table that it does not name: every base row stays distinct. */
function indexKey(meta: IndexMeta, table: Table): KeySchema[] {
  const types = new Map<string, string>();
  for (const column of table.definition.definedColumns) types.set(column.name, column.type);
  for (const column of table.primaryKey) types.set(column.name, column.type);
  const names = [...meta.primaryKey];
  for (const column of table.primaryKey) if (!names.includes(column.name)) names.push(column.name);
  return names.map((name) => ({ name, type: types.get(name) as KeyType, autoIncrement: false }));
}
