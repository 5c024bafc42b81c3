/** BatchGetRow and BatchWriteRow: each row for itself, the request as a whole where it is malformed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from './remote-store.ts';
import { condition, failureOf, INF_MIN, type Key, keyToSdk, rowFromSdk, TableStore } from './sdk.ts';
import type { Store } from './store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

type WriteRow = import('tablestore').BatchWriteRowParams['tables'][number]['rows'][number];

const put = (id: string, c: string, when = condition()): WriteRow => ({
  type: 'PUT',
  condition: when,
  primaryKey: [{ id }],
  attributeColumns: [{ c }],
});
const remove = (id: string): WriteRow => ({ type: 'DELETE', condition: condition(), primaryKey: [{ id }] });

describe('BatchWriteRow', () => {
  it('puts, updates and deletes in several tables at once', async () => {
    const [first, second] = [await store.table(), await store.table()];
    await first.put({ id: 'old' }, { c: 'x' });
    await second.put({ id: 'kept' }, { c: 'x', d: 'y' });
    await store.client.batchWriteRow({
      tables: [
        { tableName: first.name, rows: [put('new', 'v'), remove('old')] },
        {
          tableName: second.name,
          rows: [
            {
              type: 'UPDATE',
              condition: condition('exist'),
              primaryKey: [{ id: 'kept' }],
              attributeColumns: [{ PUT: [{ c: 'z' }] }, { DELETE_ALL: ['d'] }],
            },
          ],
        },
      ],
    });
    expect(await first.keys('id')).toEqual(['new']);
    expect((await second.get({ id: 'kept' }))?.columns).toEqual({ c: 'z' });
  });

  it('is refused with more than 4 MB in all its rows', async () => {
    const table = await store.table();
    const rows = ['a', 'b', 'c'].map((id) => put(id, 'x'.repeat(1_500_000)));
    const failure = await failureOf(store.client.batchWriteRow({ tables: [{ tableName: table.name, rows }] }));
    expect(failure).toMatchObject({ status: 400, code: 'OTSParameterInvalid' });
    expect(failure.message).toMatch(
      /^The total data size of BatchWriteRow request exceeds the limit, limit size: 4194304, data size: 45\d{5}\.$/,
    );
    expect(await table.keys('id')).toEqual([]);
    await store.client.batchWriteRow({ tables: [{ tableName: table.name, rows: rows.slice(0, 2) }] });
    expect(await table.keys('id')).toEqual(['a', 'b']);
  });

  it('gives each row its own error and still writes the others', async () => {
    const table = await store.table();
    await table.put({ id: 'b' }, { c: 'old' });
    const { tables } = await store.client.batchWriteRow({
      tables: [
        { tableName: table.name, rows: [put('a', '1'), put('b', '2', condition('absent')), put('c', '3')] },
        { tableName: 'nowhere', rows: [put('a', '1')] },
      ],
    });
    expect(tables.map((row) => [row.tableName === table.name, row.isOk, row.errorCode, row.errorMessage])).toEqual([
      [true, true, null, null],
      [true, false, 'OTSConditionCheckFail', 'Condition check failed.'],
      [true, true, null, null],
      [false, false, 'OTSObjectNotExist', 'Requested table does not exist.'],
    ]);
    expect((await table.range()).rows.map((row) => [row?.key.id, row?.columns.c])).toEqual([
      ['a', '1'],
      ['b', 'old'],
      ['c', '3'],
    ]);
  });

  it('gives a row with a key that does not fit its own error', async () => {
    const table = await store.table();
    const rows: WriteRow[] = [{ ...put('a', '1'), primaryKey: [{ other: 'a' }] } as WriteRow, put('b', '2')];
    const { tables } = await store.client.batchWriteRow({ tables: [{ tableName: table.name, rows }] });
    expect(tables.map((row) => row.errorCode)).toEqual(['OTSInvalidPK', null]);
  });

  it('counts the units of each row', async () => {
    const table = await store.table();
    const rows = [put('a', 'x'), put('b', 'x'.repeat(5000)), put('c', 'x', condition('absent'))];
    const { tables } = await store.client.batchWriteRow({ tables: [{ tableName: table.name, rows }] });
    expect(tables.map((row) => (row as unknown as { capacityUnit: unknown }).capacityUnit)).toEqual([
      { read: 0, write: 1 },
      { read: 0, write: 2 },
      { read: 1, write: 1 },
    ]);
  });

  it('returns primary keys when asked', async () => {
    const table = await store.table();
    const row = { ...put('a', 'v'), returnContent: { returnType: TableStore.ReturnType.Primarykey } };
    const { tables } = await store.client.batchWriteRow({ tables: [{ tableName: table.name, rows: [row] }] });
    expect(rowFromSdk(tables[0])?.key).toEqual({ id: 'a' });
  });

  it('takes 200 rows and refuses 201 as a whole', async () => {
    const table = await store.table();
    const write = (count: number) =>
      store.client.batchWriteRow({
        tables: [{ tableName: table.name, rows: Array.from({ length: count }, (_, n) => put(`r${n}`, 'v')) }],
      });
    expect(await failureOf(write(201))).toEqual({
      status: 400,
      code: 'OTSParameterInvalid',
      message: 'Rows count exceeds the upper limit: 200.',
    });
    expect(await table.keys('id')).toEqual([]);
    await write(200);
    expect(await table.keys('id')).toHaveLength(200);
  });

  it('writes nothing when one row is malformed', async () => {
    const table = await store.table();
    const rows = [put('a', '1'), { ...put('b', '2'), primaryKey: keyToSdk({ id: INF_MIN }) } as WriteRow];
    const failed = store.client.batchWriteRow({ tables: [{ tableName: table.name, rows }] });
    expect(await failureOf(failed)).toEqual({
      status: 400,
      code: 'OTSParameterInvalid',
      message: 'VT_INF_MIN is an invalid type for the primary key.',
    });
    expect(await table.keys('id')).toEqual([]);
  });

  it('refuses a table without rows', async () => {
    const table = await store.table();
    const empty = store.client.batchWriteRow({ tables: [{ tableName: table.name, rows: [] }] });
    expect(await failureOf(empty)).toEqual({
      status: 400,
      code: 'OTSParameterInvalid',
      message: `No operation is specified for table: '${table.name}'.`,
    });
  });
});

describe('BatchGetRow', () => {
  const get = (tables: { name: string; keys: Key[]; columnsToGet?: string[] }[]) =>
    store.client.batchGetRow({
      tables: tables.map(({ name, keys, columnsToGet }) => ({
        tableName: name,
        primaryKey: keys.map(keyToSdk),
        ...(columnsToGet && { columnsToGet }),
      })),
    });

  it('answers rows in the order of the keys, with gaps where there is no row', async () => {
    const [first, second] = [await store.table(), await store.table({ key: { n: 'INTEGER' } })];
    await first.put({ id: 'a' }, { c: '1', d: 'x' });
    await first.put({ id: 'b' }, { c: '2' });
    await second.put({ n: 5n }, { c: '3' });
    const { tables } = await get([
      { name: first.name, keys: [{ id: 'b' }, { id: 'none' }, { id: 'a' }, { id: 'a' }], columnsToGet: ['c'] },
      { name: second.name, keys: [{ n: 5n }] },
    ]);
    expect(tables.map((rows) => rows.map((row) => rowFromSdk(row)?.columns))).toEqual([
      [{ c: '2' }, undefined, { c: '1' }, { c: '1' }],
      [{ c: '3' }],
    ]);
    expect(tables.flat().every((row) => row.isOk)).toBe(true);
  });

  it('gives each row its own error', async () => {
    const table = await store.table();
    await table.put({ id: 'a' }, { c: '1' });
    const { tables } = await get([
      { name: table.name, keys: [{ wrong: 'a' }, { id: 'a' }] },
      { name: 'nowhere', keys: [{ id: 'a' }] },
    ]);
    expect(tables.flat().map((row) => [row.isOk, row.errorCode, row.errorMessage])).toEqual([
      [false, 'OTSInvalidPK', 'Validate PK name fail. Input: wrong, Meta: id.'],
      [true, null, null],
      [false, 'OTSObjectNotExist', 'Requested table does not exist.'],
    ]);
  });

  it('takes 100 keys and refuses 101', async () => {
    const table = await store.table();
    const keys = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `r${n}` }));
    expect((await get([{ name: table.name, keys: keys(100) }])).tables[0]).toHaveLength(100);
    expect(await failureOf(get([{ name: table.name, keys: keys(101) }]))).toEqual({
      status: 400,
      code: 'OTSParameterInvalid',
      message: 'Rows count exceeds the upper limit: 100.',
    });
  });

  it('takes an empty list of keys but not an empty list of tables', async () => {
    const table = await store.table();
    expect((await get([{ name: table.name, keys: [] }])).tables).toEqual([[]]);
    expect(await failureOf(get([]))).toMatchObject({ message: 'No row specified in the request of BatchGetRow.' });
  });

  it('applies a filter to each row', async () => {
    const table = await store.table();
    await table.put({ id: 'a' }, { n: 1n });
    await table.put({ id: 'b' }, { n: 2n });
    const columnFilter = new TableStore.SingleColumnCondition(
      'n',
      TableStore.Long.fromNumber(2),
      TableStore.ComparatorType.EQUAL,
      false,
    );
    const { tables } = await store.client.batchGetRow({
      tables: [{ tableName: table.name, primaryKey: [[{ id: 'a' }], [{ id: 'b' }]], columnFilter }],
    });
    expect(tables[0]?.map((row) => rowFromSdk(row)?.key.id)).toEqual([undefined, 'b']);
  });
});
