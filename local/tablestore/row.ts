/** A stored row: its primary key and, per attribute column, versions from newest to oldest. Rows are never changed in place. */
import { type ColumnValue, type KeyColumn, type KeyValue, valueSize } from './values.ts';

export interface Version {
  /** Milliseconds since the epoch unless the writer chose otherwise. */
  readonly timestamp: number;
  readonly value: ColumnValue;
}

export type RowKey = readonly KeyColumn<KeyValue>[];

export interface Row {
  readonly key: RowKey;
  readonly columns: ReadonlyMap<string, readonly Version[]>;
  /** Rows of indexes only: the version of what keeps the row there; the row expires with it, even without columns. */
  readonly keyTimestamp?: number | undefined;
}

/** One version of one column, as it travels. */
export interface Cell {
  readonly name: string;
  readonly timestamp: number;
  readonly value: ColumnValue;
}

export function keySize(key: readonly KeyColumn<KeyValue>[]): number {
  return key.reduce((size, column) => size + Buffer.byteLength(column.name) + valueSize(column.value), 0);
}

export function cellsSize(cells: readonly Pick<Cell, 'name' | 'value'>[]): number {
  return cells.reduce((size, cell) => size + Buffer.byteLength(cell.name) + valueSize(cell.value), 0);
}

/**
 * The row without the cells that have outlived `timeToLive` (seconds, -1 keeps for ever) at `now` (ms).
 * A row whose every attribute has expired is gone; a row that never had one stays.
 */
export function withoutExpired(row: Row, timeToLive: number, now: number): Row | undefined {
  if (timeToLive < 0) return row;
  const oldest = now - timeToLive * 1000;
  if (row.keyTimestamp !== undefined && row.keyTimestamp < oldest) return undefined;
  if (row.columns.size === 0) return row;
  const columns = new Map<string, readonly Version[]>();
  let changed = false;
  for (const [name, versions] of row.columns) {
    const alive = versions.filter((version) => version.timestamp >= oldest);
    if (alive.length !== versions.length) changed = true;
    if (alive.length > 0) columns.set(name, alive);
  }
  if (!changed) return row;
  return columns.size === 0 && row.keyTimestamp === undefined ? undefined : { ...row, columns };
}

/** All cells, columns in byte order of their names, newest version first. */
export function cellsOf(row: Row): Cell[] {
  const names = [...row.columns.keys()].sort(compareNames);
  return names.flatMap((name) => (row.columns.get(name) ?? []).map((version) => ({ name, ...version })));
}

export function compareNames(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
