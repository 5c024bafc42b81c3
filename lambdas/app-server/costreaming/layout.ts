/** Where each person of a mixed picture is: one to six panes that fill an upright canvas, the anchor first. */

/** As the phones that watch it: 9 to 16. Pixels. */
export const CANVAS = { width: 720, height: 1_280 } as const;

/** Parts of the canvas, 0 to 1. */
export interface Pane {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** People in each row. Whoever is alone in a row of a crowd is the anchor, across the whole width. */
const ROWS: readonly (readonly number[])[] = [[1], [1, 1], [1, 2], [2, 2], [1, 2, 2], [2, 2, 2]];

/** The service's examples have four digits, and edges that are rounded alike leave neither gaps nor overlaps. */
const DIGITS = 10_000;

/**
 * @param people 1 to 6
 * @returns a pane for each, in the order of the people
 */
export function layout(people: number): Pane[] {
  const rows = ROWS[people - 1];
  if (!rows) {
    throw new RangeError(`a layout is for 1 to ${ROWS.length} people, not for ${people}`);
  }
  return rows.flatMap((inRow, row) => {
    const top = edge(row, rows.length);
    const height = between(top, edge(row + 1, rows.length));
    return Array.from({ length: inRow }, (_, column) => {
      const x = edge(column, inRow);
      return { x, y: top, width: between(x, edge(column + 1, inRow)), height };
    });
  });
}

function edge(index: number, count: number): number {
  return Math.round((index / count) * DIGITS) / DIGITS;
}

function between(start: number, end: number): number {
  return Math.round((end - start) * DIGITS) / DIGITS;
}
