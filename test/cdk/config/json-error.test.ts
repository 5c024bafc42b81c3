import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonErrorPlace } from '../../../cdk/config/json-error.ts';

describe('the place of a JSON error', () => {
  it('is behind the end of a text that is JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('', ' ', '\t'), (text, space) => {
        expect(jsonErrorPlace(text + space)).toEqual({ line: 1, column: text.length + space.length + 1 });
      }),
    );
  });

  it('is never behind a character that JSON cannot have', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, at) => {
        const text = JSON.stringify(value, null, 1).replace(/[^\n -~]/g, '?');
        const cut = at % (text.length + 1);
        const broken = `${text.slice(0, cut)}\u0001${text.slice(cut)}`;
        const { line, column } = jsonErrorPlace(broken);
        const offset =
          broken
            .split('\n')
            .slice(0, line - 1)
            .reduce((sum, row) => sum + row.length + 1, 0) +
          column -
          1;
        expect(offset).toBeLessThanOrEqual(cut);
      }),
    );
  });
});
