/** Keeps the drawing of an operation up to date on a terminal. */
import { createLogUpdate } from 'log-update';
import type { StackEvent } from '../cloud/stacks.ts';
import { type Paint, renderTree } from './render.ts';
import type { ProgressTree } from './tree.ts';

const FRAME_MS = 100;
const DEFAULT_ROWS = 24;

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
  const update = createLogUpdate(stream);
  const draw = (): void => update(renderTree(title, tree.view(), now(), paint, stream.rows ?? DEFAULT_ROWS));
  const timer = setInterval(draw, FRAME_MS);
  timer.unref();
  draw();
  return {
    event: (event) => tree.apply(event, now()),
    above: (text) => update.persist(text),
    end: () => {
      clearInterval(timer);
      draw();
      update.done();
    },
  };
}
