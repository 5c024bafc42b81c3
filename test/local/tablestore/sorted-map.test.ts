/** The sorted map against a plain map, and the order of keys against the order of their values. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderedKey } from '../../../local/tablestore/key-order.ts';
import { SortedMap } from '../../../local/tablestore/sorted-map.ts';
import { compareValues, type KeyValue } from '../../../local/tablestore/values.ts';

const keyText = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 4 });

describe('a sorted map', () => {
  it('behaves as a map that is sorted when it is walked (model-based property)', () => {
    const command = fc.oneof(
      fc.record({ do: fc.constant('set'), key: keyText }),
      fc.record({ do: fc.constant('delete'), key: keyText }),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 200 }), keyText, keyText, (commands, start, end) => {
        const map = new SortedMap<number>();
        const model = new Map<string, number>();
        commands.forEach((step, n) => {
          if (step.do === 'set') {
            map.set(step.key, n);
            model.set(step.key, n);
          } else {
            expect(map.delete(step.key)).toBe(model.delete(step.key));
          }
          expect(map.get(step.key)).toBe(model.get(step.key));
        });
        const sorted = [...model].sort(([a], [b]) => (a < b ? -1 : 1));
        expect(map.size).toBe(model.size);
        expect([...map.entries()]).toEqual(sorted);
        expect([...map.forward(start, end)]).toEqual(sorted.filter(([key]) => key >= start && key < end));
        expect([...map.backward(start, end)]).toEqual(sorted.filter(([key]) => key <= start && key > end).reverse());
      }),
    );
  });

  it.each(['ascending', 'descending', 'shuffled'])('keeps 5,000 keys that come %s', (order) => {
    const keys = Array.from({ length: 5000 }, (_, n) => String(n).padStart(5, '0'));
    const coming = {
      ascending: keys,
      descending: keys.toReversed(),
      shuffled: keys.map((_, n) => keys[(n * 7919) % 5000]),
    };
    const map = new SortedMap<string>();
    for (const key of coming[order as keyof typeof coming]) map.set(key as string, `v${key}`);
    expect([...map.entries()].map(([key]) => key)).toEqual(keys);
    expect([...map.forward('01000', '01003')].map(([, value]) => value)).toEqual(['v01000', 'v01001', 'v01002']);
    expect([...map.backward('01002', '00999')].map(([key]) => key)).toEqual(['01002', '01001', '01000']);
    for (const key of keys) expect(map.delete(key)).toBe(true);
    expect(map.size).toBe(0);
    expect([...map.forward('', '~')]).toEqual([]);
  });
});

describe('the order of keys', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\u0000', '\u0001', 'é', '\uffff', '🎥'), maxLength: 4 });
  const values: Record<string, fc.Arbitrary<KeyValue>> = {
    INTEGER: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map((value) => ({ type: 'INTEGER', value })),
    STRING: text.map((value) => ({ type: 'STRING', value })),
    BINARY: fc.uint8Array({ maxLength: 4, max: 3 }).map((value) => ({ type: 'BINARY', value: Buffer.from(value) })),
  };
  const sign = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

  it.each(Object.keys(values))('is that of the values: %s (property)', (type) => {
    const value = values[type] as fc.Arbitrary<KeyValue>;
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(sign(orderedKey([a]), orderedKey([b]))).toBe(Math.sign(compareValues(a, b) ?? Number.NaN));
      }),
      { numRuns: 500 },
    );
  });

  it('goes column by column: a longer first column does not run into the second (property)', () => {
    const string = values.STRING as fc.Arbitrary<KeyValue>;
    fc.assert(
      fc.property(string, string, string, string, (a1, a2, b1, b2) => {
        const expected = Math.sign(compareValues(a1, b1) ?? 0) || Math.sign(compareValues(a2, b2) ?? 0);
        expect(sign(orderedKey([a1, a2]), orderedKey([b1, b2]))).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('puts every value between INF_MIN and INF_MAX (property)', () => {
    fc.assert(
      fc.property(fc.oneof(...Object.values(values)), (value) => {
        const place = orderedKey([value]);
        expect(orderedKey([{ type: 'INF_MIN' }]) < place && place < orderedKey([{ type: 'INF_MAX' }])).toBe(true);
      }),
    );
  });
});
