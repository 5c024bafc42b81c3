/** One table of an instance: its definition, its rows in key order and its secondary indexes. */
import { Index } from './index-table.ts';
import { orderedKey } from './key-order.ts';
import type { IndexMeta } from './messages/table.ts';
import type { Row, RowKey } from './row.ts';
import { SortedMap } from './sorted-map.ts';
import type { ColumnType, KeyType, RequestKeyValue } from './values.ts';

export interface KeySchema {
  readonly name: string;
  readonly type: KeyType;
  readonly autoIncrement: boolean;
}

export interface DefinedColumn {
  readonly name: string;
  readonly type: ColumnType;
}

export interface TableDefinition {
  readonly name: string;
  readonly primaryKey: readonly KeySchema[];
  readonly definedColumns: readonly DefinedColumn[];
  /** Whether local transactions were asked for at creation (tablestore.md §2.12). */
  readonly localTransactions: boolean;
}

export interface TableSettings {
  /** Seconds; -1 keeps for ever. */
  readonly timeToLive: number;
  readonly maxVersions: number;
  /** How far a chosen version may lie from now, in seconds. */
  readonly deviation: number;
  readonly allowUpdate: boolean;
  readonly readCapacity: number;
  readonly writeCapacity: number;
  /** Seconds since the epoch of the last change of the reserved throughput. */
  readonly lastThroughputChange: number;
}

/** What reads need: a table, or an index, which is read like one. */
export interface Readable {
  readonly name: string;
  readonly primaryKey: readonly KeySchema[];
  readonly settings: TableSettings;
  /** The rows that a reader at `now` (ms) sees. */
  rowsAt(now: number): SortedMap<Row>;
}

/** Told of every change that must survive the process. */
export interface TableListener {
  rowChanged(table: Table, key: string, row: Row | undefined): void;
  /** A row that an index without base data did not contain has been written and is now part of it. */
  rowJoinedIndex(table: Table, index: string, key: string): void;
}

export class Table implements Readable {
  readonly definition: TableDefinition;
  settings: TableSettings;
  readonly rows = new SortedMap<Row>();
  readonly indexes = new Map<string, Index>();
  readonly #listener: TableListener;
  #lastAutoIncrement = 0n;

  constructor(definition: TableDefinition, settings: TableSettings, listener: TableListener) {
    this.definition = definition;
    this.settings = settings;
    this.#listener = listener;
  }

  get name(): string {
    return this.definition.name;
  }

  get primaryKey(): readonly KeySchema[] {
    return this.definition.primaryKey;
  }

  rowsAt(): SortedMap<Row> {
    return this.rows;
  }

  /** Replaces the row at `key`, or removes it; local indexes follow at once, global ones `lagMs` after `now`. */
  write(key: string, row: Row | undefined, now: number, lagMs: number): void {
    const before = this.rows.get(key);
    this.restore(key, row);
    this.#listener.rowChanged(this, key, row);
    for (const index of this.indexes.values()) {
      if (index.excluded.delete(key)) this.#listener.rowJoinedIndex(this, index.name, key);
      index.follow(before, row, now, lagMs);
    }
  }

  /** Puts a row without telling anybody: for loading. */
  restore(key: string, row: Row | undefined): void {
    if (row === undefined) this.rows.delete(key);
    else this.rows.set(key, row);
  }

  addIndex(meta: IndexMeta): Index {
    const index = new Index(meta, this);
    this.indexes.set(meta.name, index);
    return index;
  }

  /** A number greater than every one given before in this table; the service promises no more than that. */
  nextAutoIncrement(now: number): bigint {
    const fromClock = BigInt(now) * 1000n;
    this.#lastAutoIncrement = fromClock > this.#lastAutoIncrement ? fromClock : this.#lastAutoIncrement + 1n;
    return this.#lastAutoIncrement;
  }

  /** Continues after the numbers of the rows that are already there. Called once after loading. */
  resumeAutoIncrement(): void {
    const position = this.primaryKey.findIndex((column) => column.autoIncrement);
    if (position < 0) return;
    for (const [, row] of this.rows.entries()) {
      const value = row.key[position]?.value;
      if (value?.type === 'INTEGER' && value.value > this.#lastAutoIncrement) this.#lastAutoIncrement = value.value;
    }
  }
}

export function orderedRowKey(key: RowKey): string {
  return orderedKey(key.map((column) => column.value));
}

/** The place of the partition (first primary-key column) in the order. */
export function partitionOf(key: readonly { readonly value: RequestKeyValue }[]): string {
  const first = key[0];
  return first === undefined ? '' : orderedKey([first.value]);
}
