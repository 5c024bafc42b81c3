/** Protobuf messages of the table operations. Field numbers as in the SDK's `tablestore.proto`. */
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

export const ErrorMessage = message({ code: required(1, string), message: optional(2, string) });

export const KeyTypeNumber = { INTEGER: 1, STRING: 2, BINARY: 3 } as const;
export const ColumnTypeNumber = { INTEGER: 1, DOUBLE: 2, BOOLEAN: 3, STRING: 4, BINARY: 7 } as const;
export const AUTO_INCREMENT_OPTION = 1;
export const IndexType = { global: 0, local: 1 } as const;
export const IndexUpdateMode = { asynchronous: 0, synchronous: 1 } as const;
export const TABLE_ACTIVE = 1;
/** The index follows the table's changes (ISP_INCR). */
export const INDEX_SYNC_INCREMENTAL = 2;

const PrimaryKeySchema = message({
  name: required(1, string),
  type: required(2, enumeration(1, 2, 3)),
  option: optional(3, enumeration(AUTO_INCREMENT_OPTION)),
});

const DefinedColumnSchema = message({ name: required(1, string), type: required(2, enumeration(1, 2, 3, 4, 7)) });

export const TableOptions = message({
  timeToLive: optional(1, int32),
  maxVersions: optional(2, int32),
  bloomFilterType: optional(3, int32),
  blockSize: optional(4, int32),
  deviationCellVersionInSec: optional(5, int64),
  allowUpdate: optional(6, bool),
});
export type TableOptions = MessageValue<typeof TableOptions>;

export const IndexMeta = message({
  name: required(1, string),
  primaryKey: repeated(2, string),
  definedColumn: repeated(3, string),
  indexUpdateMode: required(4, enumeration(0, 1)),
  indexType: required(5, enumeration(0, 1)),
  indexSyncPhase: optional(6, int32),
});
export type IndexMeta = MessageValue<typeof IndexMeta>;

export const TableMeta = message({
  tableName: required(1, string),
  primaryKey: repeated(2, PrimaryKeySchema),
  definedColumn: repeated(3, DefinedColumnSchema),
  indexMeta: repeated(4, IndexMeta),
});
export type TableMeta = MessageValue<typeof TableMeta>;

export const CapacityUnit = message({ read: optional(1, int32), write: optional(2, int32) });
export type CapacityUnit = MessageValue<typeof CapacityUnit>;

const ReservedThroughput = message({ capacityUnit: required(1, CapacityUnit) });

const ReservedThroughputDetails = message({
  capacityUnit: required(1, CapacityUnit),
  lastIncreaseTime: required(2, int64),
  lastDecreaseTime: optional(3, int64),
});

const StreamSpecification = message({ enableStream: required(1, bool), expirationTime: optional(2, int32) });
const StreamDetails = message({
  enableStream: required(1, bool),
  streamId: optional(2, string),
  expirationTime: optional(3, int32),
  lastEnableTime: optional(4, int64),
});

export const CreateTableRequest = message({
  tableMeta: required(1, TableMeta),
  reservedThroughput: required(2, ReservedThroughput),
  tableOptions: optional(3, TableOptions),
  streamSpec: optional(5, StreamSpecification),
  indexMetas: repeated(7, IndexMeta),
  /** Not in the Node.js SDK; other SDKs send it (tablestore.md §2.12). */
  enableLocalTransaction: optional(8, bool),
});

export const UpdateTableRequest = message({
  tableName: required(1, string),
  reservedThroughput: optional(2, ReservedThroughput),
  tableOptions: optional(3, TableOptions),
  streamSpec: optional(4, StreamSpecification),
});

export const UpdateTableResponse = message({
  reservedThroughputDetails: required(1, ReservedThroughputDetails),
  tableOptions: required(2, TableOptions),
  streamDetails: optional(3, StreamDetails),
});

export const TableNameRequest = message({ tableName: required(1, string) });

export const DescribeTableResponse = message({
  tableMeta: required(1, TableMeta),
  reservedThroughputDetails: required(2, ReservedThroughputDetails),
  tableOptions: required(3, TableOptions),
  tableStatus: required(4, int32),
  streamDetails: optional(5, StreamDetails),
  shardSplits: repeated(6, bytes),
  indexMetas: repeated(8, IndexMeta),
});

export const ListTableResponse = message({ tableNames: repeated(1, string) });

export const CreateIndexRequest = message({
  mainTableName: required(1, string),
  indexMeta: required(2, IndexMeta),
  includeBaseData: optional(3, bool),
});

export const DropIndexRequest = message({ mainTableName: required(1, string), indexName: required(2, string) });

export const Empty = message({});
