/** Values of primary-key and attribute columns, as the service types them. */

/** A whole number of 64 bits. */
export interface IntegerValue {
  readonly type: 'INTEGER';
  readonly value: bigint;
}
export interface StringValue {
  readonly type: 'STRING';
  readonly value: string;
}
export interface BinaryValue {
  readonly type: 'BINARY';
  readonly value: Buffer;
}
export interface DoubleValue {
  readonly type: 'DOUBLE';
  readonly value: number;
}
export interface BooleanValue {
  readonly type: 'BOOLEAN';
  readonly value: boolean;
}

/** What a stored primary-key column holds. */
export type KeyValue = IntegerValue | StringValue | BinaryValue;
/** What a stored attribute column holds. */
export type ColumnValue = KeyValue | DoubleValue | BooleanValue;
/** The ends of a range, and the place where the service fills in a number (only in requests). */
export interface VirtualValue {
  readonly type: 'INF_MIN' | 'INF_MAX' | 'AUTO_INCREMENT';
}
/** What a primary-key column of a request may hold. */
export type RequestKeyValue = KeyValue | VirtualValue;

export type KeyType = KeyValue['type'];
export type ColumnType = ColumnValue['type'];

export interface KeyColumn<V = RequestKeyValue> {
  readonly name: string;
  readonly value: V;
}

export function isKeyValue(value: RequestKeyValue | ColumnValue): value is KeyValue {
  return value.type === 'INTEGER' || value.type === 'STRING' || value.type === 'BINARY';
}

/** Bytes that a value counts for capacity units and limits: numbers 8, booleans 1, else its length. */
export function valueSize(value: ColumnValue): number {
  switch (value.type) {
    case 'INTEGER':
    case 'DOUBLE':
      return 8;
    case 'BOOLEAN':
      return 1;
    case 'STRING':
      return Buffer.byteLength(value.value);
    case 'BINARY':
      return value.value.length;
  }
}

/**
 * Order of two values of one type: negative, zero or positive; strings compare by their UTF-8 bytes.
 * `undefined` when the types differ.
 */
export function compareValues(a: ColumnValue, b: ColumnValue): number | undefined {
  if (a.type === 'STRING' && b.type === 'STRING') return Buffer.compare(Buffer.from(a.value), Buffer.from(b.value));
  if (a.type === 'BINARY' && b.type === 'BINARY') return Buffer.compare(a.value, b.value);
  if (a.type === 'INTEGER' && b.type === 'INTEGER') return order(a.value, b.value);
  if (a.type === 'DOUBLE' && b.type === 'DOUBLE') return order(a.value, b.value);
  if (a.type === 'BOOLEAN' && b.type === 'BOOLEAN') return order(a.value, b.value);
  return undefined;
}

function order<T extends bigint | number | boolean>(a: T, b: T): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}
