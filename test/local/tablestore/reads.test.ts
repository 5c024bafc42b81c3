/** What reads select: columns, filters, pages of columns. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from './remote-store.ts';
import { column, composite, failureOf, TableStore } from './sdk.ts';
import type { Store, TestTable } from './store.ts';

let store: Store;
let table: TestTable;
const key = { id: 'a' };
beforeAll(async () => {
  store = await openStore();
  table = await store.table();
  await table.put(key, { c1: 'one', c2: 2n, c3: true, c4: 4.5 });
});
afterAll(() => store.close());

describe('columnsToGet', () => {
  it('answers these columns only', async () => {
    expect((await table.get(key, { columnsToGet: ['c2', 'c4', 'none'] }))?.columns).toEqual({ c2: 2n, c4: 4.5 });
  });

  it('answers no row when the row has none of them', async () => {
    expect(await table.get(key, { columnsToGet: ['none'] })).toBeUndefined();
    expect((await table.range({ columnsToGet: ['none'] })).rows).toEqual([]);
  });

  it('answers the key of a row when a primary-key column is among them', async () => {
    expect(await table.get(key, { columnsToGet: ['id', 'none'] })).toEqual({ key, columns: {} });
  });

  it('takes 128 names and refuses 129', async () => {
    const names = (count: number) => Array.from({ length: count }, (_, n) => `n${n}`);
    expect(await table.get(key, { columnsToGet: names(128) })).toBeUndefined();
    expect(await failureOf(table.get(key, { columnsToGet: names(129) }))).toMatchObject({
      status: 400,
      code: 'OTSParameterInvalid',
    });
  });
});

describe('startColumn and endColumn', () => {
  it('answer the columns from the first, inclusive, to the last, exclusive', async () => {
    expect((await table.get(key, { startColumn: 'c2', endColumn: 'c4' }))?.columns).toEqual({ c2: 2n, c3: true });
  });
});

describe('a filter', () => {
  it('drops the row that does not match and keeps the one that does', async () => {
    expect(await table.get(key, { columnFilter: column('c2', 'GREATER_THAN', 1n) })).toBeDefined();
    expect(await table.get(key, { columnFilter: column('c2', 'GREATER_THAN', 2n) })).toBeUndefined();
  });

  it('combines', async () => {
    const both = composite('AND', column('c1', 'EQUAL', 'one'), column('c3', 'EQUAL', true));
    expect(await table.get(key, { columnFilter: both })).toBeDefined();
    expect(await table.get(key, { columnFilter: composite('NOT', both) })).toBeUndefined();
  });

  it('sees the selected columns only', async () => {
    const filter = column('c2', 'EQUAL', 2n);
    expect(await table.get(key, { columnsToGet: ['c1'], columnFilter: filter })).toBeUndefined();
    expect(await table.get(key, { columnsToGet: ['c1', 'c2'], columnFilter: filter })).toBeDefined();
  });

  it('can be on a primary-key column', async () => {
    expect(await table.get(key, { columnFilter: column('id', 'EQUAL', 'a') })).toBeDefined();
    expect(await table.get(key, { columnFilter: column('id', 'EQUAL', 'b') })).toBeUndefined();
  });

  it('follows passIfMissing for a column that the row lacks', async () => {
    const missing = (passIfMissing: boolean) => ({ columnFilter: column('none', 'EQUAL', 1n, { passIfMissing }) });
    expect(await table.get(key, missing(true))).toBeDefined();
    expect(await table.get(key, missing(false))).toBeUndefined();
  });

  it('tells a value of another type apart: not equal, and not ordered', async () => {
    expect(await table.get(key, { columnFilter: column('c2', 'EQUAL', '2') })).toBeUndefined();
    expect(await table.get(key, { columnFilter: column('c2', 'NOT_EQUAL', '2') })).toBeDefined();
    expect(await table.get(key, { columnFilter: column('c2', 'LESS_EQUAL', 2.0) })).toBeUndefined();
  });
});

describe('a page of columns', () => {
  const page = (limit: number, offset: number) => ({
    columnFilter: new TableStore.ColumnPaginationFilter(limit, offset),
  });
  it.each([
    [2, 0, ['c1', 'c2']],
    [2, 1, ['c2', 'c3']],
    [10, 3, ['c4']],
  ])('of %i from %i', async (limit, offset, names) => {
    expect(Object.keys((await table.get(key, page(limit, offset) as never))?.columns ?? {})).toEqual(names);
  });

  it('beyond the last column answers no row', async () => {
    expect(await table.get(key, page(1, 4) as never)).toBeUndefined();
  });

  it('is refused with a limit below one', async () => {
    expect(await failureOf(table.get(key, page(0, 0) as never))).toMatchObject({ code: 'OTSParameterInvalid' });
  });
});
