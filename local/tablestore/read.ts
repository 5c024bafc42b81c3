/** What a read returns of a row: versions, columns and filter, in the order in which the service applies them. */
import { parameterInvalid } from './errors.ts';
import { type ColumnCondition, type ColumnPagination, parseFilter } from './filter.ts';
import { checkColumnName, LIMITS } from './limits.ts';
import type { TimeRange } from './messages/row.ts';
import { type Cell, cellsOf, cellsSize, compareNames, keySize, type Row, withoutExpired } from './row.ts';
import type { KeyColumn, KeyValue } from './values.ts';

/** The part that GetRow, GetRange and each table of a BatchGetRow have in common. */
export interface ReadRequest {
  readonly columnsToGet: readonly string[];
  readonly timeRange?: TimeRange | undefined;
  readonly maxVersions?: number | undefined;
  readonly filter?: Buffer | undefined;
  readonly startColumn?: string | undefined;
  readonly endColumn?: string | undefined;
}

export interface Selection {
  readonly columns: ReadonlySet<string>;
  readonly startColumn: string | undefined;
  readonly endColumn: string | undefined;
  /** Milliseconds: from inclusive, to exclusive. */
  readonly from: number;
  readonly to: number;
  readonly maxVersions: number;
  readonly filter: ColumnCondition | ColumnPagination | undefined;
}

export interface ReadRow {
  readonly key: readonly KeyColumn<KeyValue>[];
  readonly cells: readonly Cell[];
}

/** Throws OTSParameterInvalid. */
export function parseSelection(request: ReadRequest): Selection {
  if (request.columnsToGet.length > LIMITS.columnsToGet) {
    throw parameterInvalid(
      `The number of columns from the request exceeds the limit, limit count: ${LIMITS.columnsToGet}, column count: ${request.columnsToGet.length}.`,
    );
  }
  for (const name of request.columnsToGet) checkColumnName(name);
  const { timeRange, maxVersions } = request;
  if (timeRange === undefined && maxVersions === undefined) {
    throw parameterInvalid('No version condition is specified while querying row.');
  }
  if (maxVersions !== undefined && maxVersions < 1) throw parameterInvalid(`Invalid max versions: ${maxVersions}.`);
  const specific = timeRange?.specificTime;
  const from = specific ?? timeRange?.startTime ?? 0;
  const to = specific === undefined ? (timeRange?.endTime ?? Number.POSITIVE_INFINITY) : specific + 1;
  if (from < 0 || from >= to) throw parameterInvalid(`Invalid time range: [${from}, ${to}).`);
  return {
    columns: new Set(request.columnsToGet),
    startColumn: request.startColumn,
    endColumn: request.endColumn,
    from,
    to,
    maxVersions: maxVersions ?? Number.POSITIVE_INFINITY,
    filter: request.filter === undefined ? undefined : parseFilter(request.filter),
  };
}

/**
 * The selected part of a row at `now` and how many bytes were read for it (which counts even when the filter drops the row).
 * A row none of whose columns was selected is not returned, unless a primary-key column was asked for by name.
 */
export function selectFrom(
  row: Row | undefined,
  selection: Selection,
  timeToLive: number,
  now: number,
): { readonly row: ReadRow | undefined; readonly size: number } {
  const alive = row && withoutExpired(row, timeToLive, now);
  if (alive === undefined) return { row: undefined, size: 0 };
  const cells = selectCells(alive, selection);
  const size = keySize(alive.key) + cellsSize(cells);
  const keyAskedFor = alive.key.some((column) => selection.columns.has(column.name));
  const nothingSelected = cells.length === 0 && (alive.columns.size > 0 || selection.columns.size > 0);
  if (nothingSelected && !keyAskedFor) return { row: undefined, size };
  const { filter } = selection;
  if (filter === undefined) return { row: { key: alive.key, cells }, size };
  if (filter.type === 'pagination') {
    const page = paginate(cells, filter);
    return { row: page.length === 0 && cells.length > 0 ? undefined : { key: alive.key, cells: page }, size };
  }
  return { row: filter.passes(lookupIn(alive.key, cells)) ? { key: alive.key, cells } : undefined, size };
}

function selectCells(row: Row, selection: Selection): Cell[] {
  const { columns, startColumn, endColumn } = selection;
  const taken = new Map<string, number>();
  return cellsOf(row).filter((cell) => {
    if (columns.size > 0 && !columns.has(cell.name)) return false;
    if (startColumn !== undefined && compareNames(cell.name, startColumn) < 0) return false;
    if (endColumn !== undefined && compareNames(cell.name, endColumn) >= 0) return false;
    if (cell.timestamp < selection.from || cell.timestamp >= selection.to) return false;
    const count = (taken.get(cell.name) ?? 0) + 1;
    taken.set(cell.name, count);
    return count <= selection.maxVersions;
  });
}

function paginate(cells: readonly Cell[], { offset, limit }: ColumnPagination): Cell[] {
  const names = [...new Set(cells.map((cell) => cell.name))].slice(offset, offset + limit);
  const page = new Set(names);
  return cells.filter((cell) => page.has(cell.name));
}

/** Filters see the selected columns only, and primary-key columns. */
function lookupIn(key: ReadRow['key'], cells: readonly Cell[]) {
  return (name: string) => {
    const own = key.find((column) => column.name === name);
    if (own !== undefined) return [own.value];
    const values = cells.filter((cell) => cell.name === name).map((cell) => cell.value);
    return values.length === 0 ? undefined : values;
  };
}
