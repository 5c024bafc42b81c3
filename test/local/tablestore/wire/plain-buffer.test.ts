/** The PlainBuffer codec, against itself, against damage, and against the SDK's own reader and writer. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnValue, KeyColumn, RequestKeyValue } from '../../../../local/tablestore/values.ts';
import { crc8 } from '../../../../local/tablestore/wire/crc8.ts';
import { Tag } from '../../../../local/tablestore/wire/plain-buffer.ts';
import {
  decodeVariant,
  PlainBufferError,
  readRow,
  readRows,
} from '../../../../local/tablestore/wire/plain-buffer-reader.ts';
import {
  encodeVariant,
  type PlainRow,
  writeRow,
  writeRows,
} from '../../../../local/tablestore/wire/plain-buffer-writer.ts';
import { TableStore } from '../sdk.ts';

interface SdkBuilder {
  serializePrimaryKey(key: object[]): Buffer;
  serializeForPutRow(key: object[], columns: object[]): Buffer;
  serializeForUpdateRow(key: object[], changes: object[]): Buffer;
  serializeForDeleteRow(key: object[]): Buffer;
}
const sdk = TableStore as unknown as {
  PlainBufferBuilder: SdkBuilder;
  PlainBufferInputStream: new (content: object) => object;
  PlainBufferCodedInputStream: new (
    stream: object,
  ) => {
    readRows(): { primaryKey: { name: string; value: unknown }[]; attributes: { columnName: string }[] }[];
  };
};

const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const integer = fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map((value) => ({ type: 'INTEGER' as const, value }));
const string = fc.string({ unit: 'grapheme', maxLength: 20 }).map((value) => ({ type: 'STRING' as const, value }));
const binary = fc
  .uint8Array({ maxLength: 40 })
  .map((value) => ({ type: 'BINARY' as const, value: Buffer.from(value) }));
const column: fc.Arbitrary<ColumnValue> = fc.oneof(
  integer,
  string,
  binary,
  fc.double().map((value) => ({ type: 'DOUBLE' as const, value })),
  fc.boolean().map((value) => ({ type: 'BOOLEAN' as const, value })),
);
const virtual = fc
  .constantFrom('INF_MIN' as const, 'INF_MAX' as const, 'AUTO_INCREMENT' as const)
  .map((type) => ({ type }));
const key: fc.Arbitrary<KeyColumn<RequestKeyValue>[]> = fc.array(
  fc.record({ name, value: fc.oneof(integer, string, binary, virtual) }),
  { minLength: 1, maxLength: 4 },
);
const row: fc.Arbitrary<PlainRow> = fc.record({
  key,
  cells: fc.array(fc.record({ name, value: column, timestamp: fc.maxSafeNat() }), { maxLength: 5 }),
});

/**
 * Offsets of names, values, timestamps, operations and checksums in one row. Length prefixes and tags are not summed: a
 * damaged length makes other bytes be read, which an 8-bit checksum lets through once in 256 times.
 */
function coveredBytes(content: Buffer): number[] {
  const covered: number[] = [];
  let at = 4;
  const take = (length: number): void => {
    for (const end = at + length; at < end; at += 1) covered.push(at);
  };
  const withLength = (): void => {
    const length = content.readInt32LE(at);
    at += 4;
    take(length);
  };
  while (at < content.length) {
    const tag = content[at];
    at += 1;
    if (tag === Tag.cellName || tag === Tag.cellValue) withLength();
    else if (tag === Tag.cellTimestamp) take(8);
    else if (tag === Tag.cellOperation || tag === Tag.cellChecksum || tag === Tag.rowChecksum) take(1);
  }
  return covered;
}

describe('PlainBuffer', () => {
  it('takes back what it wrote (property)', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 4 }), (rows) => {
        const read = readRows(writeRows(rows));
        expect(read).toEqual(
          rows.map((one) => ({ ...one, cells: one.cells.map((cell) => ({ ...cell })), deleteMarker: false })),
        );
      }),
    );
  });

  it('notices any damaged byte that the checksums cover, and any damaged checksum (property)', () => {
    fc.assert(
      fc.property(row, fc.nat(), fc.integer({ min: 1, max: 255 }), (one, choice, change) => {
        const content = Buffer.from(writeRow(one));
        const covered = coveredBytes(content);
        const at = covered[choice % covered.length] as number;
        content[at] = (content[at] as number) ^ change;
        expect(() => readRow(content)).toThrow(PlainBufferError);
      }),
      { numRuns: 300 },
    );
  });

  it('notices a row that is cut short (property)', () => {
    fc.assert(
      fc.property(row, fc.nat(), (one, position) => {
        const content = writeRow(one);
        expect(() => readRow(content.subarray(0, position % content.length))).toThrow(PlainBufferError);
      }),
    );
  });

  it('writes no bytes for no row', () => {
    expect(writeRow(undefined)).toHaveLength(0);
    expect(writeRows([])).toHaveLength(0);
    expect(readRows(Buffer.alloc(0))).toEqual([]);
  });

  it.each([
    ['no header', [0x74, 0, 0, 0, 9, 0], 'Invalid header.'],
    ['an unknown tag where its checksum should be', [0x75, 0, 0, 0, 42, 0], 'Unexpected tag 42 in a row.'],
    ['a cell without a name', [0x75, 0, 0, 0, 1, 3, 5], 'Unexpected tag 5, expected 4.'],
    ['a cell with an unknown operation', [0x75, 0, 0, 0, 2, 3, 4, 1, 0, 0, 0, 0x63, 6, 2], 'Unknown cell operation 2.'],
    [
      'a cell that does not end with its checksum',
      [0x75, 0, 0, 0, 2, 3, 4, 1, 0, 0, 0, 0x63, 6, 1, 9, 0],
      'Unexpected tag 9, expected 10.',
    ],
    ['less than a header', [0x75, 0], 'The row is truncated.'],
  ])('refuses a row with %s', (_what, bytes, message) => {
    expect(() => readRow(Buffer.from(bytes))).toThrow(new PlainBufferError(message));
  });

  it.each([
    [
      'a DOUBLE in the primary key',
      { key: [{ name: 'k', value: { type: 'DOUBLE', value: 1 } }], cells: [] },
      "Primary key column 'k' has no such type.",
    ],
    [
      'a BOOLEAN in the primary key',
      { key: [{ name: 'k', value: { type: 'BOOLEAN', value: true } }], cells: [] },
      "Primary key column 'k' has no such type.",
    ],
    [
      'INF_MIN as a column',
      { key: [], cells: [{ name: 'c', value: { type: 'INF_MIN' }, timestamp: 1 }] },
      "Column 'c' has no such type.",
    ],
    [
      'INF_MAX as a column',
      { key: [], cells: [{ name: 'c', value: { type: 'INF_MAX' }, timestamp: 1 }] },
      "Column 'c' has no such type.",
    ],
    [
      'AUTO_INCREMENT as a column',
      { key: [], cells: [{ name: 'c', value: { type: 'AUTO_INCREMENT' }, timestamp: 1 }] },
      "Column 'c' has no such type.",
    ],
  ])('refuses %s, with all checksums right', (_what, wrong, message) => {
    expect(() => readRow(writeRow(wrong as PlainRow))).toThrow(new PlainBufferError(message));
  });

  it('encodes bare values both ways (property)', () => {
    fc.assert(
      fc.property(column, (value) => {
        expect(decodeVariant(encodeVariant(value))).toEqual(value);
      }),
    );
  });

  it('refuses virtual and unknown values in conditions', () => {
    for (const content of [[9], [10], [11], [6], [99], []]) {
      expect(() => decodeVariant(Buffer.from(content))).toThrow(PlainBufferError);
    }
  });

  it('sums as the published check value of CRC-8 says', () => {
    expect(crc8(0, Buffer.from('123456789'))).toBe(0xf4);
  });
});

describe('rows that the SDK writes', () => {
  const long = (value: number) => TableStore.Long.fromNumber(value);

  it('are read, with every type of value', () => {
    const content = sdk.PlainBufferBuilder.serializeForPutRow(
      [{ s: '表格' }, { i: long(-5) }, { b: Buffer.from([1, 2]) }],
      [{ t: '文本' }, { n: long(7), timestamp: 123 }, { d: 1.5 }, { y: true }, { x: Buffer.from([9]) }],
    );
    expect(readRow(content)).toEqual({
      key: [
        { name: 's', value: { type: 'STRING', value: '表格' } },
        { name: 'i', value: { type: 'INTEGER', value: -5n } },
        { name: 'b', value: { type: 'BINARY', value: Buffer.from([1, 2]) } },
      ],
      cells: [
        { name: 't', value: { type: 'STRING', value: '文本' } },
        { name: 'n', value: { type: 'INTEGER', value: 7n }, timestamp: 123 },
        { name: 'd', value: { type: 'DOUBLE', value: 1.5 } },
        { name: 'y', value: { type: 'BOOLEAN', value: true } },
        { name: 'x', value: { type: 'BINARY', value: Buffer.from([9]) } },
      ],
      deleteMarker: false,
    });
  });

  it('are read with their operations, which are summed after the timestamp', () => {
    const content = sdk.PlainBufferBuilder.serializeForUpdateRow(
      [{ id: 'a' }],
      [
        { PUT: [{ p: 'v', timestamp: 5 }] },
        { DELETE: [{ one: 77 }] },
        { DELETE_ALL: ['all'] },
        { INCREMENT: [{ count: long(3) }] },
      ],
    );
    expect(readRow(content).cells).toEqual([
      { name: 'p', value: { type: 'STRING', value: 'v' }, timestamp: 5 },
      { name: 'one', timestamp: 77, operation: 3 },
      { name: 'all', operation: 1 },
      { name: 'count', value: { type: 'INTEGER', value: 3n }, operation: 4 },
    ]);
  });

  it('are read with a deletion mark', () => {
    expect(readRow(sdk.PlainBufferBuilder.serializeForDeleteRow([{ id: 'a' }]))).toMatchObject({ deleteMarker: true });
  });

  it('are read although zero bytes follow the checksum (tablestore.md §2.10)', () => {
    const content = sdk.PlainBufferBuilder.serializePrimaryKey([
      { a: TableStore.INF_MIN },
      { b: TableStore.INF_MAX },
      { c: TableStore.PK_AUTO_INCR },
    ]);
    expect(content.at(-1)).toBe(0);
    expect(readRow(content).key.map(({ value }) => value.type)).toEqual(['INF_MIN', 'INF_MAX', 'AUTO_INCREMENT']);
  });
});

it('rows that we write are read by the SDK', () => {
  const content = writeRows([
    {
      key: [{ name: 'id', value: { type: 'STRING', value: 'a' } }],
      cells: [{ name: 'c', value: { type: 'INTEGER', value: -1n }, timestamp: 1 }],
    },
    { key: [{ name: 'id', value: { type: 'STRING', value: 'b' } }], cells: [] },
  ]);
  const source = Object.assign(Buffer.from(content), { limit: content.length });
  const stream = new sdk.PlainBufferInputStream({ buffer: source, limit: content.length, offset: 0 });
  const rows = new sdk.PlainBufferCodedInputStream(stream).readRows();
  expect(rows.map((one) => one.primaryKey[0]?.value)).toEqual(['a', 'b']);
  expect(rows[0]?.attributes[0]?.columnName).toBe('c');
});
