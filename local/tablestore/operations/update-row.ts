/** UpdateRow: puts, deletes and increments columns of a row, which is created when it is missing. */
import { checkTableName } from '../limits.ts';
import { RowResponse, UpdateRowRequest } from '../messages/row.ts';
import { operation } from '../operation.ts';
import { parseChange } from '../request-row.ts';
import { writeView } from '../view.ts';
import { applyChange, checkChange, type RowChange } from '../write.ts';

export const updateRow = operation({
  name: 'UpdateRow',
  request: UpdateRowRequest,
  response: RowResponse,
  tables: (request) => [request.tableName],
  run({ tableName, rowChange, condition, returnContent, transactionId }, context) {
    checkTableName(tableName);
    const change: RowChange = { type: 'update', row: parseChange(rowChange), condition, returnContent };
    checkChange(change);
    const table = context.instance.table(tableName);
    return applyChange(table, writeView(table, transactionId, context), change, context.now);
  },
});
