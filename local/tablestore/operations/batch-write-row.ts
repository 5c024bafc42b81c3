/** BatchWriteRow: up to 200 changes in several tables, done one by one: each has its own success or error. */
import { parameterInvalid } from '../errors.ts';
import { checkTableName, LIMITS } from '../limits.ts';
import { BatchResponse, BatchWriteRowRequest, ChangeType, type RowResult } from '../messages/row.ts';
import { operation } from '../operation.ts';
import { parseChange } from '../request-row.ts';
import { rowResult } from '../row-result.ts';
import { writeView } from '../view.ts';
import { applyChange, checkChange, type RowChange } from '../write.ts';

const TYPE_NAME = { [ChangeType.put]: 'put', [ChangeType.update]: 'update', [ChangeType.delete]: 'delete' } as const;

export const batchWriteRow = operation({
  name: 'BatchWriteRow',
  request: BatchWriteRowRequest,
  response: BatchResponse,
  tables: (request) => request.tables.map((table) => table.tableName),
  run(request, context) {
    checkBatch(request.tables);
    // What is wrong with the request itself fails all of it, before anything is written.
    const tables = request.tables.map(({ tableName, rows }) => ({
      tableName,
      changes: rows.map((row): RowChange => {
        const change: RowChange = {
          type: TYPE_NAME[row.type],
          row: parseChange(row.rowChange),
          condition: row.condition,
          returnContent: row.returnContent,
        };
        checkChange(change);
        return change;
      }),
    }));
    return {
      tables: tables.map(({ tableName, changes }) => ({
        tableName,
        rows: changes.map(
          (change): RowResult =>
            rowResult(() => {
              const table = context.instance.table(tableName);
              return applyChange(table, writeView(table, request.transactionId, context), change, context.now);
            }),
        ),
      })),
    };
  },
});

interface TableInBatch {
  readonly tableName: string;
  readonly rows: readonly { readonly rowChange: Buffer }[];
}

function checkBatch(tables: readonly TableInBatch[]): void {
  if (tables.length === 0) throw parameterInvalid('No row is specified in BatchWriteRow.');
  let count = 0;
  let size = 0;
  for (const { tableName, rows } of tables) {
    checkTableName(tableName);
    if (rows.length === 0) throw parameterInvalid(`No operation is specified for table: '${tableName}'.`);
    count += rows.length;
    for (const row of rows) size += row.rowChange.length;
  }
  if (count > LIMITS.batchWriteRows) {
    throw parameterInvalid(`Rows count exceeds the upper limit: ${LIMITS.batchWriteRows}.`);
  }
  if (size > LIMITS.writeSize) {
    throw parameterInvalid(
      `The total data size of BatchWriteRow request exceeds the limit, limit size: ${LIMITS.writeSize}, data size: ${size}.`,
    );
  }
}
