/** Protobuf messages of column conditions and filters. Field numbers as in the SDK's `tablestore_filter.proto`. */
import {
  bool,
  bytes,
  enumeration,
  int32,
  lazy,
  type Message,
  message,
  repeated,
  required,
  string,
} from '../wire/protobuf.ts';

export const FilterType = { singleColumn: 1, composite: 2, pagination: 3 } as const;
export const Comparator = {
  equal: 1,
  notEqual: 2,
  greaterThan: 3,
  greaterEqual: 4,
  lessThan: 5,
  lessEqual: 6,
} as const;
export type Comparator = (typeof Comparator)[keyof typeof Comparator];
export const LogicalOperator = { not: 1, and: 2, or: 3 } as const;

export interface FilterMessage {
  readonly type: 1 | 2 | 3;
  /** The message of that type, encoded. */
  readonly filter: Buffer;
}

export const Filter: Message<FilterMessage> = message({
  type: required(1, enumeration(1, 2, 3)),
  filter: required(2, bytes),
});

export const SingleColumnValueFilter = message({
  comparator: required(1, enumeration(1, 2, 3, 4, 5, 6)),
  columnName: required(2, string),
  /** A bare PlainBuffer variant. */
  columnValue: required(3, bytes),
  filterIfMissing: required(4, bool),
  latestVersionOnly: required(5, bool),
});

export const CompositeColumnValueFilter = message({
  combinator: required(1, enumeration(1, 2, 3)),
  subFilters: repeated(
    2,
    lazy(() => Filter),
  ),
});

export const ColumnPaginationFilter = message({ offset: required(1, int32), limit: required(2, int32) });
