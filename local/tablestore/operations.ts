/** The operations that the local Tablestore offers, and those that it knows of but does not. */
import type { TablestoreOperation } from './operation.ts';
import { abortTransaction } from './operations/abort-transaction.ts';
import { batchGetRow } from './operations/batch-get-row.ts';
import { batchWriteRow } from './operations/batch-write-row.ts';
import { commitTransaction } from './operations/commit-transaction.ts';
import { createIndex } from './operations/create-index.ts';
import { createTable } from './operations/create-table.ts';
import { deleteRow } from './operations/delete-row.ts';
import { deleteTable } from './operations/delete-table.ts';
import { describeTable } from './operations/describe-table.ts';
import { dropIndex } from './operations/drop-index.ts';
import { getRange } from './operations/get-range.ts';
import { getRow } from './operations/get-row.ts';
import { listSearchIndex } from './operations/list-search-index.ts';
import { listTable } from './operations/list-table.ts';
import { putRow } from './operations/put-row.ts';
import { startLocalTransaction } from './operations/start-local-transaction.ts';
import { updateRow } from './operations/update-row.ts';
import { updateTable } from './operations/update-table.ts';

const OFFERED: readonly TablestoreOperation[] = [
  createTable,
  listTable,
  describeTable,
  updateTable,
  deleteTable,
  createIndex,
  dropIndex,
  getRow,
  putRow,
  updateRow,
  deleteRow,
  getRange,
  batchGetRow,
  batchWriteRow,
  startLocalTransaction,
  commitTransaction,
  abortTransaction,
  listSearchIndex,
];

export const OPERATIONS: ReadonlyMap<string, TablestoreOperation> = new Map(
  OFFERED.map((operation) => [operation.name, operation]),
);

/** Operations of the real service that are left out on purpose (search, SQL, streams, splits). */
export const NOT_SUPPORTED: ReadonlySet<string> = new Set([
  'CreateSearchIndex',
  'DescribeSearchIndex',
  'UpdateSearchIndex',
  'DeleteSearchIndex',
  'Search',
  'ComputeSplits',
  'ParallelScan',
  'SQLQuery',
  'ListStream',
  'DescribeStream',
  'GetShardIterator',
  'GetStreamRecord',
  'ComputeSplitPointsBySize',
  'LoadTable',
  'UnloadTable',
]);
