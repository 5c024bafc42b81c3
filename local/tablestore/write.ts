/** Puts, updates and deletions of one row: conditions, versions, counters, what is returned and what is consumed. */
import { type Consumed, consumed, units } from './capacity.ts';
import { conditionCheckFail, parameterInvalid } from './errors.ts';
import { parseCondition } from './filter.ts';
import { type Condition, type ReturnContent, ReturnType, RowExistence } from './messages/row.ts';
import { checkKey, withAutoIncrement } from './request-row.ts';
import { type Cell, cellsOf, keySize, type Row, type RowKey, type Version, withoutExpired } from './row.ts';
import { orderedRowKey, type Table } from './table.ts';
import { applyUpdate, checkUpdate } from './update.ts';
import { valueSize } from './values.ts';
import type { RowView } from './view.ts';
import type { RequestCell, RequestRow } from './wire/plain-buffer-reader.ts';
import { type PlainRow, writeRow } from './wire/plain-buffer-writer.ts';

export interface RowChange {
  readonly type: 'put' | 'update' | 'delete';
  readonly row: RequestRow;
  readonly condition: Condition;
  readonly returnContent: ReturnContent | undefined;
}

/** Checks of the request alone, before the table is known; in a batch they fail the whole request. */
export function checkChange(change: RowChange): void {
  if (
    change.type === 'put' &&
    change.row.cells.some((cell) => cell.value === undefined || cell.operation !== undefined)
  ) {
    throw parameterInvalid('PutRow takes columns with values only.');
  }
  if (change.type === 'update') checkUpdate(change.row.cells);
  if (change.type === 'delete' && change.row.cells.length > 0) {
    throw parameterInvalid('DeleteRow takes a primary key only.');
  }
  if (change.condition.columnCondition !== undefined) parseCondition(change.condition.columnCondition);
}

export function applyChange(
  table: Table,
  view: RowView,
  change: RowChange,
  now: number,
): { readonly consumed: Consumed; readonly row: Buffer } {
  const { settings } = table;
  if (change.type === 'update' && !settings.allowUpdate) {
    throw parameterInvalid('UpdateRow is not allowed on a table whose allowUpdate is false.');
  }
  checkKey(change.row.key, table.primaryKey, change.type === 'delete' ? [] : ['AUTO_INCREMENT']);
  for (const cell of change.row.cells) checkTimestamp(cell, table, now);
  const key = withAutoIncrement(change.row.key, () => table.nextAutoIncrement(now));
  const place = orderedRowKey(key);
  const stored = view.get(place, key);
  const current = stored && withoutExpired(stored, settings.timeToLive, now);
  checkCondition(change.condition, current);

  const next = nextRow(change, key, current, settings.maxVersions, now);
  if (stored !== undefined || next !== undefined) view.set(place, next);
  return {
    consumed: consumed(
      isConditional(change.condition) ? units(keySize(key)) : 0,
      units(changeSize(key, change.row.cells)),
    ),
    row: writeRow(returned(change.returnContent, key, next)),
  };
}

function nextRow(
  change: RowChange,
  key: RowKey,
  current: Row | undefined,
  maxVersions: number,
  now: number,
): Row | undefined {
  if (change.type === 'delete') return undefined;
  const base = change.type === 'put' ? undefined : current;
  return applyUpdate(base, key, change.row.cells, maxVersions, now);
}

function isConditional(condition: Condition): boolean {
  return condition.rowExistence !== RowExistence.ignore || condition.columnCondition !== undefined;
}

function checkCondition(condition: Condition, current: Row | undefined): void {
  if (condition.rowExistence === RowExistence.expectExist && current === undefined) throw conditionCheckFail();
  if (condition.rowExistence === RowExistence.expectNotExist && current !== undefined) throw conditionCheckFail();
  if (condition.columnCondition === undefined) return;
  const columns: ReadonlyMap<string, readonly Version[]> = current?.columns ?? new Map();
  const passes = parseCondition(condition.columnCondition).passes((name) =>
    columns.get(name)?.map((version) => version.value),
  );
  if (!passes) throw conditionCheckFail();
}

/** A chosen version must lie within the table's deviation of now, and must not have expired already. */
function checkTimestamp(cell: RequestCell, table: Table, now: number): void {
  if (cell.timestamp === undefined || cell.value === undefined) return;
  const { deviation, timeToLive } = table.settings;
  const reach = deviation * 1000;
  const oldest = timeToLive < 0 ? now - reach : Math.max(now - reach, now - timeToLive * 1000);
  if (cell.timestamp >= Math.max(0, oldest) && cell.timestamp < now + reach) return;
  throw parameterInvalid(
    `The timestamp of column '${cell.name}' is out of range: ${cell.timestamp} is not in [${Math.max(0, oldest)}, ${now + reach}).`,
  );
}

function changeSize(key: RowKey, cells: readonly RequestCell[]): number {
  let size = keySize(key);
  for (const cell of cells)
    size += Buffer.byteLength(cell.name) + (cell.value === undefined ? 0 : valueSize(cell.value));
  return size;
}

function returned(content: ReturnContent | undefined, key: RowKey, row: Row | undefined): PlainRow | undefined {
  if (content?.returnType === ReturnType.primaryKey) return { key, cells: [] };
  if (content?.returnType !== ReturnType.afterModify || row === undefined) return undefined;
  const wanted = new Set(content.returnColumnNames);
  const seen = new Set<string>();
  const cells: Cell[] = [];
  for (const cell of cellsOf(row)) {
    if (wanted.has(cell.name) && !seen.has(cell.name)) cells.push(cell);
    seen.add(cell.name);
  }
  // UNCERTAIN: whether the service repeats the primary key here; the SDK accepts a row without one.
  return { key: [], cells };
}
