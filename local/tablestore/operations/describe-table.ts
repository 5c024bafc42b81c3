/** DescribeTable: definition, options, throughput and indexes of a table, or of an index by its own name. */
import { checkTableName } from '../limits.ts';
import { DescribeTableResponse, INDEX_SYNC_INCREMENTAL, TABLE_ACTIVE, TableNameRequest } from '../messages/table.ts';
import { operation } from '../operation.ts';
import type { TableDefinition } from '../table.ts';
import { describeDefinition, describeOptions, describeThroughput } from '../table-definition.ts';

export const describeTable = operation({
  name: 'DescribeTable',
  request: TableNameRequest,
  response: DescribeTableResponse,
  tables: (request) => [request.tableName],
  run({ tableName }, { instance }) {
    checkTableName(tableName);
    const readable = instance.readable(tableName);
    const table = instance.tables.get(tableName);
    const definition: TableDefinition = table?.definition ?? {
      name: readable.name,
      primaryKey: readable.primaryKey,
      definedColumns: [],
      localTransactions: false,
    };
    const indexes = [...(table?.indexes.values() ?? [])];
    return {
      tableMeta: describeDefinition(definition),
      reservedThroughputDetails: describeThroughput(readable.settings),
      tableOptions: describeOptions(readable.settings),
      tableStatus: TABLE_ACTIVE,
      streamDetails: { enableStream: false },
      shardSplits: [],
      indexMetas: indexes.map((index) => ({ ...index.meta, indexSyncPhase: INDEX_SYNC_INCREMENTAL })),
    };
  },
});
