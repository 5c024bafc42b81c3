/** DeleteTable: a table with all its rows. Its secondary indexes must be gone first (tablestore.md §8). */
import { parameterInvalid } from '../errors.ts';
import { checkTableName } from '../limits.ts';
import { Empty, TableNameRequest } from '../messages/table.ts';
import { operation } from '../operation.ts';

export const deleteTable = operation({
  name: 'DeleteTable',
  request: TableNameRequest,
  response: Empty,
  tables: (request) => [request.tableName],
  run({ tableName }, { instance, state }) {
    checkTableName(tableName);
    const table = instance.table(tableName);
    if (table.indexes.size > 0) {
      // UNCERTAIN: the service's code and message for this.
      throw parameterInvalid(
        `Table '${tableName}' has secondary indexes: ${[...table.indexes.keys()].join(', ')}. Drop them first.`,
      );
    }
    state.deleteTable(instance, table);
    return {};
  },
});
