/** Tablestore instances with their tables, and pages of rows without the secrets of settings. */
import type { BrowsedColumn } from '../../tablestore/browse.ts';
import { isSecretName, MASK, maskAllBut, parsed } from '../mask.ts';
import type { Sources } from '../sources.ts';
import { listOf, membersOf, numberOf, textOf } from './json.ts';

export interface TableSummary {
  readonly name: string;
  /** `room_id STRING` */
  readonly keyColumns: readonly string[];
  readonly indexes: readonly { readonly name: string; readonly kind: string; readonly keyColumns: readonly string[] }[];
  readonly rows: number;
  /** Seconds; -1 keeps for ever. */
  readonly timeToLive: number;
}

export interface InstanceSummary {
  readonly name: string;
  readonly tables: readonly TableSummary[];
}

export function instancesOf({ tablestore }: Pick<Sources, 'tablestore'>): InstanceSummary[] {
  return Object.entries(membersOf(tablestore.inventory())).map(([name, instance]) => ({
    name,
    tables: Object.entries(membersOf(membersOf(instance).tables)).map(([table, held]) => {
      const { primaryKey, indexes, rows, timeToLive } = membersOf(held);
      return {
        name: table,
        keyColumns: listOf(primaryKey).map(
          (column) => `${textOf(membersOf(column).name)} ${textOf(membersOf(column).type)}`,
        ),
        indexes: listOf(indexes).map((index) => ({
          name: textOf(membersOf(index).name),
          kind: textOf(membersOf(index).type),
          keyColumns: listOf(membersOf(index).primaryKey).map(textOf),
        })),
        rows: numberOf(rows),
        timeToLive: numberOf(timeToLive),
      };
    }),
  }));
}

export interface Cell {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly isKey: boolean;
}

export interface RowView {
  readonly place: string;
  readonly cells: readonly Cell[];
}

export interface RowsPage {
  readonly rows: readonly RowView[];
  readonly next?: string;
}

/** The table that functions keep their keys in. */
const SETTINGS_TABLE = 'settings';
/** The members of its values that are no secrets: of keys and ids, and of the records of custom resources. */
const VISIBLE_SETTINGS = [
  ...['id', 'createdAt', 'domain', 'validitySeconds', 'url', 'appId', 'dataCenter'],
  ...['type', 'requestId', 'state', 'physicalId', 'fixed', 'data', 'entries'],
];

/** Undefined when there is no such table. */
export function rowsOf(
  { tablestore }: Pick<Sources, 'tablestore'>,
  where: {
    readonly instance: string;
    readonly table: string;
    readonly from?: string | undefined;
    readonly limit: number;
  },
): RowsPage | undefined {
  const page = tablestore.browse(where);
  if (page === undefined) return undefined;
  const cell = (column: BrowsedColumn, isKey: boolean): Cell => ({
    ...column,
    value: isKey ? column.value : visibleValue(where.table, column),
    isKey,
  });
  const rows = page.rows.map(({ place, primaryKey, columns }) => ({
    place,
    cells: [...primaryKey.map((column) => cell(column, true)), ...columns.map((column) => cell(column, false))],
  }));
  return { ...page, rows };
}

function visibleValue(table: string, { name, type, value }: BrowsedColumn): string {
  if (isSecretName(name)) return MASK;
  return table === SETTINGS_TABLE && type !== 'INTEGER' ? maskAllBut(VISIBLE_SETTINGS, value) : value;
}

/** The texts that `rowsOf` hides: they are hidden elsewhere too, for instance where a function prints one. */
export function* hiddenSettings({ tablestore }: Pick<Sources, 'tablestore'>): Generator<string> {
  for (const instance of Object.keys(membersOf(tablestore.inventory()))) {
    const page = tablestore.browse({ instance, table: SETTINGS_TABLE, limit: 1_000 });
    for (const row of page?.rows ?? []) {
      for (const { type, value } of row.columns) if (type !== 'INTEGER') yield* hiddenTexts(parsed(value) ?? value);
    }
  }
}

function* hiddenTexts(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (Array.isArray(value) || !VISIBLE_SETTINGS.includes(name)) yield* hiddenTexts(member);
  }
}
