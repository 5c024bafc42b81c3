/** Rows as plain objects, and the same rows as the Tablestore SDK writes and reads them. */
import type * as Sdk from 'tablestore';
import { CloudError } from '../errors.ts';

/** Every number is a 64-bit INTEGER within the safe integers; the SDK alone would make a DOUBLE of it (tablestore.md §2.9). */
export type Value = string | number | boolean;
export type Key = Readonly<Record<string, string | number>>;
/** Key and columns together. */
export type Row = Record<string, Value>;
/** A key in which `'min'` and `'max'` are the open ends. */
export type RangeKey = Readonly<Record<string, string | number>>;

type Module = typeof Sdk;

/** Non-ASCII names corrupt the request (§2.8); `timestamp` is what the SDK calls a cell's version. */
const COLUMN_NAME = /^(?!timestamp$)[A-Za-z_][A-Za-z0-9_]{0,254}$/;

export function cell(sdk: Module, name: string, value: Value): Sdk.CellValue {
  if (!COLUMN_NAME.test(name)) {
    throw invalid(`column name ${JSON.stringify(name)}: expected ASCII letters, digits and "_", and not "timestamp"`);
  }
  if (typeof value !== 'number') {
    return value;
  }
  if (!Number.isSafeInteger(value)) {
    throw invalid(`column ${name}: expected a safe integer, got ${value}`);
  }
  // From text: `fromNumber` shares one object between calls.
  return sdk.Long.fromString(String(value));
}

export function keyOf(sdk: Module, key: Key): Sdk.PrimaryKeyInput {
  return Object.entries(key).map(([name, value]) => ({ [name]: cell(sdk, name, value) }));
}

export function rangeKeyOf(sdk: Module, key: RangeKey): Sdk.PrimaryKeyInput {
  return Object.entries(key).map(([name, value]) => {
    const end = value === 'min' ? sdk.INF_MIN : value === 'max' ? sdk.INF_MAX : undefined;
    return { [name]: end ?? cell(sdk, name, value) };
  });
}

export function attributesOf(sdk: Module, row: Row): Sdk.AttributesInput {
  return Object.entries(row).map(([name, value]) => ({ [name]: cell(sdk, name, value) })) as Sdk.AttributesInput;
}

/** The row of an answer; undefined when the service found none. */
export function rowOf(row: Partial<Sdk.Row> | null | undefined): Row | undefined {
  const key = row?.primaryKey ?? [];
  const attributes = row?.attributes ?? [];
  if (key.length === 0 && attributes.length === 0) {
    return undefined;
  }
  const result: Row = {};
  for (const column of key) {
    result[column.name] = readValue(column.name, column.value);
  }
  for (const column of attributes) {
    result[column.columnName] = readValue(column.columnName, column.columnValue);
  }
  return result;
}

export function nextKeyOf(key: Sdk.PrimaryKeyOutput | null | undefined): Key | undefined {
  if (!key || key.length === 0) {
    return undefined;
  }
  const entries = key.map((column) => [column.name, readValue(column.name, column.value)] as const);
  return Object.fromEntries(entries) as Record<string, string | number>;
}

function readValue(name: string, value: Sdk.CellValue): Value {
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') {
    return value;
  }
  if (value === null || Buffer.isBuffer(value)) {
    throw invalid(`column ${name}: expected text, an integer or a boolean, found binary data`);
  }
  // Beyond the safe integers it is rounded, and is still beyond them.
  const number = value.toNumber();
  if (!Number.isSafeInteger(number)) {
    throw invalid(`column ${name}: expected a safe integer, found ${value.toString()}`);
  }
  return number;
}

function invalid(text: string): CloudError {
  return new CloudError({ product: 'tablestore', action: 'row', code: 'InvalidRow', text });
}
