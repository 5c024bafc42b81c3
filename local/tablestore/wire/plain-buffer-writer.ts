/** Writes rows as PlainBuffer. */
import type { Cell } from '../row.ts';
import type { ColumnValue, KeyColumn, RequestKeyValue } from '../values.ts';
import { ByteWriter } from './bytes.ts';
import { crc8, crc8Byte } from './crc8.ts';
import { HEADER, Tag, Variant } from './plain-buffer.ts';

/** A row as it travels; cells in the order in which they are written. */
export interface PlainRow {
  readonly key: readonly KeyColumn<RequestKeyValue>[];
  readonly cells: readonly Cell[];
}

/** One row after the header, or none at all: an absent row is zero bytes. */
export function writeRow(row: PlainRow | undefined): Buffer {
  return row === undefined ? Buffer.alloc(0) : writeRows([row]);
}

export function writeRows(rows: readonly PlainRow[]): Buffer {
  if (rows.length === 0) return Buffer.alloc(0);
  const writer = new ByteWriter();
  writer.int32(HEADER);
  for (const row of rows) writeOne(writer, row);
  return writer.finish();
}

function writeOne(writer: ByteWriter, row: PlainRow): void {
  let rowChecksum = 0;
  if (row.key.length > 0) {
    writer.byte(Tag.rowKey);
    for (const column of row.key) {
      rowChecksum = crc8Byte(rowChecksum, writeCell(writer, column.name, column.value, undefined));
    }
  }
  if (row.cells.length > 0) {
    writer.byte(Tag.rowData);
    for (const cell of row.cells) {
      rowChecksum = crc8Byte(rowChecksum, writeCell(writer, cell.name, cell.value, cell.timestamp));
    }
  }
  writer.byte(Tag.rowChecksum);
  // The zero stands for "this is not a deletion".
  writer.byte(crc8Byte(rowChecksum, 0));
}

function writeCell(
  writer: ByteWriter,
  name: string,
  value: RequestKeyValue | ColumnValue,
  timestamp: number | undefined,
): number {
  const nameBytes = Buffer.from(name, 'utf8');
  writer.byte(Tag.cell);
  writer.byte(Tag.cellName);
  writer.int32(nameBytes.length);
  writer.bytes(nameBytes);
  let checksum = crc8(0, nameBytes);

  const content = encodeVariant(value);
  writer.byte(Tag.cellValue);
  writer.int32(content.length);
  writer.bytes(content);
  checksum = crc8(checksum, content);

  if (timestamp !== undefined) {
    const bytes = Buffer.allocUnsafe(8);
    bytes.writeBigInt64LE(BigInt(timestamp));
    writer.byte(Tag.cellTimestamp);
    writer.bytes(bytes);
    checksum = crc8(checksum, bytes);
  }
  writer.byte(Tag.cellChecksum);
  writer.byte(checksum);
  return checksum;
}

/** Type and payload, as it stands in cells and, bare, in column conditions. */
export function encodeVariant(value: RequestKeyValue | ColumnValue): Buffer {
  const writer = new ByteWriter();
  switch (value.type) {
    case 'INTEGER':
      writer.byte(Variant.integer);
      writer.int64(value.value);
      break;
    case 'DOUBLE':
      writer.byte(Variant.double);
      writer.double(value.value);
      break;
    case 'BOOLEAN':
      writer.byte(Variant.boolean);
      writer.byte(value.value ? 1 : 0);
      break;
    case 'STRING': {
      const bytes = Buffer.from(value.value, 'utf8');
      writer.byte(Variant.string);
      writer.int32(bytes.length);
      writer.bytes(bytes);
      break;
    }
    case 'BINARY':
      writer.byte(Variant.blob);
      writer.int32(value.value.length);
      writer.bytes(value.value);
      break;
    case 'INF_MIN':
      writer.byte(Variant.infMin);
      break;
    case 'INF_MAX':
      writer.byte(Variant.infMax);
      break;
    case 'AUTO_INCREMENT':
      writer.byte(Variant.autoIncrement);
      break;
  }
  return writer.finish();
}
