/** Reads rows written as PlainBuffer and verifies every checksum. */
import type { ColumnValue, KeyColumn, RequestKeyValue, VirtualValue } from '../values.ts';
import { ByteReader } from './bytes.ts';
import { crc8, crc8Byte } from './crc8.ts';
import { CellOperation, HEADER, Tag, Variant } from './plain-buffer.ts';

/** Bytes that are not PlainBuffer, or that were damaged. The service answers it as OTSParameterInvalid. */
export class PlainBufferError extends Error {}

/** One attribute cell of a request. A deletion carries no value; without an operation the cell is put. */
export interface RequestCell {
  readonly name: string;
  readonly value?: ColumnValue | undefined;
  readonly timestamp?: number | undefined;
  readonly operation?: CellOperation | undefined;
}

export interface RequestRow {
  readonly key: readonly KeyColumn<RequestKeyValue>[];
  readonly cells: readonly RequestCell[];
  readonly deleteMarker: boolean;
}

interface RawCell {
  readonly name: string;
  readonly value: ColumnValue | VirtualValue | undefined;
  readonly timestamp: number | undefined;
  readonly operation: CellOperation | undefined;
  readonly checksum: number;
}

/**
 * The first row of `content`; what follows its checksum is ignored, because the Node.js SDK leaves zero bytes there
 * (tablestore.md §2.10). Throws `PlainBufferError`.
 */
export function readRow(content: Buffer): RequestRow {
  return guarded(() => {
    const reader = start(content);
    return readOne(reader).row;
  });
}

/** All rows of `content`: empty content has none. */
export function readRows(content: Buffer): RequestRow[] {
  if (content.length === 0) return [];
  return guarded(() => {
    const reader = start(content);
    const rows: RequestRow[] = [];
    while (!reader.atEnd) rows.push(readOne(reader).row);
    return rows;
  });
}

/** A bare variant (type and payload), as column conditions carry it. */
export function decodeVariant(content: Buffer): ColumnValue {
  return guarded(() => {
    const value = readVariant(new ByteReader(content));
    if (value === undefined || isVirtual(value))
      throw new PlainBufferError('The value of a condition has no such type.');
    return value;
  });
}

function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof RangeError ? new PlainBufferError('The row is truncated.') : error;
  }
}

function start(content: Buffer): ByteReader {
  const reader = new ByteReader(content);
  if (reader.int32() !== HEADER) throw new PlainBufferError('Invalid header.');
  return reader;
}

function readOne(reader: ByteReader): { row: RequestRow } {
  let checksum = 0;
  const key: KeyColumn<RequestKeyValue>[] = [];
  const cells: RequestCell[] = [];
  let tag = reader.byte();
  if (tag === Tag.rowKey) {
    for (tag = reader.byte(); tag === Tag.cell; tag = reader.byte()) {
      const cell = readCell(reader);
      key.push({ name: cell.name, value: keyValueOf(cell) });
      checksum = crc8Byte(checksum, cell.checksum);
    }
  }
  if (tag === Tag.rowData) {
    for (tag = reader.byte(); tag === Tag.cell; tag = reader.byte()) {
      const { checksum: cellChecksum, value, ...cell } = readCell(reader);
      if (value !== undefined && isVirtual(value))
        throw new PlainBufferError(`Column '${cell.name}' has no such type.`);
      cells.push({ ...cell, value });
      checksum = crc8Byte(checksum, cellChecksum);
    }
  }
  const deleteMarker = tag === Tag.deleteMarker;
  if (deleteMarker) tag = reader.byte();
  checksum = crc8Byte(checksum, deleteMarker ? 1 : 0);
  if (tag !== Tag.rowChecksum) throw new PlainBufferError(`Unexpected tag ${tag} in a row.`);
  if (reader.byte() !== checksum) throw new PlainBufferError('Row checksum mismatch.');
  return { row: { key, cells, deleteMarker } };
}

function readCell(reader: ByteReader): RawCell {
  expectTag(reader.byte(), Tag.cellName);
  const name = reader.bytes(reader.int32());
  let checksum = crc8(0, name);
  let value: RawCell['value'];
  let operation: CellOperation | undefined;
  let timestamp: number | undefined;

  let tag = reader.byte();
  if (tag === Tag.cellValue) {
    const content = reader.bytes(reader.int32());
    value = readVariant(new ByteReader(content));
    checksum = crc8(checksum, content);
    tag = reader.byte();
  }
  if (tag === Tag.cellOperation) {
    operation = knownOperation(reader.byte());
    tag = reader.byte();
  }
  if (tag === Tag.cellTimestamp) {
    const bytes = reader.bytes(8);
    timestamp = Number(bytes.readBigInt64LE());
    checksum = crc8(checksum, bytes);
    tag = reader.byte();
  }
  // The operation is written before the timestamp but summed after it (tablestore.md §3).
  if (operation !== undefined) checksum = crc8Byte(checksum, operation);
  expectTag(tag, Tag.cellChecksum);
  if (reader.byte() !== checksum) throw new PlainBufferError('Cell checksum mismatch.');
  return { name: name.toString('utf8'), value, timestamp, operation, checksum };
}

function expectTag(tag: number, expected: number): void {
  if (tag !== expected) throw new PlainBufferError(`Unexpected tag ${tag}, expected ${expected}.`);
}

function knownOperation(byte: number): CellOperation {
  const known = Object.values(CellOperation).find((operation) => operation === byte);
  if (known === undefined) throw new PlainBufferError(`Unknown cell operation ${byte}.`);
  return known;
}

function keyValueOf(cell: RawCell): RequestKeyValue {
  const { value } = cell;
  if (value === undefined || value.type === 'DOUBLE' || value.type === 'BOOLEAN') {
    throw new PlainBufferError(`Primary key column '${cell.name}' has no such type.`);
  }
  return value;
}

function isVirtual(value: ColumnValue | VirtualValue): value is VirtualValue {
  return value.type === 'INF_MIN' || value.type === 'INF_MAX' || value.type === 'AUTO_INCREMENT';
}

function readVariant(reader: ByteReader): ColumnValue | VirtualValue | undefined {
  const type = reader.byte();
  switch (type) {
    case Variant.integer:
      return { type: 'INTEGER', value: reader.int64() };
    case Variant.double:
      return { type: 'DOUBLE', value: reader.double() };
    case Variant.boolean:
      return { type: 'BOOLEAN', value: reader.byte() !== 0 };
    case Variant.string:
      return { type: 'STRING', value: reader.bytes(reader.int32()).toString('utf8') };
    case Variant.blob:
      // A copy: the request's buffer must not be kept alive, or changed, through a stored row.
      return { type: 'BINARY', value: Buffer.from(reader.bytes(reader.int32())) };
    case Variant.infMin:
      return { type: 'INF_MIN' };
    case Variant.infMax:
      return { type: 'INF_MAX' };
    case Variant.autoIncrement:
      return { type: 'AUTO_INCREMENT' };
    case Variant.null:
      return undefined;
    default:
      throw new PlainBufferError(`Unknown value type ${type}.`);
  }
}
