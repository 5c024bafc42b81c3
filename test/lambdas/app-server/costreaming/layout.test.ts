import { describe, expect, it } from 'vitest';
import { CANVAS, layout, type Pane } from '../../../../lambdas/app-server/costreaming/layout.ts';

const CROWDS = [1, 2, 3, 4, 5, 6];
/** In ten thousandths, as whole numbers: what is rounded alike compares exactly. */
const units = ({ x, y, width, height }: Pane) => ({
  left: Math.round(x * 10_000),
  top: Math.round(y * 10_000),
  right: Math.round((x + width) * 10_000),
  bottom: Math.round((y + height) * 10_000),
});

describe.each(CROWDS)('the picture of %i', (people) => {
  const panes = layout(people);
  const boxes = panes.map(units);

  it('has a pane for each, within the canvas', () => {
    expect(panes).toHaveLength(people);
    for (const { left, top, right, bottom } of boxes) {
      expect([left >= 0, top >= 0, right <= 10_000, bottom <= 10_000, right > left, bottom > top]).not.toContain(false);
    }
  });

  it('has no overlap and no gap', () => {
    for (const [index, one] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        const isApart =
          one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
        expect(isApart).toBe(true);
      }
    }
    const area = boxes.reduce((sum, box) => sum + (box.right - box.left) * (box.bottom - box.top), 0);
    expect(area).toBe(10_000 * 10_000);
  });

  it('shows nobody flatter than 16:9 or narrower than 9:16', () => {
    for (const { width, height } of panes) {
      const aspect = (width * CANVAS.width) / (height * CANVAS.height);
      expect(aspect).toBeGreaterThanOrEqual(0.56);
      expect(aspect).toBeLessThanOrEqual(16 / 9);
    }
  });

  it('is the same each time, and the anchor comes first and is the largest', () => {
    expect(layout(people)).toEqual(panes);
    const sizes = panes.map(({ width, height }) => width * height);
    expect(panes[0]).toMatchObject({ x: 0, y: 0 });
    expect(sizes[0]).toBeGreaterThanOrEqual(Math.max(...sizes) - 0.001);
  });
});

describe('other numbers', () => {
  it.each([0, 7, -1, 1.5])('%d is refused', (people) => {
    expect(() => layout(people)).toThrow(new RangeError(`a layout is for 1 to 6 people, not for ${people}`));
  });
});
