/** BatchGetRow: up to 100 rows of several tables; each row has its own success or error. */
import { consumed, units } from '../capacity.ts';
import { parameterInvalid } from '../errors.ts';
import { checkTableName, LIMITS } from '../limits.ts';
import { BatchGetRowRequest, BatchResponse, type RowResult } from '../messages/row.ts';
import { operation } from '../operation.ts';
import { parseSelection, selectFrom } from '../read.ts';
import { checkNotVirtual, parseKey } from '../request-row.ts';
import { rowResult } from '../row-result.ts';
import { orderedRowKey } from '../table.ts';
import { readRow } from '../wire/plain-buffer-reader.ts';
import { writeRow } from '../wire/plain-buffer-writer.ts';

export const batchGetRow = operation({
  name: 'BatchGetRow',
  request: BatchGetRowRequest,
  response: BatchResponse,
  tables: (request) => request.tables.map((table) => table.tableName),
  run(request, { instance, now }) {
    if (request.tables.length === 0) throw parameterInvalid('No row specified in the request of BatchGetRow.');
    const count = request.tables.reduce((sum, table) => sum + table.primaryKey.length, 0);
    if (count > LIMITS.batchGetRows) {
      throw parameterInvalid(`Rows count exceeds the upper limit: ${LIMITS.batchGetRows}.`);
    }
    // What is wrong with the request itself fails all of it; what is wrong with a row fails that row.
    const tables = request.tables.map((table) => {
      checkTableName(table.tableName);
      for (const key of table.primaryKey) checkNotVirtual(readRow(key).key, []);
      return { ...table, selection: parseSelection(table) };
    });
    return {
      tables: tables.map(({ tableName, primaryKey, selection }) => ({
        tableName,
        rows: primaryKey.map(
          (content): RowResult =>
            rowResult(() => {
              const source = instance.readable(tableName);
              const key = parseKey(content, source.primaryKey);
              const stored = source.rowsAt(now).get(orderedRowKey(key));
              const { row, size } = selectFrom(stored, selection, source.settings.timeToLive, now);
              return { consumed: consumed(units(size), 0), row: writeRow(row) };
            }),
        ),
      })),
    };
  },
});
