/** GetRange: rows between two keys, in either direction, up to a limit; the answer says where to go on. */
import { consumed, units } from '../capacity.ts';
import { parameterInvalid } from '../errors.ts';
import { orderedKey } from '../key-order.ts';
import { checkTableName, LIMITS } from '../limits.ts';
import { Direction, GetRangeRequest, GetRangeResponse } from '../messages/row.ts';
import { operation } from '../operation.ts';
import { parseSelection, type ReadRow, selectFrom } from '../read.ts';
import { parseRangeKey } from '../request-row.ts';
import { cellsSize, keySize, type RowKey } from '../row.ts';
import { isKeyValue } from '../values.ts';
import { readView } from '../view.ts';
import { writeRow, writeRows } from '../wire/plain-buffer-writer.ts';

export const getRange = operation({
  name: 'GetRange',
  request: GetRangeRequest,
  response: GetRangeResponse,
  tables: (request) => [request.tableName],
  run(request, context) {
    checkTableName(request.tableName);
    const selection = parseSelection(request);
    const limit = request.limit ?? LIMITS.rangeRows;
    if (limit < 1) throw parameterInvalid('The limit must be greater than 0.');
    const source = context.instance.readable(request.tableName);
    const start = parseRangeKey(request.inclusiveStartPrimaryKey, source.primaryKey);
    const end = parseRangeKey(request.exclusiveEndPrimaryKey, source.primaryKey);
    const from = orderedKey(start.map((column) => column.value));
    const to = orderedKey(end.map((column) => column.value));
    const forward = request.direction === Direction.forward;
    if (forward && from >= to) throw parameterInvalid('Begin key must less than end key in FORWARD');
    if (!forward && from <= to) throw parameterInvalid('Begin key must more than end key in BACKWARD');

    const first = start[0]?.value;
    const partition = first !== undefined && isKeyValue(first) ? { value: first } : undefined;
    const view = readView(source, request.transactionId, partition, context);
    const rows: ReadRow[] = [];
    let bytesRead = 0;
    let bytesReturned = 0;
    let rowsRead = 0;
    let next: RowKey | undefined;
    for (const [, stored] of forward ? view.forward(from, to) : view.backward(from, to)) {
      const { row, size } = selectFrom(stored, selection, source.settings.timeToLive, context.now);
      const returnedSize = row === undefined ? 0 : keySize(row.key) + cellsSize(row.cells);
      // The caps count what was scanned: a strict filter can answer few rows, or none, and still say where to go on.
      const full = rows.length >= limit || rowsRead >= LIMITS.rangeRows;
      if (full || (rowsRead > 0 && Math.max(bytesRead + size, bytesReturned + returnedSize) > LIMITS.rangeSize)) {
        next = stored.key;
        break;
      }
      rowsRead += 1;
      bytesRead += size;
      bytesReturned += returnedSize;
      if (row !== undefined) rows.push(row);
    }
    return {
      consumed: consumed(units(bytesRead), 0),
      rows: writeRows(rows),
      nextStartPrimaryKey: next === undefined ? undefined : writeRow({ key: next, cells: [] }),
    };
  },
});
