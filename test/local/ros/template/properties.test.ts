import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../local/product.ts';
import { UNKNOWN } from '../../../../local/ros/functions/evaluate.ts';
import type { PropertyRule } from '../../../../local/ros/resource-type.ts';
import { checkProperties, immutableChanges } from '../../../../local/ros/template/properties.ts';

const check = (rule: PropertyRule, value: Json) =>
  checkProperties({ P: rule }, { P: value }, 'Resources.R.Properties').P;

describe('a property', () => {
  it.each<[PropertyRule, Json, Json]>([
    [{ type: 'string' }, 5, '5'],
    [{ type: 'string' }, true, 'true'],
    [{ type: 'number' }, ' 12 ', 12],
    [{ type: 'number' }, '-1.5', -1.5],
    [{ type: 'boolean' }, 'False', false],
    [{ type: 'list' }, [1, { a: 2 }], [1, { a: 2 }]],
    [{ type: 'list', items: { type: 'number' } }, ['1', 2], [1, 2]],
    [{ type: 'map' }, { any: { thing: 1 } }, { any: { thing: 1 } }],
    [{ type: 'map', properties: { A: { type: 'number' } } }, { A: '1' }, { A: 1 }],
    [{ type: 'json' }, '[1]', [1]],
    [{ type: 'json' }, { a: 1 }, { a: 1 }],
    [{ type: 'number', allowedValues: [1, 2] }, '2', 2],
    [{ type: 'string', pattern: /^a+$/ }, 'aa', 'aa'],
    [{ type: 'number', min: 1 }, UNKNOWN, UNKNOWN],
    [{ type: 'list', items: { type: 'number' } }, [UNKNOWN, '3'], [UNKNOWN, 3]],
  ])('of %j takes %j as %j (P10)', (rule, value, expected) => {
    expect(check(rule, value)).toEqual(expected);
  });

  it.each<[PropertyRule, Json, RegExp]>([
    [{ type: 'string' }, ['a'], /P: Value must be a string, it is a list/],
    [{ type: 'number' }, '', /P: Value must be a number, it is a string/],
    [{ type: 'number' }, '1e999', /P: Value must be a number/],
    [{ type: 'number' }, true, /P: Value must be a number, it is a boolean/],
    [{ type: 'boolean' }, 1, /P: Value must be a boolean, it is a number/],
    [{ type: 'list' }, 'a,b', /P: Value must be a list, it is a string/],
    [{ type: 'map' }, '{}', /P: Value must be a map, it is a string/],
    [{ type: 'json' }, '1', /P: Value must be JSON of a map or a list/],
    [{ type: 'list', minLength: 1 }, [], /the number of items 0 should be at least 1/],
    [{ type: 'list', maxLength: 1 }, [1, 2], /the number of items 2 should be at most 1/],
    [{ type: 'string', minLength: 2 }, 'a', /the length 1 should be at least 2/],
    [{ type: 'number', min: 5 }, 4, /the value 4 should be at least 5/],
    [{ type: 'map', properties: { A: { type: 'string', required: true } } }, { A: null }, /P: Property A not assigned/],
  ])('of %j refuses %j', (rule, value, message) => {
    expect(() => check(rule, value)).toThrow(message);
  });

  it('that does not match its pattern is not repeated in the error: it may be a secret (P11)', () => {
    expect(() => check({ type: 'string', pattern: /^a$/ }, 'hunter2')).toThrow(
      /^Property error: Resources\.R\.Properties\.P: the value should match/,
    );
    expect(() => check({ type: 'string', pattern: /^a$/ }, 'hunter2')).not.toThrow(/hunter2/);
  });

  it('that is null is not set', () => {
    expect(checkProperties({ P: { type: 'string' } }, { P: null }, 'x')).toEqual({});
    expect(() => checkProperties({ P: { type: 'string', required: true } }, { P: null }, 'x')).toThrow(
      /Property P not assigned/,
    );
  });

  it('is the same whether scalars come as themselves or as text', () => {
    const rules = { N: { type: 'number' }, B: { type: 'boolean' }, S: { type: 'string' } } as const;
    fc.assert(
      fc.property(fc.integer(), fc.boolean(), fc.string(), (N, B, S) => {
        expect(checkProperties(rules, { N: String(N), B: String(B), S }, 'x')).toEqual({ N, B, S });
      }),
    );
  });
});

describe('immutable properties', () => {
  const rules: Record<string, PropertyRule> = {
    Free: { type: 'string' },
    Fixed: { type: 'string', updatable: false },
    Map: { type: 'map', properties: { Fixed: { type: 'number', updatable: false }, Free: { type: 'number' } } },
    Whole: { type: 'map', updatable: false },
  };

  it.each<[{ [key: string]: Json }, { [key: string]: Json }, string[]]>([
    [{ Free: 'a' }, { Free: 'b' }, []],
    [{ Fixed: 'a' }, { Fixed: 'a' }, []],
    [{ Fixed: 'a' }, { Fixed: 'b' }, ['Fixed']],
    [{ Fixed: 'a' }, {}, ['Fixed']],
    [{}, { Fixed: 'b' }, ['Fixed']],
    [{ Fixed: 'a' }, { Fixed: UNKNOWN }, []],
    [{ Map: { Fixed: 1, Free: 1 } }, { Map: { Fixed: 2, Free: 2 } }, ['Map.Fixed']],
    [{ Map: { Fixed: 1 } }, {}, []],
    [{ Whole: { a: 1 } }, { Whole: { a: [UNKNOWN] } }, []],
    [{ Whole: { a: 1 } }, { Whole: { a: 2 } }, ['Whole']],
    [{ Whole: { a: 1, b: 2 } }, { Whole: { b: 2, a: 1 } }, []],
  ])('from %j to %j: %j', (before, after, expected) => {
    expect(immutableChanges(rules, before, after)).toEqual(expected);
  });
});
