/** Capacity units: 4 KB begun is one; conditions cost a read; what is read counts, not what is returned. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from './remote-store.ts';
import { column, condition, keyToSdk, type Values } from './sdk.ts';
import type { Store, TestTable } from './store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const unitsOf = async (call: Promise<{ consumed: { capacityUnit: { read: number; write: number } } }>) => {
  const { read, write } = (await call).consumed.capacityUnit;
  return { read, write };
};
/** With the key `id` = 'a' (3 bytes) and the column name `c` (1 byte), this many bytes in all. */
const ofSize = (bytes: number): Values => ({ c: 'x'.repeat(bytes - 4) });
const get = (table: TestTable, more = {}) =>
  store.client.getRow({ tableName: table.name, primaryKey: keyToSdk({ id: 'a' }), ...more });

describe('a write', () => {
  it.each([
    [5, 1],
    [4096, 1],
    [4097, 2],
    [8192, 2],
    [8193, 3],
  ])('of %i bytes costs %i units, and as much to read again', async (bytes, units) => {
    const table = await store.table();
    expect(await unitsOf(table.put({ id: 'a' }, ofSize(bytes)))).toEqual({ read: 0, write: units });
    expect(await unitsOf(get(table))).toEqual({ read: units, write: 0 });
  });

  it('counts 8 bytes for a number, 1 for a boolean, UTF-8 bytes for text, and the names', async () => {
    const table = await store.table();
    // 3 for the key, names n, d, b, t: 4; values 8 + 8 + 1 = 17; what is left to 4096 in 3-byte characters and 1 byte.
    const left = 4096 - 3 - 4 - 17;
    const text = (bytes: number) => '中'.repeat(Math.floor(bytes / 3)) + 'x'.repeat(bytes % 3);
    const columns = (bytes: number) => ({ n: 1n, d: 1.5, b: true, t: text(bytes) });
    expect(await unitsOf(table.put({ id: 'a' }, columns(left)))).toEqual({ read: 0, write: 1 });
    expect(await unitsOf(table.put({ id: 'a' }, columns(left + 1)))).toEqual({ read: 0, write: 2 });
  });

  it.each([
    ['the existence of the row', condition('exist')],
    ['a column', condition('ignore', column('c', 'NOT_EQUAL', 'y'))],
  ])('that depends on %s costs one read unit more', async (_what, when) => {
    const table = await store.table();
    await table.put({ id: 'a' }, { c: 'x' });
    expect(await unitsOf(table.put({ id: 'a' }, { c: 'x' }, when))).toEqual({ read: 1, write: 1 });
    expect(await unitsOf(table.update({ id: 'a' }, { put: { c: 'x' } }, when))).toEqual({ read: 1, write: 1 });
    expect(await unitsOf(table.delete({ id: 'a' }, when))).toEqual({ read: 1, write: 1 });
  });

  it('of an update counts what it changes, not the row', async () => {
    const table = await store.table();
    await table.put({ id: 'a' }, ofSize(20_000));
    expect(await unitsOf(table.update({ id: 'a' }, { put: { d: 'small' } }))).toEqual({ read: 0, write: 1 });
    expect(await unitsOf(table.delete({ id: 'a' }))).toEqual({ read: 0, write: 1 });
  });
});

describe('a read', () => {
  it('counts the selected columns only', async () => {
    const table = await store.table();
    await table.put({ id: 'a' }, { ...ofSize(9000), small: 'x' });
    expect(await unitsOf(get(table, { columnsToGet: ['small'] }))).toEqual({ read: 1, write: 0 });
  });

  it('costs the same when the filter drops the row', async () => {
    const table = await store.table();
    await table.put({ id: 'a' }, ofSize(9000));
    const columnFilter = column('c', 'EQUAL', 'other');
    expect(await unitsOf(get(table, { columnFilter }))).toEqual({ read: 3, write: 0 });
  });

  it('of a range rounds up once, over all its rows', async () => {
    const table = await store.table();
    for (const id of ['1', '2', '3', '4', '5']) await table.put({ id }, ofSize(1000));
    expect((await table.range()).consumed).toMatchObject({ read: 2, write: 0 });
    expect((await table.range({ limit: 4 })).consumed).toMatchObject({ read: 1, write: 0 });
    expect((await table.range({ from: { id: '9' } })).consumed).toMatchObject({ read: 1, write: 0 });
  });
});
