/** How the cells of a request change the columns of a row. */
import { parameterInvalid } from './errors.ts';
import type { Row, RowKey, Version } from './row.ts';
import { CellOperation } from './wire/plain-buffer.ts';
import type { RequestCell } from './wire/plain-buffer-reader.ts';

const MAX_INTEGER = (1n << 63n) - 1n;
const MIN_INTEGER = -(1n << 63n);

/** Throws OTSParameterInvalid for cells that contradict themselves. */
export function checkUpdate(cells: readonly RequestCell[]): void {
  if (cells.length === 0) throw parameterInvalid('Attribute column is missing.');
  const incremented = new Set(
    cells.filter((cell) => cell.operation === CellOperation.increment).map((cell) => cell.name),
  );
  for (const cell of cells) {
    if (cell.operation === CellOperation.deleteOne && cell.timestamp === undefined) {
      throw parameterInvalid(`Column '${cell.name}': the deletion of one version needs its timestamp.`);
    }
    if (cell.operation === CellOperation.increment && cell.value?.type !== 'INTEGER') {
      throw parameterInvalid(`Column '${cell.name}': an increment must be an INTEGER.`);
    }
    if (cell.operation === undefined && cell.value === undefined) {
      throw parameterInvalid(`Column '${cell.name}' has no value.`);
    }
    if (cell.operation !== CellOperation.increment && incremented.has(cell.name)) {
      throw parameterInvalid(`Column '${cell.name}' cannot be incremented and otherwise changed in one request.`);
    }
  }
}

/**
 * The row after the cells; undefined when there was none and nothing but deletions was asked for.
 * Cells without a timestamp get `now`. A version with the same timestamp is replaced.
 */
export function applyUpdate(
  base: Row | undefined,
  key: RowKey,
  cells: readonly RequestCell[],
  maxVersions: number,
  now: number,
): Row | undefined {
  const columns = new Map(base?.columns);
  let writes = cells.length === 0;
  for (const cell of cells) {
    const versions = columns.get(cell.name) ?? [];
    const changed = changeVersions(versions, cell, maxVersions, now);
    if (cell.value !== undefined) writes = true;
    if (changed.length === 0) columns.delete(cell.name);
    else columns.set(cell.name, changed);
  }
  return base === undefined && !writes ? undefined : { key, columns };
}

function changeVersions(
  versions: readonly Version[],
  cell: RequestCell,
  maxVersions: number,
  now: number,
): readonly Version[] {
  if (cell.operation === CellOperation.deleteAll) return [];
  if (cell.operation === CellOperation.deleteOne) {
    return versions.filter((version) => version.timestamp !== cell.timestamp);
  }
  const value = cell.operation === CellOperation.increment ? incremented(versions[0], cell) : cell.value;
  if (value === undefined) return versions;
  const timestamp = cell.timestamp ?? now;
  const others = versions.filter((version) => version.timestamp !== timestamp);
  return [...others, { timestamp, value }].sort((a, b) => b.timestamp - a.timestamp).slice(0, maxVersions);
}

function incremented(latest: Version | undefined, cell: RequestCell): Version['value'] {
  const by = cell.value?.type === 'INTEGER' ? cell.value.value : 0n;
  if (latest !== undefined && latest.value.type !== 'INTEGER') {
    throw parameterInvalid(`Column '${cell.name}' is of type ${latest.value.type}: only INTEGER can be incremented.`);
  }
  const sum = (latest?.value.type === 'INTEGER' ? latest.value.value : 0n) + by;
  if (sum > MAX_INTEGER || sum < MIN_INTEGER) throw parameterInvalid(`Column '${cell.name}': the sum exceeds 64 bits.`);
  return { type: 'INTEGER', value: sum };
}
