/** ListSearchIndex: search indexes are not supported here, so there are none. */
import { checkTableName } from '../limits.ts';
import { Empty } from '../messages/table.ts';
import { operation } from '../operation.ts';
import { message, optional, string } from '../wire/protobuf.ts';

const ListSearchIndexRequest = message({ tableName: optional(1, string) });

export const listSearchIndex = operation({
  name: 'ListSearchIndex',
  request: ListSearchIndexRequest,
  /** `repeated indices` without an element is an empty message. */
  response: Empty,
  tables: ({ tableName }) => (tableName === undefined ? [] : [tableName]),
  run({ tableName }, { instance }) {
    if (tableName !== undefined && tableName !== '') {
      checkTableName(tableName);
      instance.table(tableName);
    }
    return {};
  },
});
