/** Conditions of writes: the row's existence and its columns, alone and combined. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from './remote-store.ts';
import { column, composite, condition, failureOf, TableStore, type Values } from './sdk.ts';
import type { Store } from './store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const FAILED = { status: 403, code: 'OTSConditionCheckFail', message: 'Condition check failed.' } as const;

describe('the expected existence of the row', () => {
  const cases = [
    ['exist', true, true],
    ['exist', false, false],
    ['absent', true, false],
    ['absent', false, true],
    ['ignore', true, true],
    ['ignore', false, true],
  ] as const;

  it.each(cases)('%s, row there: %s → PutRow succeeds: %s', async (existence, there, succeeds) => {
    const table = await store.table();
    if (there) await table.put({ id: 'a' }, { c: 'old' });
    const put = table.put({ id: 'a' }, { c: 'new' }, condition(existence));
    if (succeeds) await put;
    else expect(await failureOf(put)).toEqual(FAILED);
    const expected = succeeds ? 'new' : there ? 'old' : undefined;
    expect((await table.get({ id: 'a' }))?.columns.c).toBe(expected);
  });

  it.each(cases)('%s, row there: %s → UpdateRow succeeds: %s', async (existence, there, succeeds) => {
    const table = await store.table();
    if (there) await table.put({ id: 'a' }, { c: 'old' });
    const update = table.update({ id: 'a' }, { put: { c: 'new' } }, condition(existence));
    if (succeeds) await update;
    else expect(await failureOf(update)).toEqual(FAILED);
    const expected = succeeds ? 'new' : there ? 'old' : undefined;
    expect((await table.get({ id: 'a' }))?.columns.c).toBe(expected);
  });

  it.each(cases)('%s, row there: %s → DeleteRow succeeds: %s', async (existence, there, succeeds) => {
    const table = await store.table();
    if (there) await table.put({ id: 'a' }, { c: 'old' });
    const removal = table.delete({ id: 'a' }, condition(existence));
    if (succeeds) await removal;
    else expect(await failureOf(removal)).toEqual(FAILED);
    const remains = there && !succeeds;
    expect((await table.get({ id: 'a' }))?.columns.c).toBe(remains ? 'old' : undefined);
  });

  it('lets exactly one of many concurrent creations through', async () => {
    const table = await store.table();
    const tries = Array.from({ length: 50 }, (_, n) =>
      table.put({ id: 'a' }, { winner: BigInt(n) }, condition('absent')).then(
        () => n,
        () => undefined,
      ),
    );
    const winners = (await Promise.all(tries)).filter((n) => n !== undefined);
    expect(winners).toHaveLength(1);
    expect((await table.get({ id: 'a' }))?.columns.winner).toBe(BigInt(winners[0] ?? -1));
  });
});

/** Whether an update of a row with these columns passes under the condition. */
async function passes(columns: Values, when: InstanceType<typeof TableStore.ColumnCondition>): Promise<boolean> {
  const table = await store.table();
  await table.put({ id: 'a' }, columns);
  return table.update({ id: 'a' }, { put: { written: true } }, condition('ignore', when)).then(
    () => true,
    async (error: unknown) => {
      expect(await failureOf(Promise.reject(error))).toEqual(FAILED);
      return false;
    },
  );
}

describe('a condition on one column', () => {
  it.each([
    ['EQUAL', [false, true, false]],
    ['NOT_EQUAL', [true, false, true]],
    ['GREATER_THAN', [false, false, true]],
    ['GREATER_EQUAL', [false, true, true]],
    ['LESS_THAN', [true, false, false]],
    ['LESS_EQUAL', [true, true, false]],
  ] as const)('%s compares whole numbers', async (comparator, expected) => {
    const actual = [];
    for (const n of [-1n, 7n, 2n ** 60n]) actual.push(await passes({ n }, column('n', comparator, 7n)));
    expect(actual).toEqual(expected);
  });

  it.each([
    ['text by its bytes', { v: 'Z' }, column('v', 'LESS_THAN', 'a')],
    [
      'text beyond the basic plane after the private use area',
      { v: '\u{1F3A5}' },
      column('v', 'GREATER_THAN', '\uE000'),
    ],
    ['reals', { v: 0.5 }, column('v', 'GREATER_THAN', 0.25)],
    ['booleans', { v: true }, column('v', 'GREATER_THAN', false)],
    ['binaries', { v: Buffer.from([1, 2]) }, column('v', 'LESS_THAN', Buffer.from([2]))],
  ])('compares %s', async (_what, columns, when) => {
    expect(await passes(columns, when)).toBe(true);
  });

  it.each([
    [true, true],
    [false, false],
  ])('on a missing column passes exactly when passIfMissing is set: %s', async (passIfMissing, expected) => {
    expect(await passes({ other: 1n }, column('ver', 'EQUAL', 1n, { passIfMissing }))).toBe(expected);
  });

  it('on a missing row treats every column as missing', async () => {
    const table = await store.table();
    const put = (passIfMissing: boolean) =>
      table.put({ id: 'a' }, { c: 'v' }, condition('ignore', column('ver', 'EQUAL', 1n, { passIfMissing })));
    expect(await failureOf(put(false))).toEqual(FAILED);
    await put(true);
  });

  it('passes by default when the column is missing, as the SDK documents (tablestore.md §2.14)', async () => {
    const unset = new TableStore.SingleColumnCondition('ver', 'x', TableStore.ComparatorType.EQUAL);
    expect(await passes({ other: 1n }, unset)).toBe(true);
  });

  it('makes compare-and-set safe: of concurrent writers with the same version one wins', async () => {
    const table = await store.table();
    await table.put({ id: 'a' }, { ver: 1n });
    const writers = Array.from({ length: 20 }, (_, n) =>
      table
        .update({ id: 'a' }, { put: { ver: 2n, by: BigInt(n) } }, condition('exist', column('ver', 'EQUAL', 1n)))
        .then(
          () => 'won',
          () => 'lost',
        ),
    );
    const results = await Promise.all(writers);
    expect(results.filter((result) => result === 'won')).toHaveLength(1);
    expect((await table.get({ id: 'a' }))?.columns.ver).toBe(2n);
  });
});

describe('a composite condition', () => {
  const yes = column('n', 'EQUAL', 1n);
  const no = column('n', 'EQUAL', 2n);
  it.each([
    ['AND of two that hold', composite('AND', yes, yes), true],
    ['AND with one that does not', composite('AND', yes, no), false],
    ['OR with one that holds', composite('OR', no, yes), true],
    ['OR of none that holds', composite('OR', no, no), false],
    ['NOT of one that holds', composite('NOT', yes), false],
    ['NOT of one that does not', composite('NOT', no), true],
    ['a nested one', composite('AND', composite('OR', no, yes), composite('NOT', no)), true],
  ])('%s', async (_what, when, expected) => {
    expect(await passes({ n: 1n }, when)).toBe(expected);
  });

  it('takes 32 sub-conditions and refuses 33', async () => {
    const table = await store.table();
    const many = (count: number) => composite('OR', ...Array.from({ length: count }, () => column('n', 'EQUAL', 1n)));
    await table.put({ id: 'a' }, { n: 1n });
    await table.update({ id: 'a' }, { put: { m: 1n } }, condition('ignore', many(32)));
    const refused = table.update({ id: 'a' }, { put: { m: 1n } }, condition('ignore', many(33)));
    expect(await failureOf(refused)).toMatchObject({
      ...{ status: 400, code: 'OTSParameterInvalid' },
      message: 'The number of column conditions exceeds the limit: 32.',
    });
  });

  it.each([
    ['NOT of two', composite('NOT', yes, no), 'NOT takes exactly one sub-filter.'],
    ['NOT of nothing', composite('NOT'), 'NOT takes exactly one sub-filter.'],
    ['AND of nothing', composite('AND'), 'A composite filter needs sub-filters.'],
  ])('is refused as %s', async (_what, when, message) => {
    const table = await store.table();
    const refused = table.put({ id: 'a' }, { c: 'v' }, condition('ignore', when));
    expect(await failureOf(refused)).toMatchObject({ status: 400, code: 'OTSParameterInvalid', message });
  });

  it('cannot hold a pagination filter, nor can a write be conditional on one', async () => {
    const table = await store.table();
    const page = new TableStore.ColumnPaginationFilter(1, 0);
    const refused = table.put({ id: 'a' }, { c: 'v' }, condition('ignore', page));
    expect(await failureOf(refused)).toMatchObject({
      ...{ status: 400, code: 'OTSParameterInvalid' },
      message: 'A column condition must not be a pagination filter.',
    });
    const inside = table.get({ id: 'a' }, { columnFilter: composite('AND', yes, page) });
    expect(await failureOf(inside)).toMatchObject({
      ...{ status: 400, code: 'OTSParameterInvalid' },
      message: 'A column pagination filter cannot be part of a composite filter.',
    });
  });
});
