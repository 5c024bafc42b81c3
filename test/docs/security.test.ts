import { describe, expect, it } from 'vitest';
import { isThere, namedTests, readPage, rowsOf } from './named-tests.ts';

/** Threats alone have a third column that names tests. */
const threats = rowsOf(readPage('security.md'), /./).filter(([, , shown = '']) => shown.startsWith('`'));

describe('the threats of the security model', () => {
  it('are each met by something', () => {
    expect(threats.length).toBeGreaterThan(10);
  });

  it.each(threats.flatMap(([threat, , cell = '']) => namedTests(cell).map((test) => ({ threat, ...test }))))(
    '$threat: $file has the test "$title"',
    (test) => {
      expect(isThere(test)).toBe(true);
    },
  );
});
