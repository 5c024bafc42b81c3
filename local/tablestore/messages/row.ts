/** Protobuf messages of the row operations. Field numbers as in the SDK's `tablestore.proto`. */
import {
  bool,
  bytes,
  enumeration,
  int32,
  int64,
  type MessageValue,
  message,
  optional,
  repeated,
  required,
  string,
} from '../wire/protobuf.ts';
import { CapacityUnit, ErrorMessage } from './table.ts';

export const RowExistence = { ignore: 0, expectExist: 1, expectNotExist: 2 } as const;
export const ReturnType = { none: 0, primaryKey: 1, afterModify: 2 } as const;
export const ChangeType = { put: 1, update: 2, delete: 3 } as const;
export const Direction = { forward: 0, backward: 1 } as const;

const ConsumedCapacity = message({ capacityUnit: required(1, CapacityUnit) });

export const Condition = message({
  rowExistence: required(1, enumeration(0, 1, 2)),
  columnCondition: optional(2, bytes),
});
export type Condition = MessageValue<typeof Condition>;

const ReturnContent = message({
  returnType: optional(1, enumeration(0, 1, 2)),
  returnColumnNames: repeated(2, string),
});
export type ReturnContent = MessageValue<typeof ReturnContent>;

const TimeRange = message({
  startTime: optional(1, int64),
  endTime: optional(2, int64),
  specificTime: optional(3, int64),
});
export type TimeRange = MessageValue<typeof TimeRange>;

export const GetRowRequest = message({
  tableName: required(1, string),
  primaryKey: required(2, bytes),
  columnsToGet: repeated(3, string),
  timeRange: optional(4, TimeRange),
  maxVersions: optional(5, int32),
  filter: optional(7, bytes),
  startColumn: optional(8, string),
  endColumn: optional(9, string),
  transactionId: optional(11, string),
});

/** Answer of every single-row operation: zero bytes stand for "no row". */
export const RowResponse = message({ consumed: required(1, ConsumedCapacity), row: required(2, bytes) });

export const PutRowRequest = message({
  tableName: required(1, string),
  row: required(2, bytes),
  condition: required(3, Condition),
  returnContent: optional(4, ReturnContent),
  transactionId: optional(5, string),
});

export const UpdateRowRequest = message({
  tableName: required(1, string),
  rowChange: required(2, bytes),
  condition: required(3, Condition),
  returnContent: optional(4, ReturnContent),
  transactionId: optional(5, string),
});

export const DeleteRowRequest = message({
  tableName: required(1, string),
  primaryKey: required(2, bytes),
  condition: required(3, Condition),
  returnContent: optional(4, ReturnContent),
  transactionId: optional(5, string),
});

export const GetRangeRequest = message({
  tableName: required(1, string),
  direction: required(2, enumeration(0, 1)),
  columnsToGet: repeated(3, string),
  timeRange: optional(4, TimeRange),
  maxVersions: optional(5, int32),
  limit: optional(6, int32),
  inclusiveStartPrimaryKey: required(7, bytes),
  exclusiveEndPrimaryKey: required(8, bytes),
  filter: optional(10, bytes),
  startColumn: optional(11, string),
  endColumn: optional(12, string),
  transactionId: optional(14, string),
});

export const GetRangeResponse = message({
  consumed: required(1, ConsumedCapacity),
  rows: required(2, bytes),
  nextStartPrimaryKey: optional(3, bytes),
});

const TableInBatchGetRow = message({
  tableName: required(1, string),
  primaryKey: repeated(2, bytes),
  columnsToGet: repeated(4, string),
  timeRange: optional(5, TimeRange),
  maxVersions: optional(6, int32),
  filter: optional(8, bytes),
  startColumn: optional(9, string),
  endColumn: optional(10, string),
});

export const BatchGetRowRequest = message({ tables: repeated(1, TableInBatchGetRow) });

const RowResult = message({
  isOk: required(1, bool),
  error: optional(2, ErrorMessage),
  consumed: optional(3, ConsumedCapacity),
  row: optional(4, bytes),
});
export type RowResult = MessageValue<typeof RowResult>;

export const BatchResponse = message({
  tables: repeated(1, message({ tableName: required(1, string), rows: repeated(2, RowResult) })),
});

const RowInBatchWriteRow = message({
  type: required(1, enumeration(1, 2, 3)),
  rowChange: required(2, bytes),
  condition: required(3, Condition),
  returnContent: optional(4, ReturnContent),
});

export const BatchWriteRowRequest = message({
  tables: repeated(1, message({ tableName: required(1, string), rows: repeated(2, RowInBatchWriteRow) })),
  transactionId: optional(2, string),
});

export const StartLocalTransactionRequest = message({ tableName: required(1, string), key: required(2, bytes) });
export const TransactionId = message({ transactionId: required(1, string) });
