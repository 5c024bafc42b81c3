/** The protobuf codec, against itself and against the SDK's own compiled messages. */
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Filter, SingleColumnValueFilter } from '../../../../local/tablestore/messages/filter.ts';
import { BatchResponse, BatchWriteRowRequest, GetRangeRequest } from '../../../../local/tablestore/messages/row.ts';
import {
  CreateTableRequest,
  DescribeTableResponse,
  ErrorMessage,
  TableOptions,
} from '../../../../local/tablestore/messages/table.ts';
import {
  bool,
  bytes,
  int32,
  int64,
  type Message,
  message,
  optional,
  ProtobufError,
  repeated,
  required,
  string,
} from '../../../../local/tablestore/wire/protobuf.ts';

interface SdkType {
  encode(value: object): { finish(): Buffer };
  decode(content: Buffer): object;
  toObject(value: object, options: object): object;
}
const compiled = createRequire(import.meta.url)('tablestore/lib/protocol/tablestore_compiled_proto.js') as {
  main: { proto: Record<string, SdkType> };
  filter: { proto: Record<string, SdkType> };
};
const plain = { longs: Number, enums: Number, arrays: true };

const text = fc.string({ unit: 'binary', maxLength: 20 });
const blob = fc.uint8Array({ maxLength: 200 }).map((content) => Buffer.from(content));
const int = fc.integer();
const index = fc.record({
  name: text,
  primaryKey: fc.array(text, { maxLength: 3 }),
  definedColumn: fc.array(text, { maxLength: 3 }),
  indexUpdateMode: fc.constantFrom(0 as const, 1 as const),
  indexType: fc.constantFrom(0 as const, 1 as const),
});
const createTable = fc.record({
  tableMeta: fc.record({
    tableName: text,
    primaryKey: fc.array(fc.record({ name: text, type: fc.constantFrom(1 as const, 2 as const, 3 as const) }), {
      maxLength: 4,
    }),
    definedColumn: fc.array(fc.record({ name: text, type: fc.constantFrom(1 as const, 4 as const, 7 as const) }), {
      maxLength: 4,
    }),
    indexMeta: fc.constant([]),
  }),
  reservedThroughput: fc.record({ capacityUnit: fc.record({ read: int, write: int }) }),
  tableOptions: fc.record({
    timeToLive: int,
    maxVersions: int,
    deviationCellVersionInSec: fc.maxSafeInteger(),
    allowUpdate: fc.boolean(),
  }),
  indexMetas: fc.array(index, { maxLength: 3 }),
});
const getRange = fc.record({
  tableName: text,
  direction: fc.constantFrom(0 as const, 1 as const),
  columnsToGet: fc.array(text, { maxLength: 4 }),
  timeRange: fc.record({ startTime: fc.maxSafeInteger(), endTime: fc.maxSafeInteger() }),
  maxVersions: int,
  limit: int,
  inclusiveStartPrimaryKey: blob,
  exclusiveEndPrimaryKey: blob,
  filter: blob,
  transactionId: text,
});
const batchWrite = fc.record({
  tables: fc.array(
    fc.record({
      tableName: text,
      rows: fc.array(
        fc.record({
          type: fc.constantFrom(1 as const, 2 as const, 3 as const),
          rowChange: blob,
          condition: fc.record({ rowExistence: fc.constantFrom(0 as const, 1 as const), columnCondition: blob }),
        }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 3 },
  ),
});

/** What the SDK writes we read, and the other way round. */
function agrees<T extends object>(ours: Message<T>, theirs: SdkType | undefined, values: fc.Arbitrary<T>): void {
  if (theirs === undefined) throw new Error('The SDK has no such message.');
  fc.assert(
    fc.property(values, (value) => {
      const fromSdk = ours.decode(theirs.encode(value).finish());
      expect(fromSdk).toEqual(value);
      const toSdk = theirs.toObject(theirs.decode(ours.encode(value)), plain);
      expect(toSdk).toMatchObject(value);
    }),
    { numRuns: 60 },
  );
}

describe('our messages agree with those of the SDK (property)', () => {
  const { main, filter } = { main: compiled.main.proto, filter: compiled.filter.proto };
  it('CreateTableRequest', () => agrees(CreateTableRequest, main.CreateTableRequest, createTable));
  it('GetRangeRequest', () => agrees(GetRangeRequest, main.GetRangeRequest, getRange));
  it('BatchWriteRowRequest', () => agrees(BatchWriteRowRequest, main.BatchWriteRowRequest, batchWrite));
  it('TableOptions', () =>
    agrees(
      TableOptions,
      main.TableOptions,
      fc.record({ timeToLive: int, deviationCellVersionInSec: fc.maxSafeInteger() }),
    ));
  it('Error', () => agrees(ErrorMessage, main.Error, fc.record({ code: text, message: text })));
  it('Filter', () =>
    agrees(
      Filter,
      filter.Filter,
      fc.record({ type: fc.constantFrom(1 as const, 2 as const, 3 as const), filter: blob }),
    ));
  it('SingleColumnValueFilter', () =>
    agrees(
      SingleColumnValueFilter,
      filter.SingleColumnValueFilter,
      fc.record({
        comparator: fc.constantFrom(1 as const, 6 as const),
        columnName: text,
        columnValue: blob,
        filterIfMissing: fc.boolean(),
        latestVersionOnly: fc.boolean(),
      }),
    ));

  it('a batch answer of ours is read by the SDK', () => {
    const answer = {
      tables: [
        {
          tableName: 't',
          rows: [
            { isOk: true, consumed: { capacityUnit: { read: 1, write: 0 } }, row: Buffer.from([1, 2]) },
            { isOk: false, error: { code: 'C', message: 'M' } },
          ],
        },
      ],
    };
    const sdk = main.BatchGetRowResponse;
    expect(sdk?.toObject(sdk.decode(BatchResponse.encode(answer)), plain)).toMatchObject(answer);
  });

  it('DescribeTableResponse of ours has everything that the SDK requires', () => {
    const answer = {
      tableMeta: { tableName: 't', primaryKey: [{ name: 'id', type: 2 as const }], definedColumn: [], indexMeta: [] },
      reservedThroughputDetails: { capacityUnit: { read: 0, write: 0 }, lastIncreaseTime: 1 },
      tableOptions: { timeToLive: -1 },
      tableStatus: 1,
      shardSplits: [],
      indexMetas: [],
    };
    const sdk = main.DescribeTableResponse;
    expect(sdk?.toObject(sdk.decode(DescribeTableResponse.encode(answer)), plain)).toMatchObject(answer);
  });
});

describe('the codec', () => {
  const Sample = message({
    name: required(1, string),
    small: optional(2, int32),
    large: optional(3, int64),
    flag: optional(4, bool),
    data: optional(5, bytes),
    list: repeated(6, int32),
  });

  it('takes back what it wrote, absent fields staying absent (property)', () => {
    const sample = fc.record(
      {
        name: text,
        small: fc.integer(),
        large: fc.maxSafeInteger(),
        flag: fc.boolean(),
        data: blob,
        list: fc.array(fc.integer()),
      },
      { requiredKeys: ['name', 'list'] },
    );
    fc.assert(
      fc.property(sample, (value) => {
        expect(Sample.decode(Sample.encode(value))).toEqual(value);
      }),
    );
  });

  it('ignores fields that it does not know', () => {
    const Newer = message({
      name: required(1, string),
      number: optional(100, int64),
      text: optional(101, string),
      nested: optional(102, message({ deep: required(1, int32) })),
    });
    const content = Newer.encode({ name: 'n', number: -1, text: 'ignored', nested: { deep: 7 } });
    // Fixed-width fields, which no message of ours has: field 103 of 8 bytes, field 104 of 4; all say `small: 1` to who reads on.
    const fixed = Buffer.from([0xb9, 0x06, ...[16, 1, 16, 1, 16, 1, 16, 1], 0xc5, 0x06, ...[16, 1, 16, 1]]);
    expect(Sample.decode(Buffer.concat([fixed, content]))).toEqual({ name: 'n', list: [] });
  });

  it.each([
    ['a required field that is missing', Buffer.from([0x10, 1])],
    ['a length beyond the end', Buffer.from([0x0a, 200, 1, 65])],
    ['a number without its last byte', Buffer.from([0x10, 0x80])],
    ['a number of more than ten bytes', Buffer.from([0x10, ...Array.from({ length: 11 }, () => 0x80), 1])],
    ['a wire type that does not exist', Buffer.from([0x0f])],
  ])('refuses %s', (_what, content) => {
    expect(() => Sample.decode(content)).toThrow(ProtobufError);
  });

  it('refuses an enumeration value that is not one', () => {
    const wrong = CreateTableRequest.encode({
      tableMeta: { tableName: 't', primaryKey: [{ name: 'id', type: 9 as 1 }], definedColumn: [], indexMeta: [] },
      reservedThroughput: { capacityUnit: {} },
      indexMetas: [],
    });
    expect(() => CreateTableRequest.decode(wrong)).toThrow(ProtobufError);
  });

  it('ends with an answer or a ProtobufError, whatever the bytes (property)', () => {
    fc.assert(
      fc.property(blob, (content) => {
        try {
          CreateTableRequest.decode(content);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtobufError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
