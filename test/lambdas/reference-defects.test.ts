import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const page = readFileSync(fromRoot('docs/reference-defects.md'), 'utf8');

/** Rows of the table: number, what ours does, and `file`: title of each test. */
const rows = page
  .split('\n')
  .filter((line) => /^\| W\d+ \|/.test(line))
  .map((line) => line.slice(2, -2).split(' | '))
  .map(([number = '', ours = '', shown = '']) => ({ number, ours, tests: shown.split('<br>') }));

const named = rows.flatMap(({ number, tests }) =>
  tests.map((text) => {
    const [, file = '', title = ''] = /^`([^`]+)`: (.+)$/.exec(text) ?? [];
    return { number, file: `test/${file}`, title };
  }),
);

describe('the list of defects of the reference server', () => {
  it('has all 46, once each and in order, with what ours does', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 46 }, (_, index) => `W${index + 1}`));
    expect(rows.filter(({ ours }) => ours.length < 20)).toEqual([]);
  });

  it.each(named.map(({ number, file, title }) => [number, file, title] as const))(
    '%s: %s has the test "%s"',
    (_, file, title) => {
      expect(existsSync(fromRoot(file))).toBe(true);
      expect(title.length).toBeGreaterThan(7);
      const source = readFileSync(fromRoot(file), 'utf8');
      // As the whole name of a test, of a group or of a case of a table.
      expect(["'", '`', '"'].some((quote) => source.includes(`${quote}${title}${quote}`))).toBe(true);
    },
  );
});
