/** DropIndex: removes a secondary index; the rows of the table stay. */
import { tableNotExist } from '../errors.ts';
import { checkIndexName, checkTableName } from '../limits.ts';
import { DropIndexRequest, Empty } from '../messages/table.ts';
import { operation } from '../operation.ts';

export const dropIndex = operation({
  name: 'DropIndex',
  request: DropIndexRequest,
  response: Empty,
  tables: (request) => [request.mainTableName],
  run({ mainTableName, indexName }, { instance, state }) {
    checkTableName(mainTableName);
    checkIndexName(indexName);
    const table = instance.table(mainTableName);
    if (!table.indexes.has(indexName)) throw tableNotExist();
    state.forgetExcluded(instance, table, indexName);
    table.indexes.delete(indexName);
    state.saveTable(instance, table);
    return {};
  },
});
