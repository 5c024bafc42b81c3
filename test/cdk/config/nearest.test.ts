import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../../cdk/config/nearest.ts';

const KNOWN = ['region', 'recording', 'domains', 'dns', 'corsOrigins'];

describe('the nearest known word', () => {
  it.each([
    ['regoin', 'region'],
    ['Region', 'region'],
    ['recordings', 'recording'],
    ['domain', 'domains'],
    ['corsorigin', 'corsOrigins'],
  ])('of %s is %s', (word, expected) => expect(nearest(word, KNOWN)).toBe(expected));

  it.each(['memory', 'x', 'authentication'])('of %s is none, because nothing resembles it', (word) =>
    expect(nearest(word, ['region', 'recording', 'corsOrigins'])).toBeUndefined(),
  );

  it('is found after any single typing mistake', () => {
    const mistake = fc.record({
      word: fc.constantFrom('recording', 'corsOrigins', 'domains'),
      at: fc.nat({ max: 5 }),
      letter: fc.constantFrom('x', 'q', 'z'),
      kind: fc.constantFrom('replace', 'insert', 'remove', 'swap'),
    });
    fc.assert(
      fc.property(mistake, ({ word, at, letter, kind }) => {
        const [head, a, b, tail] = [word.slice(0, at), word[at] ?? '', word[at + 1] ?? '', word.slice(at + 2)];
        const typed = {
          replace: head + letter + b + tail,
          insert: head + letter + a + b + tail,
          remove: head + b + tail,
          swap: head + b + a + tail,
        };
        expect(nearest(typed[kind as keyof typeof typed], KNOWN)).toBe(word);
      }),
    );
  });
});
