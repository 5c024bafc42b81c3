/** Rows as a person looks at them, by page: for the console of the local cloud. Not an operation of the service. */
import { type Row, withoutExpired } from './row.ts';
import type { TablestoreState } from './state.ts';
import type { ColumnValue } from './values.ts';

export interface BrowseOptions {
  readonly instance: string;
  /** A table or an index. */
  readonly table: string;
  /** `next` of the page before, or `place` of a row; absent: from the first row. */
  readonly from?: string | undefined;
  /** Rows at most. */
  readonly limit: number;
}

export interface BrowsedColumn {
  readonly name: string;
  readonly type: ColumnValue['type'];
  /** The newest version; binaries in Base64. */
  readonly value: string;
}

export interface BrowsedRow {
  /** Where the row stands in the order of the table; letters, digits, `-` and `_`. */
  readonly place: string;
  readonly primaryKey: readonly BrowsedColumn[];
  readonly columns: readonly BrowsedColumn[];
}

export interface BrowsedPage {
  readonly rows: readonly BrowsedRow[];
  readonly next?: string;
}

/** Sorts after every key. */
const END = '\xff';

/** Undefined when there is no such instance, table or index. */
export function browse(state: TablestoreState, options: BrowseOptions, nowMs: number): BrowsedPage | undefined {
  const source = state.instances.get(options.instance)?.find(options.table);
  if (source === undefined) return undefined;
  const from = Buffer.from(options.from ?? '', 'base64url').toString('latin1');
  const rows: BrowsedRow[] = [];
  for (const [key, stored] of source.rowsAt(nowMs).forward(from, END)) {
    const row = withoutExpired(stored, source.settings.timeToLive, nowMs);
    if (row === undefined) continue;
    const place = Buffer.from(key, 'latin1').toString('base64url');
    if (rows.length >= options.limit) return { rows, next: place };
    rows.push({ place, ...columnsOf(row) });
  }
  return { rows };
}

function columnsOf(row: Row): Pick<BrowsedRow, 'primaryKey' | 'columns'> {
  return {
    primaryKey: row.key.map(({ name, value }) => ({ name, type: value.type, value: textOf(value) })),
    columns: [...row.columns].flatMap(([name, [newest]]) =>
      newest === undefined ? [] : [{ name, type: newest.value.type, value: textOf(newest.value) }],
    ),
  };
}

function textOf({ type, value }: ColumnValue): string {
  return type === 'BINARY' ? value.toString('base64') : String(value);
}
