/** ListTable: the names of the tables of an instance. */
import { Empty, ListTableResponse } from '../messages/table.ts';
import { operation } from '../operation.ts';

export const listTable = operation({
  name: 'ListTable',
  request: Empty,
  response: ListTableResponse,
  tables: () => [],
  /** UNCERTAIN: whether secondary indexes are listed too. We list them: they are read and described like tables. */
  run: (_request, { instance }) => ({
    tableNames: [...instance.tables.values()].flatMap((table) => [table.name, ...table.indexes.keys()]).sort(),
  }),
});
