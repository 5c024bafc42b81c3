import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containOf, coverOf, layoutOf, MOST_PEOPLE } from '../../clients/shared/picture/layout.ts';
import { LANDSCAPE, PORTRAIT } from '../../clients/shared/picture/size.ts';
import type { Pane } from '../../clients/shared/publishing/publishing.ts';

const PEOPLE = ['anna', 'bob', 'carl', 'dora', 'emil', 'fay'];
const counts = Array.from({ length: MOST_PEOPLE }, (_, index) => index + 1);
const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;

function overlap(a: Pane, b: Pane): boolean {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return across > 1e-9 && down > 1e-9;
}

describe.each([
  ['landscape', LANDSCAPE],
  ['portrait', PORTRAIT],
])('the layout of a mixed picture in %s', (_, frame) => {
  it.each(counts)('of %i people covers the whole picture without overlapping', (count) => {
    const panes = layoutOf(PEOPLE.slice(0, count), frame);
    expect(panes.map(({ userId }) => userId)).toEqual(PEOPLE.slice(0, count));
    const area = panes.reduce((sum, pane) => sum + pane.width * pane.height, 0);
    expect(near(area, 1)).toBe(true);
    for (const pane of panes) {
      expect(pane.x >= 0 && pane.y >= 0 && pane.x + pane.width <= 1 + 1e-9 && pane.y + pane.height <= 1 + 1e-9).toBe(
        true,
      );
      for (const other of panes) expect(pane !== other && overlap(pane, other)).toBe(false);
    }
  });

  it('puts the anchor first, at the upper left', () => {
    for (const count of counts)
      expect(layoutOf(PEOPLE.slice(0, count), frame)[0]).toMatchObject({ userId: 'anna', x: 0, y: 0 });
  });

  it('gives nobody a sliver: no pane is more than four times as long as wide', () => {
    for (const count of counts) {
      for (const { width, height } of layoutOf(PEOPLE.slice(0, count), frame)) {
        const shape = (width * frame.width) / (height * frame.height);
        expect(Math.max(shape, 1 / shape)).toBeLessThan(4);
      }
    }
  });

  it.each([0, MOST_PEOPLE + 1])('is refused for %i people', (count) => {
    expect(() => layoutOf(Array.from({ length: count }, String), frame)).toThrow(RangeError);
  });
});

const size = fc.record({ width: fc.integer({ min: 1, max: 4_000 }), height: fc.integer({ min: 1, max: 4_000 }) });

describe('fitting a picture into a frame', () => {
  it('cover takes the largest middle part of the shape of the frame', () => {
    fc.assert(
      fc.property(size, size, (source, frame) => {
        const cut = coverOf(source, frame);
        expect(cut.width / cut.height).toBeCloseTo(frame.width / frame.height, 6);
        expect(Math.max(cut.width / source.width, cut.height / source.height)).toBeCloseTo(1, 6);
        expect(cut.x).toBeCloseTo((source.width - cut.width) / 2, 6);
        expect(cut.y).toBeCloseTo((source.height - cut.height) / 2, 6);
      }),
    );
  });

  it('contain keeps the whole picture, as large as it can be', () => {
    fc.assert(
      fc.property(size, size, (source, frame) => {
        const place = containOf(source, frame);
        expect(place.width / place.height).toBeCloseTo(source.width / source.height, 6);
        expect(Math.max(place.width / frame.width, place.height / frame.height)).toBeCloseTo(1, 6);
      }),
    );
  });
});
