/** GetRow: one row by its whole primary key. A row that is not there is an answer without a row. */
import { consumed, units } from '../capacity.ts';
import { checkTableName } from '../limits.ts';
import { GetRowRequest, RowResponse } from '../messages/row.ts';
import { operation } from '../operation.ts';
import { parseSelection, selectFrom } from '../read.ts';
import { parseKey } from '../request-row.ts';
import { orderedRowKey } from '../table.ts';
import { readView } from '../view.ts';
import { writeRow } from '../wire/plain-buffer-writer.ts';

export const getRow = operation({
  name: 'GetRow',
  request: GetRowRequest,
  response: RowResponse,
  tables: (request) => [request.tableName],
  run(request, context) {
    checkTableName(request.tableName);
    const selection = parseSelection(request);
    const source = context.instance.readable(request.tableName);
    const key = parseKey(request.primaryKey, source.primaryKey);
    const rows = readView(source, request.transactionId, key[0], context);
    const stored = rows.get(orderedRowKey(key));
    const { row, size } = selectFrom(stored, selection, source.settings.timeToLive, context.now);
    return { consumed: consumed(units(size), 0), row: writeRow(row) };
  },
});
