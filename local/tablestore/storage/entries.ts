/** The form in which instances, tables and rows are kept: one entry each, so that a change writes only itself. */
import type { InstanceSettings } from '../instance.ts';
import type { IndexMeta } from '../messages/table.ts';
import type { Row, Version } from '../row.ts';
import { cellsOf } from '../row.ts';
import type { Table, TableDefinition, TableSettings } from '../table.ts';
import { isKeyValue } from '../values.ts';
import { readRow } from '../wire/plain-buffer-reader.ts';
import { writeRow } from '../wire/plain-buffer-writer.ts';

/** Separates the parts of a key; names cannot contain it, and the last part may. */
const SEPARATOR = '\x00';

export type EntryKey =
  | { readonly kind: 'instance'; readonly instance: string }
  | { readonly kind: 'table'; readonly instance: string; readonly table: string }
  | { readonly kind: 'row'; readonly instance: string; readonly table: string; readonly place: string }
  | {
      readonly kind: 'excluded';
      readonly instance: string;
      readonly table: string;
      readonly index: string;
      readonly place: string;
    };

export interface TableRecord {
  readonly definition: TableDefinition;
  readonly settings: TableSettings;
  readonly indexes: readonly IndexMeta[];
}

export function formatKey(key: EntryKey): string {
  switch (key.kind) {
    case 'instance':
      return ['i', key.instance].join(SEPARATOR);
    case 'table':
      return ['t', key.instance, key.table].join(SEPARATOR);
    case 'row':
      return ['r', key.instance, key.table, key.place].join(SEPARATOR);
    case 'excluded':
      return ['x', key.instance, key.table, key.index, key.place].join(SEPARATOR);
  }
}

/** Throws when the key is none of ours: then the directory belongs to something else. */
export function parseEntryKey(key: string): EntryKey {
  const [kind, instance, table, ...rest] = key.split(SEPARATOR);
  if (kind === 'i' && instance !== undefined) return { kind: 'instance', instance };
  if (kind === 't' && instance !== undefined && table !== undefined) return { kind: 'table', instance, table };
  if (kind === 'r' && instance !== undefined && table !== undefined) {
    return { kind: 'row', instance, table, place: rest.join(SEPARATOR) };
  }
  const [index, ...place] = rest;
  if (kind === 'x' && instance !== undefined && table !== undefined && index !== undefined) {
    return { kind: 'excluded', instance, table, index, place: place.join(SEPARATOR) };
  }
  throw new Error('Unknown entry in the Tablestore directory: give a directory that only the local Tablestore uses.');
}

export const encodeInstance = (settings: InstanceSettings): Buffer => Buffer.from(JSON.stringify(settings));
export const decodeInstance = (value: Buffer): InstanceSettings => JSON.parse(value.toString());

export function encodeTable(table: Table): Buffer {
  const record: TableRecord = {
    definition: table.definition,
    settings: table.settings,
    indexes: [...table.indexes.values()].map((index) => index.meta),
  };
  return Buffer.from(JSON.stringify(record));
}
export const decodeTable = (value: Buffer): TableRecord => JSON.parse(value.toString());

export const encodeRow = (row: Row): Buffer => writeRow({ key: row.key, cells: cellsOf(row) });

export function decodeRow(value: Buffer): Row {
  const stored = readRow(value);
  const columns = new Map<string, Version[]>();
  for (const cell of stored.cells) {
    if (cell.value === undefined || cell.timestamp === undefined) throw new Error('A kept row is damaged.');
    const versions = columns.get(cell.name) ?? [];
    versions.push({ timestamp: cell.timestamp, value: cell.value });
    columns.set(cell.name, versions);
  }
  const key = stored.key.map(({ name, value: content }) => {
    if (!isKeyValue(content)) throw new Error('The key of a kept row is damaged.');
    return { name, value: content };
  });
  return { key, columns };
}
