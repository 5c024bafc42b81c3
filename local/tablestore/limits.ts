/** Limits of the wide-column model (tablestore.md §4) and the checks of names. Sizes are bytes. */
import { parameterInvalid } from './errors.ts';

export const LIMITS = {
  primaryKeyColumns: 4,
  primaryKeyValue: 1024,
  attributeValue: 2 * 1024 * 1024,
  attributeColumnsPerWrite: 1024,
  /** UNCERTAIN: documented as 128, the Java SDK observed 1024 (tablestore.md §9). We take the documented one. */
  columnsToGet: 128,
  writeSize: 4 * 1024 * 1024,
  /** Body of a request; the service's own number is not public, this is the write size with room for framing. */
  requestBody: 5 * 1024 * 1024,
  batchWriteRows: 200,
  batchGetRows: 100,
  rangeRows: 5000,
  rangeSize: 4 * 1024 * 1024,
  tablesPerInstance: 64,
  instancesPerAccount: 10,
  indexesPerTable: 5,
  definedColumns: 32,
  indexKeyColumns: 4,
  reservedThroughput: 5000,
  minTimeToLiveSeconds: 86_400,
  columnConditions: 32,
  transactionMs: 60_000,
} as const;

const TABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,254}$/;

export function checkTableName(name: string): void {
  if (!TABLE_NAME.test(name)) throw parameterInvalid(`Invalid table name: '${name}'.`);
}

export function checkIndexName(name: string): void {
  if (!TABLE_NAME.test(name)) throw parameterInvalid(`Invalid index name: '${name}'.`);
}

/**
 * Column names: 1 to 255 bytes. The documentation allows only `[A-Za-z_][A-Za-z0-9_]*`; the service is known to accept
 * much more (its SDKs' own tests use Chinese and punctuation) and to refuse `#`, so that is what we do.
 */
export function checkColumnName(name: string): void {
  const size = Buffer.byteLength(name);
  if (size < 1 || size > 255 || name.includes('#')) throw parameterInvalid(`Invalid column name: '${name}'.`);
}
