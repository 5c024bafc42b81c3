/** PutRow: writes a whole row; a row that was there is replaced with all its versions. */
import { checkTableName } from '../limits.ts';
import { PutRowRequest, RowResponse } from '../messages/row.ts';
import { operation } from '../operation.ts';
import { parseChange } from '../request-row.ts';
import { writeView } from '../view.ts';
import { applyChange, checkChange, type RowChange } from '../write.ts';

export const putRow = operation({
  name: 'PutRow',
  request: PutRowRequest,
  response: RowResponse,
  tables: (request) => [request.tableName],
  run({ tableName, row, condition, returnContent, transactionId }, context) {
    checkTableName(tableName);
    const change: RowChange = { type: 'put', row: parseChange(row), condition, returnContent };
    checkChange(change);
    const table = context.instance.table(tableName);
    return applyChange(table, writeView(table, transactionId, context), change, context.now);
  },
});
