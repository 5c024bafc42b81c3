import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mutate } from './mutant.ts';
import { TABLESTORE_MUTANTS } from './tablestore.ts';

const MUTANT = { rule: 'sum', file: 'sum.ts', find: 'a + b', replace: "a - b + '$&'" };

describe('mutate', () => {
  it('replaces the one place, literally', () => {
    expect(mutate('return a + b;', MUTANT)).toBe("return a - b + '$&';");
  });

  it.each([
    ['is not there', 'return a;', '"a + b" is 0 times in sum.ts'],
    ['is there twice', 'a + b; a + b', '"a + b" is 2 times in sum.ts'],
  ])('refuses a place that %s', (_name, source, message) => {
    expect(() => mutate(source, MUTANT)).toThrow(message);
  });
});

describe('the mutants of the Tablestore', () => {
  it.each(TABLESTORE_MUTANTS)('$rule: $find is still in $file', (mutant) => {
    const source = readFileSync(fileURLToPath(new URL(`../../../${mutant.file}`, import.meta.url)), 'utf8');
    expect(mutate(source, mutant)).not.toBe(source);
  });

  it('break every rule that issue 3 names', () => {
    const rules = new Set(TABLESTORE_MUTANTS.map(({ rule }) => rule));
    const named = [
      'row condition',
      'column condition',
      'passIfMissing',
      'range end',
      'index visibility',
      'capacity units',
    ];
    const more = ['signature', 'increment', 'TTL', 'response signature', 'delete', 'transaction isolation'];
    expect([...named, ...more].filter((rule) => !rules.has(rule))).toEqual([]);
  });

  it('are all different', () => {
    const seen = TABLESTORE_MUTANTS.map(({ file, find, replace }) => JSON.stringify([file, find, replace]));
    expect(new Set(seen).size).toBe(seen.length);
  });
});
