/** The limits of tablestore.md §4 at their edges. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from './remote-store.ts';
import { column, condition, failureOf, keyToSdk, type Values } from './sdk.ts';
import type { Store } from './store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const columns = (count: number): Values => Object.fromEntries(Array.from({ length: count }, (_, n) => [`c${n}`, 1n]));

describe('limits of a row', () => {
  it('a primary-key value: 1024 bytes', async () => {
    const table = await store.table();
    await table.put({ id: 'x'.repeat(1024) });
    expect(await failureOf(table.put({ id: '中'.repeat(342) }))).toEqual({
      status: 400,
      code: 'OTSParameterInvalid',
      message: "The length of primary key column: 'id' exceeded the MaxLength:1024 with CurrentLength:1026.",
    });
  });

  it('an attribute value: 2 MB', async () => {
    const table = await store.table();
    const size = 2 * 1024 * 1024;
    await table.put({ id: 'a' }, { blob: Buffer.alloc(size) });
    expect(await failureOf(table.put({ id: 'a' }, { blob: Buffer.alloc(size + 1) }))).toEqual({
      status: 400,
      code: 'OTSParameterInvalid',
      message: `The length of attribute column: 'blob' exceeded the MaxLength:${size} with CurrentLength:${size + 1}.`,
    });
  });

  it('the columns of one write: 1024', async () => {
    const table = await store.table();
    await table.put({ id: 'a' }, columns(1024));
    const refused = { status: 400, code: 'OTSParameterInvalid' };
    expect(await failureOf(table.put({ id: 'a' }, columns(1025)))).toMatchObject(refused);
    expect(await failureOf(table.update({ id: 'a' }, { put: columns(1025) }))).toMatchObject(refused);
  });

  it('the size of one write: 4 MB', async () => {
    const table = await store.table();
    const blob = Buffer.alloc(1_900_000);
    await table.put({ id: 'a' }, { b1: blob, b2: blob });
    const failure = await failureOf(table.put({ id: 'a' }, { b1: blob, b2: blob, b3: blob.subarray(0, 500_000) }));
    expect(failure).toMatchObject({ status: 400, code: 'OTSParameterInvalid' });
  });

  it.each(['', 'a#b', 'x'.repeat(256)])('a column name: not %j', async (name) => {
    const table = await store.table();
    const expected = { status: 400, code: 'OTSParameterInvalid', message: `Invalid column name: '${name}'.` };
    expect(await failureOf(table.put({ id: 'a' }, { [name]: 'v' }))).toEqual(expected);
    expect(await failureOf(table.get({ id: 'a' }, { columnsToGet: [name] }))).toEqual(expected);
  });

  it('a column name: 255 characters, of almost any kind', async () => {
    const table = await store.table();
    const names = { ['x'.repeat(255)]: 'a', 'a.b:c d': 'b' };
    await table.put({ id: 'a' }, names);
    expect((await table.get({ id: 'a' }))?.columns).toEqual(names);
  });
});

it('a range reads 5,000 rows at most', async () => {
  const table = await store.table({ key: { n: 'INTEGER' } });
  for (let start = 0; start < 5001; start += 200) {
    const rows = Array.from({ length: Math.min(200, 5001 - start) }, (_, n) => ({
      type: 'PUT' as const,
      condition: condition(),
      primaryKey: keyToSdk({ n: BigInt(start + n) }),
      attributeColumns: [],
    }));
    await store.client.batchWriteRow({ tables: [{ tableName: table.name, rows }] });
  }
  const first = await table.range();
  expect(first.rows).toHaveLength(5000);
  expect(first.next).toEqual({ n: 5000n });
  expect(await table.keys('n', { from: first.next ?? {} })).toEqual([5000n]);
  // What the filter drops was read all the same: the answer is empty and says where to go on.
  const filtered = await table.range({ columnFilter: column('n', 'EQUAL', -1n) });
  expect(filtered.rows).toEqual([]);
  expect(filtered.next).toEqual({ n: 5000n });
});
