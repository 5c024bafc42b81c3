/** DeleteRow: removes a row with all its columns; a row that is not there is no error. */
import { checkTableName } from '../limits.ts';
import { DeleteRowRequest, RowResponse } from '../messages/row.ts';
import { operation } from '../operation.ts';
import { parseChange } from '../request-row.ts';
import { writeView } from '../view.ts';
import { applyChange, checkChange, type RowChange } from '../write.ts';

export const deleteRow = operation({
  name: 'DeleteRow',
  request: DeleteRowRequest,
  response: RowResponse,
  tables: (request) => [request.tableName],
  run({ tableName, primaryKey, condition, returnContent, transactionId }, context) {
    checkTableName(tableName);
    const change: RowChange = { type: 'delete', row: parseChange(primaryKey), condition, returnContent };
    checkChange(change);
    const table = context.instance.table(tableName);
    return applyChange(table, writeView(table, transactionId, context), change, context.now);
  },
});
