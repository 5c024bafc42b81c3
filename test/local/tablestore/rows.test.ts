/** PutRow, GetRow, UpdateRow and DeleteRow through the official SDK. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from './remote-store.ts';
import { AUTO, failureOf, fromSdk, INF_MAX, INF_MIN, type Key, rowFromSdk, TableStore } from './sdk.ts';
import type { Store } from './store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

describe('PutRow and GetRow', () => {
  it('gives back every type of value as it was put', async () => {
    const table = await store.table({ key: { s: 'STRING', i: 'INTEGER', b: 'BINARY' } });
    const key = { s: '房间-1', i: -(2n ** 63n), b: Buffer.from([0, 255, 0]) };
    const columns = {
      text: '直播间 🎥',
      whole: 2n ** 63n - 1n,
      real: -0.25,
      yes: true,
      no: false,
      blob: Buffer.from([0, 1, 254]),
      empty: '',
    };
    await table.put(key, columns);
    expect(await table.get(key)).toEqual({ key, columns });
  });

  it('keeps whole numbers beyond 2^53 exact', async () => {
    const table = await store.table();
    await table.put({ id: 'a' }, { n: 9_007_199_254_740_993n });
    expect((await table.get({ id: 'a' }))?.columns.n).toBe(9_007_199_254_740_993n);
  });

  it('answers without a row, and one read unit, when there is none', async () => {
    const table = await store.table();
    const result = await store.client.getRow({ tableName: table.name, primaryKey: [{ id: 'nobody' }] });
    expect(rowFromSdk(result.row)).toBeUndefined();
    expect(result.consumed.capacityUnit).toEqual({ read: 1, write: 0 });
  });

  it('replaces the whole row: columns that are not put again are gone', async () => {
    const table = await store.table();
    await table.put({ id: 'a' }, { one: 'x', two: 'y' });
    await table.put({ id: 'a' }, { two: 'z' });
    expect((await table.get({ id: 'a' }))?.columns).toEqual({ two: 'z' });
  });

  it('stores a row that has a primary key only', async () => {
    const table = await store.table();
    await table.put({ id: 'bare' });
    expect(await table.get({ id: 'bare' })).toEqual({ key: { id: 'bare' }, columns: {} });
  });

  it('returns the primary key when asked', async () => {
    const table = await store.table();
    const result = await table.put({ id: 'a' }, { c: 'v' });
    expect(rowFromSdk(result.row)).toEqual({ key: { id: 'a' }, columns: {} });
  });

  it('orders columns by the bytes of their names', async () => {
    const table = await store.table();
    await table.put({ id: 'a' }, { b: '1', B: '2', a: '3', _: '4' });
    expect(Object.keys((await table.get({ id: 'a' }))?.columns ?? {})).toEqual(['B', '_', 'a', 'b']);
  });

  it('fills in a growing number for AUTO_INCREMENT and returns it', async () => {
    const table = await store.table({ key: { room: 'STRING', seq: 'AUTO_INCREMENT' } });
    const numbers: bigint[] = [];
    for (const text of ['one', 'two', 'three']) {
      const result = await table.put({ room: 'r', seq: AUTO }, { text });
      numbers.push(rowFromSdk(result.row)?.key.seq as bigint);
    }
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => (a < b ? -1 : 1)));
    expect((await table.range()).rows.map((row) => row?.columns.text)).toEqual(['one', 'two', 'three']);
  });
});

describe('the primary key of a request', () => {
  const schema = { key: { pk1: 'STRING', pk2: 'INTEGER' } } as const;

  it.each<[string, Key, string, string]>([
    ['too few columns', { pk1: 'a' }, 'OTSInvalidPK', 'Validate PK size fail. Input: 1, Meta: 2.'],
    ['too many columns', { pk1: 'a', pk2: 1n, pk3: 'b' }, 'OTSInvalidPK', 'Validate PK size fail. Input: 3, Meta: 2.'],
    ['another name', { pk1: 'a', other: 1n }, 'OTSInvalidPK', 'Validate PK name fail. Input: other, Meta: pk2.'],
    ['another order', { pk2: 1n, pk1: 'a' }, 'OTSInvalidPK', 'Validate PK name fail. Input: pk2, Meta: pk1.'],
    [
      'another type',
      { pk1: 'a', pk2: 'b' },
      'OTSInvalidPK',
      'Validate PK type fail. Input: VT_STRING, Meta: VT_INTEGER.',
    ],
    [
      'INF_MIN',
      { pk1: 'a', pk2: INF_MIN },
      'OTSParameterInvalid',
      'VT_INF_MIN is an invalid type for the primary key.',
    ],
    ['INF_MAX', { pk1: INF_MAX, pk2: 1n }, 'OTSParameterInvalid', 'VT_INF_MAX is an invalid type for the primary key.'],
    [
      'AUTO_INCREMENT where the table has none',
      { pk1: 'a', pk2: AUTO },
      'OTSInvalidPK',
      'Validate PK type fail. Input: VT_AUTO_INCREMENT, Meta: VT_INTEGER.',
    ],
  ])('is refused with %s', async (_what, key, code, message) => {
    const table = await store.table(schema);
    expect(await failureOf(table.put(key, { c: 'v' }))).toEqual({ status: 400, code, message });
    expect(await failureOf(table.update(key, { put: { c: 'v' } }))).toEqual({ status: 400, code, message });
  });

  it('must not hold AUTO_INCREMENT where a row is read or deleted', async () => {
    const table = await store.table({ key: { room: 'STRING', seq: 'AUTO_INCREMENT' } });
    const message = 'VT_AUTO_INCREMENT is an invalid type for the primary key.';
    expect(await failureOf(table.get({ room: 'r', seq: AUTO }))).toMatchObject({
      code: 'OTSParameterInvalid',
      message,
    });
    expect(await failureOf(table.delete({ room: 'r', seq: AUTO }))).toMatchObject({ code: 'OTSParameterInvalid' });
  });
});

describe('UpdateRow', () => {
  it('adds, replaces and removes columns and leaves the others', async () => {
    const table = await store.table();
    await table.put({ id: 'a' }, { keep: 'k', change: 'old', drop: 'd' });
    await table.update({ id: 'a' }, { put: { change: 'new', add: 1n }, remove: ['drop'] });
    expect((await table.get({ id: 'a' }))?.columns).toEqual({ keep: 'k', change: 'new', add: 1n });
  });

  it('creates a row that is missing', async () => {
    const table = await store.table();
    await table.update({ id: 'new' }, { put: { c: 'v' } });
    expect((await table.get({ id: 'new' }))?.columns).toEqual({ c: 'v' });
  });

  it('creates no row when it only removes columns', async () => {
    const table = await store.table();
    await table.update({ id: 'ghost' }, { remove: ['c'] });
    expect(await table.get({ id: 'ghost' })).toBeUndefined();
  });

  it('keeps the row when its last column is removed', async () => {
    const table = await store.table();
    await table.put({ id: 'a' }, { only: 'x' });
    await table.update({ id: 'a' }, { remove: ['only'] });
    expect(await table.get({ id: 'a' })).toEqual({ key: { id: 'a' }, columns: {} });
  });

  it('is refused without any column', async () => {
    const table = await store.table();
    expect(await failureOf(table.update({ id: 'a' }, {}))).toEqual({
      status: 400,
      code: 'OTSParameterInvalid',
      message: 'Attribute column is missing.',
    });
  });

  it('is refused on a table that does not allow updates, while PutRow is not', async () => {
    const table = await store.table({ allowUpdate: false });
    expect(await failureOf(table.update({ id: 'a' }, { put: { c: 'v' } }))).toMatchObject({
      code: 'OTSParameterInvalid',
    });
    await table.put({ id: 'a' }, { c: 'v' });
    expect((await table.get({ id: 'a' }))?.columns).toEqual({ c: 'v' });
  });
});

describe('INCREMENT', () => {
  it('counts from zero, up and down, and returns the new value', async () => {
    const table = await store.table();
    const values: unknown[] = [];
    for (const by of [5n, -2n, 10n]) {
      const { row } = await table.update({ id: 'a' }, { increment: { likes: by } }, undefined, ['likes']);
      values.push(fromSdk(row?.attributes?.[0]?.columnValue));
    }
    expect(values).toEqual([5n, 3n, 13n]);
    expect((await table.get({ id: 'a' }))?.columns.likes).toBe(13n);
  });

  it('loses none of 200 concurrent increments', async () => {
    const table = await store.table();
    await Promise.all(Array.from({ length: 200 }, () => table.update({ id: 'a' }, { increment: { n: 1n } })));
    expect((await table.get({ id: 'a' }))?.columns.n).toBe(200n);
  });

  it('is refused on a column of another type', async () => {
    const table = await store.table();
    await table.put({ id: 'a' }, { n: 'text' });
    expect(await failureOf(table.update({ id: 'a' }, { increment: { n: 1n } }))).toMatchObject({
      ...{ status: 400, code: 'OTSParameterInvalid' },
      message: "Column 'n' is of type STRING: only INTEGER can be incremented.",
    });
    expect((await table.get({ id: 'a' }))?.columns.n).toBe('text');
  });

  it('is refused together with a put of the same column', async () => {
    const table = await store.table();
    const both = table.update({ id: 'a' }, { put: { n: 1n }, increment: { n: 1n } });
    expect(await failureOf(both)).toMatchObject({ code: 'OTSParameterInvalid' });
    expect(await table.get({ id: 'a' })).toBeUndefined();
  });

  it.each([
    ['largest', 2n ** 63n - 1n, 1n],
    ['smallest', -(2n ** 63n), -1n],
  ])('reaches the %s number of 64 bits, and is refused beyond it', async (_which, last, step) => {
    const table = await store.table();
    await table.put({ id: 'a' }, { n: last - step });
    await table.update({ id: 'a' }, { increment: { n: step } });
    expect((await table.get({ id: 'a' }))?.columns.n).toBe(last);
    expect(await failureOf(table.update({ id: 'a' }, { increment: { n: step } }))).toMatchObject({
      ...{ code: 'OTSParameterInvalid', message: "Column 'n': the sum exceeds 64 bits." },
    });
    expect((await table.get({ id: 'a' }))?.columns.n).toBe(last);
  });

  it('takes whole numbers only', async () => {
    const table = await store.table();
    const real = store.client.updateRow({
      tableName: table.name,
      condition: new TableStore.Condition(TableStore.RowExistenceExpectation.IGNORE, null),
      primaryKey: [{ id: 'a' }],
      updateOfAttributeColumns: [{ INCREMENT: [{ n: 1.5 as never }] }],
    });
    expect(await failureOf(real)).toMatchObject({ code: 'OTSParameterInvalid' });
  });
});

describe('DeleteRow', () => {
  it('removes the row, and only that row', async () => {
    const table = await store.table();
    await table.put({ id: 'a' }, { c: '1' });
    await table.put({ id: 'b' }, { c: '2' });
    await table.delete({ id: 'a' });
    expect(await table.get({ id: 'a' })).toBeUndefined();
    expect(await table.keys('id')).toEqual(['b']);
  });

  it('succeeds when there is no such row', async () => {
    const table = await store.table();
    const result = await table.delete({ id: 'nobody' });
    expect(result.consumed.capacityUnit).toEqual({ read: 0, write: 1 });
  });
});

describe('a table that does not exist', () => {
  it('answers OTSObjectNotExist to every row operation', async () => {
    const nowhere = (await store.table()).as('nowhere', ['id']);
    const expected = { status: 404, code: 'OTSObjectNotExist', message: 'Requested table does not exist.' };
    expect(await failureOf(nowhere.get({ id: 'a' }))).toEqual(expected);
    expect(await failureOf(nowhere.put({ id: 'a' }))).toEqual(expected);
    expect(await failureOf(nowhere.update({ id: 'a' }, { put: { c: 'v' } }))).toEqual(expected);
    expect(await failureOf(nowhere.delete({ id: 'a' }))).toEqual(expected);
    expect(await failureOf(nowhere.range())).toEqual(expected);
  });
});
