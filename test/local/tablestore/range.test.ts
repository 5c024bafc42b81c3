/** GetRange: order, both ends, both directions, limits, and going on where the answer stopped. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from './remote-store.ts';
import { column, failureOf, INF_MAX, INF_MIN, type Key } from './sdk.ts';
import type { Store, TestTable } from './store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

async function filled(ids: readonly string[]): Promise<TestTable> {
  const table = await store.table();
  for (const id of ids) await table.put({ id }, { c: id.toUpperCase() });
  return table;
}

describe('GetRange', () => {
  it('includes the start, excludes the end, and leaves out nothing between them', async () => {
    const table = await filled(['a', 'b', 'c', 'd', 'e']);
    expect(await table.keys('id', { from: { id: 'b' }, to: { id: 'e' } })).toEqual(['b', 'c', 'd']);
    expect(await table.keys('id', { from: { id: 'd' }, to: { id: 'a' }, backward: true })).toEqual(['d', 'c', 'b']);
  });

  it('reads everything between INF_MIN and INF_MAX, the last row too', async () => {
    const table = await filled(['a', 'b', 'c']);
    expect(await table.keys('id')).toEqual(['a', 'b', 'c']);
    expect(await table.keys('id', { backward: true })).toEqual(['c', 'b', 'a']);
  });

  it('orders whole numbers by value, negative ones first', async () => {
    const table = await store.table({ key: { n: 'INTEGER' } });
    const numbers = [0n, -1n, 1n, -(2n ** 63n), 2n ** 63n - 1n, 10n, 9n];
    for (const n of numbers) await table.put({ n });
    expect(await table.keys('n')).toEqual(numbers.toSorted((a, b) => (a < b ? -1 : 1)));
  });

  it('reads one partition of a compound key', async () => {
    const table = await store.table({ key: { room: 'STRING', seq: 'INTEGER' } });
    for (const room of ['r1', 'r2', 'r3']) for (const seq of [1n, 2n]) await table.put({ room, seq });
    const { rows } = await table.range({ from: { room: 'r2', seq: INF_MIN }, to: { room: 'r2', seq: INF_MAX } });
    expect(rows.map((row) => row?.key)).toEqual([
      { room: 'r2', seq: 1n },
      { room: 'r2', seq: 2n },
    ]);
  });

  it('stops at the limit and says where to go on, in both directions', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const table = await filled(ids);
    for (const backward of [false, true]) {
      const pages: unknown[][] = [];
      let from: Key | undefined;
      do {
        const page = await table.range({ backward, limit: 3, ...(from && { from }) });
        pages.push(page.rows.map((row) => row?.key.id));
        from = page.next;
      } while (from);
      const expected = backward ? ids.toReversed() : ids;
      expect(pages).toEqual([expected.slice(0, 3), expected.slice(3, 6), expected.slice(6)]);
    }
  });

  it('says that there is no more when the limit is met by the last row', async () => {
    const table = await filled(['a', 'b']);
    expect((await table.range({ limit: 2 })).next).toBeUndefined();
  });

  it('counts rows that the filter lets through towards the limit, not those it drops', async () => {
    const table = await store.table();
    for (let n = 0n; n < 10n; n += 1n) await table.put({ id: `r${n}` }, { even: n % 2n === 0n });
    const page = await table.range({ limit: 3, columnFilter: column('even', 'EQUAL', true) });
    expect(page.rows.map((row) => row?.key.id)).toEqual(['r0', 'r2', 'r4']);
    expect(page.next).toEqual({ id: 'r5' });
  });

  it('answers about 4 MB at most, at least one row, and goes on after them', async () => {
    const table = await store.table();
    const blob = Buffer.alloc(1_500_000, 7);
    for (const id of ['a', 'b', 'c']) await table.put({ id }, { blob });
    const first = await table.range();
    expect(first.rows.map((row) => row?.key.id)).toEqual(['a', 'b']);
    expect(first.next).toEqual({ id: 'c' });
  });

  it.each<[string, { from: Key; to: Key; backward: boolean }, string]>([
    ['forward', { from: { id: 'b' }, to: { id: 'a' }, backward: false }, 'Begin key must less than end key in FORWARD'],
    [
      'backward',
      { from: { id: 'a' }, to: { id: 'b' }, backward: true },
      'Begin key must more than end key in BACKWARD',
    ],
    ['empty', { from: { id: 'a' }, to: { id: 'a' }, backward: false }, 'Begin key must less than end key in FORWARD'],
  ])('refuses ends in the wrong order: %s', async (_what, options, message) => {
    const table = await filled([]);
    expect(await failureOf(table.range(options))).toEqual({ status: 400, code: 'OTSParameterInvalid', message });
  });

  it('refuses a limit below one', async () => {
    const table = await filled([]);
    expect(await failureOf(table.range({ limit: -1 }))).toMatchObject({ code: 'OTSParameterInvalid' });
  });

  it('refuses a key that does not fit the table', async () => {
    const table = await filled([]);
    const wrong = table.range({ from: { id: 1n }, to: { id: INF_MAX } });
    expect(await failureOf(wrong)).toMatchObject({ status: 400, code: 'OTSInvalidPK' });
  });

  it('agrees with sorting and slicing, whatever the rows and the ends (property)', async () => {
    const id = fc.string({ unit: fc.constantFrom('a', 'b', 'z', '\u0000', 'é', '中', '🎥'), maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(id, { maxLength: 12 }),
        id,
        id,
        fc.boolean(),
        async (ids, one, other, backward) => {
          const bytes = (text: string) => Buffer.from(text);
          fc.pre(one !== other);
          const table = await store.table();
          await Promise.all(ids.map((value) => table.put({ id: value })));
          const [low, high] = Buffer.compare(bytes(one), bytes(other)) < 0 ? [one, other] : [other, one];
          const [from, to] = backward ? [high, low] : [low, high];
          const inside = ids
            .filter((value) => {
              const afterLow = Buffer.compare(bytes(value), bytes(low));
              const afterHigh = Buffer.compare(bytes(value), bytes(high));
              return backward ? afterLow > 0 && afterHigh <= 0 : afterLow >= 0 && afterHigh < 0;
            })
            .toSorted((a, b) => Buffer.compare(bytes(a), bytes(b)));
          expect(await table.keys('id', { from: { id: from }, to: { id: to }, backward })).toEqual(
            backward ? inside.toReversed() : inside,
          );
          await store.drop(table);
        },
      ),
      { numRuns: 40 },
    );
  });
});
