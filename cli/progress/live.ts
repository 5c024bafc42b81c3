/** Keeps the drawing of an operation up to date on a terminal. */
import { createLogUpdate } from 'log-update';
import type { StackEvent } from '../cloud/stacks.ts';
import { type Paint, renderTree } from './render.ts';
import type { ProgressTree } from './tree.ts';

const FRAME_MS = 100;
const DEFAULT_SIZE = { rows: 24, columns: 80 };

export interface LiveView {
  event(event: StackEvent): void;
  /** A line that stays above the drawing. */
  above(text: string): void;
  /** Leaves the last drawing where it is. */
  end(): void;
}

export interface LiveOptions {
  readonly title: string;
  readonly tree: ProgressTree;
  readonly stream: NodeJS.WriteStream;
  readonly paint: Paint;
  readonly now: () => number;
}

export function openLiveView({ title, tree, stream, paint, now }: LiveOptions): LiveView {
  // Version 6: 7.2 writes only what changed between two frames, and garbles the rest where lines come or go in the middle.
  const update = createLogUpdate(stream);
  const draw = (): void => {
    // A terminal that does not know its size says 0.
    const { rows, columns } = DEFAULT_SIZE;
    const size = { rows: stream.rows || rows, columns: stream.columns || columns };
    update(renderTree(title, tree.view(), now(), paint, size));
  };
  const timer = setInterval(draw, FRAME_MS);
  timer.unref();
  draw();
  return {
    event: (event) => tree.apply(event, now()),
    above: (text) => {
      update.clear();
      stream.write(`${text}\n`);
      draw();
    },
    end: () => {
      clearInterval(timer);
      draw();
      update.done();
    },
  };
}
