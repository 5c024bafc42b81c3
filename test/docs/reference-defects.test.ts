import { describe, expect, it } from 'vitest';
import { isThere, namedTests, readPage, rowsOf } from './named-tests.ts';

const rows = rowsOf(readPage('reference-defects.md'), /^W\d+$/);

describe('the list of defects of the reference server', () => {
  it('has all 46, once each and in order, with what ours does', () => {
    expect(rows.map(([number]) => number)).toEqual(Array.from({ length: 46 }, (_, index) => `W${index + 1}`));
    expect(rows.filter(([, ours = '']) => ours.length < 20)).toEqual([]);
  });

  it.each(
    rows.flatMap(([number, , cell = '']) => namedTests(cell).map((test) => [number, test.file, test.title] as const)),
  )('%s: %s has the test "%s"', (_, file, title) => {
    expect(isThere({ file, title })).toBe(true);
  });
});
