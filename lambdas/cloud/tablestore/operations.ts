/** Parameters and answers of single operations, where they need more than a line. */
import type * as Sdk from 'tablestore';
import { CloudError } from '../errors.ts';
import type { Module } from './connection.ts';
import { attributesOf, cell, type Key, keyOf, type RangeKey, type Row, rowOf } from './rows.ts';

export interface Change {
  readonly put?: Row;
  readonly remove?: readonly string[];
  /** Added to the columns; a missing one counts as 0. Never repeated when the outcome of an attempt is unknown. */
  readonly increment?: Readonly<Record<string, number>>;
}

/** The columns to read, with the key's: a row that has none of the wanted columns would look absent otherwise. */
export function wanted(columns: readonly string[] | undefined, key: Key | RangeKey): { columnsToGet?: string[] } {
  return columns ? { columnsToGet: [...new Set([...Object.keys(key), ...columns])] } : {};
}

export function updateOf(
  sdk: Module,
  change: Change,
): Pick<Sdk.UpdateRowParams, 'updateOfAttributeColumns' | 'returnContent'> {
  const updateOfAttributeColumns: Sdk.UpdateRowParams['updateOfAttributeColumns'] = [];
  if (change.put && Object.keys(change.put).length > 0) {
    updateOfAttributeColumns.push({ PUT: attributesOf(sdk, change.put) });
  }
  if (change.remove && change.remove.length > 0) {
    updateOfAttributeColumns.push({ DELETE_ALL: [...change.remove] });
  }
  if (!change.increment) {
    return { updateOfAttributeColumns };
  }
  const amounts = Object.entries(change.increment).map(([name, by]) => ({ [name]: cell(sdk, name, by) as Sdk.int64 }));
  updateOfAttributeColumns.push({ INCREMENT: amounts });
  const returnColumns = Object.keys(change.increment);
  return { updateOfAttributeColumns, returnContent: { returnType: sdk.ReturnType.AfterModify, returnColumns } };
}

/** Whether a row is as a write with an unknown outcome would have left it. */
export function shows(row: Row | undefined, put: Row, removed: readonly string[] = []): boolean {
  return (
    row !== undefined &&
    Object.entries(put).every(([name, value]) => row[name] === value) &&
    removed.every((name) => row[name] === undefined)
  );
}

/** Rows of at most 100 keys, in their order. One row that failed fails all, so that the whole batch is read again. */
export async function readBatch(
  client: Sdk.Client,
  sdk: Module,
  tableName: string,
  keys: readonly Key[],
  columns?: readonly string[],
): Promise<(Row | undefined)[]> {
  const primaryKey = keys.map((key) => keyOf(sdk, key));
  const answer = await client.batchGetRow({ tables: [{ tableName, primaryKey, ...wanted(columns, keys[0] ?? {}) }] });
  return (answer.tables[0] ?? []).map((row, index) => {
    if (!row.isOk) {
      const code = row.errorCode ?? 'OTSUnknownRowError';
      const text = row.errorMessage ?? 'one row of the batch could not be read';
      throw new CloudError({ product: 'tablestore', action: 'BatchGetRow', code, text, retryable: true });
    }
    const found = rowOf(row);
    return found && { ...keys[index], ...found };
  });
}
