/** Rows and keys of requests, decoded and checked against the table. */
import { invalidKey, parameterInvalid } from './errors.ts';
import { checkColumnName, LIMITS } from './limits.ts';
import type { KeySchema } from './table.ts';
import { isKeyValue, type KeyColumn, type KeyValue, type RequestKeyValue, valueSize } from './values.ts';
import { type RequestCell, type RequestRow, readRow } from './wire/plain-buffer-reader.ts';

const VARIANT_NAME = {
  INTEGER: 'VT_INTEGER',
  STRING: 'VT_STRING',
  BINARY: 'VT_BLOB',
  INF_MIN: 'VT_INF_MIN',
  INF_MAX: 'VT_INF_MAX',
  AUTO_INCREMENT: 'VT_AUTO_INCREMENT',
} as const;

/** The key of an existing row. Throws OTSInvalidPK when it does not fit the table, OTSParameterInvalid for virtual values. */
export function parseKey(content: Buffer, schema: readonly KeySchema[]): KeyColumn<KeyValue>[] {
  return checkKey(readRow(content).key, schema, []).map(concrete);
}

/** One end of a range: INF_MIN and INF_MAX are allowed. */
export function parseRangeKey(content: Buffer, schema: readonly KeySchema[]): readonly KeyColumn[] {
  return checkKey(readRow(content).key, schema, ['INF_MIN', 'INF_MAX']);
}

/** Checks what can be said of a key without its table: batches fail as a whole for this (as one row for the rest). */
export function checkNotVirtual(key: readonly KeyColumn[], allowed: readonly RequestKeyValue['type'][]): void {
  for (const { value } of key) {
    if (isKeyValue(value) || allowed.includes(value.type)) continue;
    throw parameterInvalid(`${VARIANT_NAME[value.type]} is an invalid type for the primary key.`);
  }
}

export function checkKey(
  key: readonly KeyColumn[],
  schema: readonly KeySchema[],
  allowed: readonly RequestKeyValue['type'][],
): readonly KeyColumn[] {
  checkNotVirtual(key, allowed);
  if (key.length !== schema.length) {
    throw invalidKey(`Validate PK size fail. Input: ${key.length}, Meta: ${schema.length}.`);
  }
  for (const [position, column] of schema.entries()) {
    const given = key[position];
    if (given?.name !== column.name) {
      throw invalidKey(`Validate PK name fail. Input: ${given?.name ?? ''}, Meta: ${column.name}.`);
    }
    checkKeyValue(given, column);
  }
  return key;
}

function checkKeyValue(given: KeyColumn, column: KeySchema): void {
  const { value } = given;
  if (value.type === 'INF_MIN' || value.type === 'INF_MAX') return;
  if (value.type === 'AUTO_INCREMENT') {
    if (column.autoIncrement) return;
    throw invalidKey(`Validate PK type fail. Input: VT_AUTO_INCREMENT, Meta: ${VARIANT_NAME[column.type]}.`);
  }
  if (value.type !== column.type) {
    throw invalidKey(`Validate PK type fail. Input: ${VARIANT_NAME[value.type]}, Meta: ${VARIANT_NAME[column.type]}.`);
  }
  const size = valueSize(value);
  if (size > LIMITS.primaryKeyValue) {
    throw parameterInvalid(
      `The length of primary key column: '${given.name}' exceeded the MaxLength:${LIMITS.primaryKeyValue} with CurrentLength:${size}.`,
    );
  }
}

function concrete(column: KeyColumn): KeyColumn<KeyValue> {
  const { name, value } = column;
  if (isKeyValue(value)) return { name, value };
  throw parameterInvalid(`${VARIANT_NAME[value.type]} is an invalid type for the primary key.`);
}

/** The key with the service's number in place of AUTO_INCREMENT. */
export function withAutoIncrement(key: readonly KeyColumn[], next: () => bigint): KeyColumn<KeyValue>[] {
  return key.map((column) =>
    column.value.type === 'AUTO_INCREMENT'
      ? { name: column.name, value: { type: 'INTEGER', value: next() } }
      : concrete(column),
  );
}

/** A row to be written, checked as far as that needs no table. Throws OTSParameterInvalid. */
export function parseChange(content: Buffer): RequestRow {
  if (content.length > LIMITS.writeSize) {
    throw parameterInvalid(
      `The total data size of the row exceeds the limit, limit size: ${LIMITS.writeSize}, data size: ${content.length}.`,
    );
  }
  const row = readRow(content);
  checkNotVirtual(row.key, ['AUTO_INCREMENT']);
  const names = new Set(row.cells.map((cell) => cell.name));
  if (names.size > LIMITS.attributeColumnsPerWrite) {
    throw parameterInvalid(
      `The number of attribute columns exceeds the limit, limit count: ${LIMITS.attributeColumnsPerWrite}, column count: ${names.size}.`,
    );
  }
  for (const cell of row.cells) checkCell(cell);
  return row;
}

function checkCell(cell: RequestCell): void {
  checkColumnName(cell.name);
  if (cell.value === undefined) return;
  const size = valueSize(cell.value);
  if (size > LIMITS.attributeValue) {
    throw parameterInvalid(
      `The length of attribute column: '${cell.name}' exceeded the MaxLength:${LIMITS.attributeValue} with CurrentLength:${size}.`,
    );
  }
}
