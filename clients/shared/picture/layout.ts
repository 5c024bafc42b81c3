/** Where people are drawn in a mixed picture, as parts of 1: one fills it, more share it without overlapping. */
import type { Pane } from '../publishing/publishing.ts';
import { LANDSCAPE } from './size.ts';

/** Rows of how many, for one to six people; the anchor comes first. */
type Rows = Readonly<Record<number, readonly number[]>>;

const ROWS: Rows = { 1: [1], 2: [2], 3: [1, 2], 4: [2, 2], 5: [2, 3], 6: [3, 3] };
const PORTRAIT_ROWS: Rows = { 1: [1], 2: [1, 1], 3: [1, 2], 4: [2, 2], 5: [1, 2, 2], 6: [2, 2, 2] };

export const MOST_PEOPLE = 6;

/** @throws RangeError for nobody or more than six */
export function layoutOf(userIds: readonly string[], { width, height: tall } = LANDSCAPE): Pane[] {
  const rows = (width < tall ? PORTRAIT_ROWS : ROWS)[userIds.length];
  if (!rows) throw new RangeError(`a layout is for 1 to ${MOST_PEOPLE} people, not ${userIds.length}`);
  const height = 1 / rows.length;
  let next = 0;
  return rows.flatMap((count, row) =>
    Array.from({ length: count }, (_, column) => ({
      userId: userIds[next++] ?? '',
      x: column / count,
      y: row * height,
      width: 1 / count,
      height,
    })),
  );
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The part of a picture that fills a frame of another shape: the middle of it. */
export function coverOf(
  source: { width: number; height: number },
  frame: { width: number; height: number },
): Rectangle {
  const scale = Math.max(frame.width / source.width, frame.height / source.height);
  const width = frame.width / scale;
  const height = frame.height / scale;
  return { x: (source.width - width) / 2, y: (source.height - height) / 2, width, height };
}

/** The place in a frame where a whole picture fits: a screen that is shared must not lose its edges. */
export function containOf(
  source: { width: number; height: number },
  frame: { width: number; height: number },
): Rectangle {
  const scale = Math.min(frame.width / source.width, frame.height / source.height);
  const width = source.width * scale;
  const height = source.height * scale;
  return { x: (frame.width - width) / 2, y: (frame.height - height) / 2, width, height };
}
