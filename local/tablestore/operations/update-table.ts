/** UpdateTable: other options or reserved throughput. */

import { parameterInvalid } from '../errors.ts';
import { checkTableName } from '../limits.ts';
import { UpdateTableRequest, UpdateTableResponse } from '../messages/table.ts';
import { operation } from '../operation.ts';
import { changeSettings, checkIndexable, describeOptions, describeThroughput } from '../table-definition.ts';

export const updateTable = operation({
  name: 'UpdateTable',
  request: UpdateTableRequest,
  response: UpdateTableResponse,
  tables: (request) => [request.tableName],
  run({ tableName, tableOptions, reservedThroughput, streamSpec }, { instance, state, now }) {
    checkTableName(tableName);
    if (tableOptions === undefined && reservedThroughput === undefined && streamSpec === undefined) {
      throw parameterInvalid('Neither throughput nor options are specified to update table.');
    }
    if (streamSpec?.enableStream === true) throw parameterInvalid('Streams are not supported by the local Tablestore.');
    const table = instance.table(tableName);
    const settings = changeSettings(
      table.settings,
      tableOptions,
      reservedThroughput?.capacityUnit,
      Math.floor(now / 1000),
    );
    if (table.indexes.size > 0) checkIndexable(settings);
    table.settings = settings;
    state.saveTable(instance, table);
    return {
      reservedThroughputDetails: describeThroughput(settings),
      tableOptions: describeOptions(settings),
      streamDetails: { enableStream: false },
    };
  },
});
