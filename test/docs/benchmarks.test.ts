import { describe, expect, it } from 'vitest';
import { newestReport, withTable } from '../bench/results.ts';
import { PROJECT, readPage } from './named-tests.ts';

describe('the page of benchmarks', () => {
  it('has the table of the newest kept run (else run `npm run bench -- --keep`)', () => {
    const page = readPage('benchmarks.md');
    expect(withTable(page, newestReport(PROJECT))).toBe(page);
  });

  it('explains every row', () => {
    const [explained = ''] = readPage('benchmarks.md').split('<!-- the table');
    const silent = newestReport(PROJECT).figures.filter(({ name }) => !explained.includes(`\`${name}\``));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('is not touched without its two marks', () => {
    expect(() => withTable('a page', newestReport(PROJECT))).toThrow(/expected the lines/);
  });
});
