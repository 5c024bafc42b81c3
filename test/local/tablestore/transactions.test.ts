/** Local transactions: one partition key, nothing to be seen before the commit, 60 seconds. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { condition, failureOf, INF_MAX, INF_MIN, type Key, keyToSdk, rowFromSdk } from './sdk.ts';
import { localStore, type Store, type TestClock, type TestTable, tableParams, testClock } from './store.ts';

let clock: TestClock;
let store: Store;
let table: TestTable;
beforeAll(async () => {
  clock = testClock();
  store = await localStore({ clock, transactionsEverywhere: true });
});
afterAll(() => store.close());
beforeEach(async () => {
  table = await store.table({ key: { room: 'STRING', user: 'STRING' } });
});

const start = async (room: string): Promise<string> =>
  (await store.client.startLocalTransaction({ tableName: table.name, primaryKey: [{ room }] })).transactionId;
const put = (transactionId: string, key: Key, c: string) =>
  store.client.putRow({
    tableName: table.name,
    condition: condition(),
    primaryKey: keyToSdk(key),
    attributeColumns: [{ c }],
    transactionId,
  });
const getInside = async (transactionId: string, key: Key) =>
  rowFromSdk((await store.client.getRow({ tableName: table.name, primaryKey: keyToSdk(key), transactionId })).row);

const CONFLICT = {
  status: 409,
  code: 'OTSRowOperationConflict',
  message: 'Data is being modified by the other request.',
};
const key = { room: 'r', user: 'u' };

describe('a local transaction', () => {
  it('shows its writes to itself only, until it commits', async () => {
    const id = await start('r');
    await put(id, key, 'v');
    expect((await getInside(id, key))?.columns).toEqual({ c: 'v' });
    expect(await table.get(key)).toBeUndefined();
    expect(await table.keys('user')).toEqual([]);
    await store.client.commitTransaction({ transactionId: id });
    expect((await table.get(key))?.columns).toEqual({ c: 'v' });
  });

  it('leaves nothing behind when it is aborted', async () => {
    await table.put(key, { c: 'before' });
    const id = await start('r');
    await put(id, key, 'changed');
    await store.client.deleteRow({
      tableName: table.name,
      condition: condition(),
      primaryKey: keyToSdk({ room: 'r', user: 'other' }),
      transactionId: id,
    } as never);
    // The SDK rejects every abort, although the service did it (tablestore.md §2.7).
    await store.client.abortTransaction({ transactionId: id }).catch((error: Error) => {
      expect(error.message).toMatch(/missing required/);
    });
    expect((await table.get(key))?.columns).toEqual({ c: 'before' });
    await table.put(key, { c: 'free again' });
  });

  it('reads a range of its partition with its own changes in it', async () => {
    await table.put({ room: 'r', user: 'a' }, { c: '1' });
    await table.put({ room: 'r', user: 'b' }, { c: '2' });
    await table.put({ room: 's', user: 'x' }, { c: '9' });
    const id = await start('r');
    await put(id, { room: 'r', user: 'c' }, '3');
    await store.client.deleteRow({
      tableName: table.name,
      condition: condition('exist'),
      primaryKey: keyToSdk({ room: 'r', user: 'a' }),
      transactionId: id,
    } as never);
    const { rows } = await table.range({
      from: { room: 'r', user: INF_MIN },
      to: { room: 'r', user: INF_MAX },
      transactionId: id,
    } as never);
    expect(rows.map((row) => row?.key.user)).toEqual(['b', 'c']);
    await store.client.commitTransaction({ transactionId: id });
    expect(await table.keys('user')).toEqual(['b', 'c', 'x']);
  });

  it('takes a batch of writes', async () => {
    const id = await start('r');
    const { tables } = await store.client.batchWriteRow({
      tables: [
        {
          tableName: table.name,
          rows: [
            { type: 'PUT', condition: condition(), primaryKey: keyToSdk(key), attributeColumns: [{ c: 'v' }] },
            {
              type: 'PUT',
              condition: condition(),
              primaryKey: keyToSdk({ room: 'other', user: 'u' }),
              attributeColumns: [],
            },
          ],
        },
      ],
      transactionId: id,
    });
    expect(tables.map((row) => row.isOk)).toEqual([true, false]);
    expect(await table.get(key)).toBeUndefined();
    await store.client.commitTransaction({ transactionId: id });
    expect(await table.get(key)).toBeDefined();
  });

  it('locks its partition against other writers and other transactions, and no other partition', async () => {
    const id = await start('r');
    expect(await failureOf(table.put({ room: 'r', user: 'someone' }))).toEqual(CONFLICT);
    expect(await failureOf(table.delete({ room: 'r', user: 'someone' }))).toEqual(CONFLICT);
    expect(await failureOf(start('r'))).toEqual(CONFLICT);
    await table.put({ room: 's', user: 'someone' });
    await start('t');
    await store.client.commitTransaction({ transactionId: id });
    await table.put({ room: 'r', user: 'someone' });
  });

  it('ends by itself after 60 seconds: its writes are lost and its lock is free', async () => {
    const id = await start('r');
    await put(id, key, 'v');
    clock.advance(59_999);
    expect(await failureOf(table.put(key))).toEqual(CONFLICT);
    clock.advance(1);
    expect(await failureOf(store.client.commitTransaction({ transactionId: id }))).toMatchObject({
      code: 'OTSSessionNotExist',
      message: 'Session not exist or may be timeout.',
    });
    expect(await table.get(key)).toBeUndefined();
    await table.put(key, { c: 'later' });
  });

  it('cannot be committed twice', async () => {
    const id = await start('r');
    await store.client.commitTransaction({ transactionId: id });
    const again = store.client.commitTransaction({ transactionId: id });
    expect(await failureOf(again)).toMatchObject({ code: 'OTSSessionNotExist' });
  });

  it('refuses rows of another partition, ids that are none, and more than the partition key', async () => {
    const id = await start('r');
    expect(await failureOf(put(id, { room: 'other', user: 'u' }, 'v'))).toMatchObject({ code: 'OTSParameterInvalid' });
    expect(await failureOf(getInside(id, { room: 'other', user: 'u' }))).toMatchObject({ code: 'OTSParameterInvalid' });
    expect(await failureOf(put('no such thing', key, 'v'))).toEqual({
      status: 400,
      code: 'OTSParameterInvalid',
      message: 'TransactionID is invalid.',
    });
    const whole = store.client.startLocalTransaction({ tableName: table.name, primaryKey: keyToSdk(key) });
    expect((await failureOf(whole)).message).toBe('StartLocalTransaction support only one primary key.');
  });

  it('reads what it deleted as gone and what it wrote twice as the last, and answers so to its own conditions', async () => {
    await table.put(key, { c: 'before' });
    const id = await start('r');
    await put(id, key, 'first');
    await put(id, key, 'last');
    expect((await getInside(id, key))?.columns).toEqual({ c: 'last' });
    const remove = (existence: 'exist' | 'absent') =>
      store.client.deleteRow({
        tableName: table.name,
        condition: condition(existence),
        primaryKey: keyToSdk(key),
        transactionId: id,
      } as never);
    await remove('exist');
    expect(await getInside(id, key)).toBeUndefined();
    expect(await failureOf(remove('exist'))).toMatchObject({ code: 'OTSConditionCheckFail' });
    expect((await table.get(key))?.columns).toEqual({ c: 'before' });
    await store.client.commitTransaction({ transactionId: id });
    expect(await table.get(key)).toBeUndefined();
  });

  it('is good for its own table only', async () => {
    const other = await store.table({ key: { room: 'STRING', user: 'STRING' } });
    const id = await start('r');
    const invalid = { status: 400, code: 'OTSParameterInvalid', message: 'TransactionID is invalid.' };
    const params = { tableName: other.name, primaryKey: keyToSdk(key), transactionId: id };
    expect(await failureOf(store.client.getRow(params))).toEqual(invalid);
    expect(await failureOf(store.client.putRow({ ...params, condition: condition(), attributeColumns: [] }))).toEqual(
      invalid,
    );
  });

  it('ends with its table: a new one of that name is not locked', async () => {
    const { name } = table;
    const id = await start('r');
    await store.drop(table);
    await store.client.createTable(tableParams(name, { key: { room: 'STRING', user: 'STRING' } }));
    await table.put(key, { c: 'new' });
    expect(await failureOf(store.client.commitTransaction({ transactionId: id }))).toMatchObject({
      code: 'OTSSessionNotExist',
    });
  });

  it('is refused on a table that was made without them', async () => {
    const plain = await localStore();
    const name = (await plain.table()).name;
    const refused = plain.client.startLocalTransaction({ tableName: name, primaryKey: [{ id: 'a' }] });
    expect(await failureOf(refused)).toEqual({
      status: 400,
      code: 'OTSParameterInvalid',
      message: 'Try to call method using explicit transaction on explicit-transaction-disabled table.',
    });
    await plain.close();
  });
});
