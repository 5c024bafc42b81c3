/** CreateIndex: a secondary index on an existing table, with or without the rows that are there already. */
import { checkTableName } from '../limits.ts';
import { CreateIndexRequest, Empty } from '../messages/table.ts';
import { operation } from '../operation.ts';
import { checkIndex, checkIndexable } from '../table-definition.ts';
import { checkIndexCount, checkNewNames } from './create-table.ts';

export const createIndex = operation({
  name: 'CreateIndex',
  request: CreateIndexRequest,
  response: Empty,
  tables: (request) => [request.mainTableName],
  run({ mainTableName, indexMeta, includeBaseData }, { instance, state }) {
    checkTableName(mainTableName);
    const table = instance.table(mainTableName);
    checkIndex(indexMeta, table.definition);
    checkIndexable(table.settings);
    checkIndexCount(table.indexes.size + 1);
    checkNewNames(instance, [indexMeta.name]);
    const index = table.addIndex(indexMeta);
    if (includeBaseData === true) index.fill();
    else state.excludeFromIndex(instance, table, indexMeta.name);
    state.saveTable(instance, table);
    return {};
  },
});
