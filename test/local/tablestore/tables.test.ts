/** CreateTable, ListTable, DescribeTable, UpdateTable, DeleteTable. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UpdateTableRequest } from '../../../local/tablestore/messages/table.ts';
import { failureOf, TableStore } from './sdk.ts';
import { localStore, type Store, type TableOptions, tableParams } from './store.ts';
import { errorOf, send } from './wire-client.ts';

let store: Store;
beforeEach(async () => {
  store = await localStore();
});
afterEach(() => store.close());

const create = (name: string, options: TableOptions = {}) => store.client.createTable(tableParams(name, options));
const describeOf = async (tableName: string) =>
  (await store.client.describeTable({ tableName })) as unknown as Record<string, never>;

describe('CreateTable', () => {
  it('makes a table that is described as it was asked for', async () => {
    await create('rooms', {
      key: { room: 'STRING', seq: 'AUTO_INCREMENT', bin: 'BINARY' },
      columns: { status: 'INTEGER', title: 'STRING', ok: 'BOOLEAN', score: 'DOUBLE' },
      indexes: [{ name: 'by_status', key: ['status'], columns: ['title'] }],
      maxTimeDeviation: 1000,
    });
    const described = JSON.parse(JSON.stringify(await describeOf('rooms')));
    expect(described.tableMeta).toEqual({
      tableName: 'rooms',
      primaryKey: [
        { name: 'room', type: 'STRING' },
        { name: 'seq', type: 'INTEGER', option: 'AUTO_INCREMENT' },
        { name: 'bin', type: 'BINARY' },
      ],
      definedColumn: [
        { name: 'status', type: 'DCT_INTEGER' },
        { name: 'title', type: 'DCT_STRING' },
        { name: 'ok', type: 'DCT_BOOLEAN' },
        { name: 'score', type: 'DCT_DOUBLE' },
      ],
    });
    expect(described.tableOptions).toEqual({
      timeToLive: -1,
      maxVersions: 1,
      deviationCellVersionInSec: '1000',
      allowUpdate: true,
    });
    expect(described.tableStatus).toBe('ACTIVE');
    expect(described.indexMetas).toMatchObject([
      { name: 'by_status', primaryKey: ['status'], definedColumn: ['title'], indexType: 'IT_GLOBAL_INDEX' },
    ]);
  });

  it('refuses a name that is taken, by a table or by an index', async () => {
    await create('rooms', { columns: { a: 'STRING' }, indexes: [{ name: 'by_a', key: ['a'], columns: [] }] });
    const taken = { status: 409, code: 'OTSObjectAlreadyExist', message: 'Requested table already exists.' };
    expect(await failureOf(create('rooms'))).toEqual(taken);
    expect(await failureOf(create('by_a'))).toEqual(taken);
  });

  it.each(['', '0a', 'a-b', 'a b', '房间', `a${'b'.repeat(255)}`])('refuses the table name %j', async (name) => {
    expect(await failureOf(create(name))).toEqual({
      status: 400,
      code: 'OTSParameterInvalid',
      message: `Invalid table name: '${name}'.`,
    });
  });

  it.each(['_0', '_T', 'A0', `a${'b'.repeat(254)}`])('accepts the table name %j', async (name) => {
    await create(name);
    expect((await store.client.listTable({})).tableNames).toEqual([name]);
  });

  it.each<[string, TableOptions, string | RegExp]>([
    ['no primary key', { key: {} }, 'The number of primary key columns must be in range: [1, 4].'],
    [
      'five primary-key columns',
      { key: { a: 'STRING', b: 'STRING', c: 'STRING', d: 'STRING', e: 'STRING' } },
      'The number of primary key columns must be in range: [1, 4].',
    ],
    ['AUTO_INCREMENT as the first column', { key: { a: 'AUTO_INCREMENT' } }, /AUTO_INCREMENT/],
    ['AUTO_INCREMENT twice', { key: { a: 'STRING', b: 'AUTO_INCREMENT', c: 'AUTO_INCREMENT' } }, /AUTO_INCREMENT/],
    ['a predefined column that is in the key', { columns: { id: 'STRING' } }, /Duplicated attribute column name: 'id'/],
    [
      '33 predefined columns',
      { columns: Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`c${n}`, 'STRING'] as const)) },
      'The number of defined columns must be in range: [0, 32].',
    ],
    ['a time to live below one day', { timeToLive: 86_399 }, /time to live/],
    ['a time to live of zero', { timeToLive: 0 }, /time to live/],
    ['no version', { maxVersions: 0 }, /max versions/],
    ['a bad column name', { columns: { 'a#b': 'STRING' } }, "Invalid column name: 'a#b'."],
  ])('refuses %s', async (_what, options, message) => {
    const failure = await failureOf(create('t', options));
    expect(failure).toMatchObject({ status: 400, code: 'OTSParameterInvalid' });
    expect(failure.message).toMatch(message);
    expect((await store.client.listTable({})).tableNames).toEqual([]);
  });

  it.each<[string, TableOptions, string | RegExp]>([
    [
      '33 columns in an index',
      {
        columns: Object.fromEntries(Array.from({ length: 32 }, (_, n) => [`c${n}`, 'STRING'] as const)),
        indexes: [{ name: 'i', key: ['id'], columns: Array.from({ length: 33 }, (_, n) => `c${n}`) }],
      },
      'The number of attribute columns must be in range: [0, 32] in index.',
    ],
    [
      'an index name with a hyphen',
      { columns: { a: 'STRING' }, indexes: [{ name: 'by-a', key: ['a'], columns: [] }] },
      "Invalid index name: 'by-a'.",
    ],
    [
      'two indexes of one name',
      {
        columns: { a: 'STRING', b: 'STRING' },
        indexes: [
          { name: 'i', key: ['a'], columns: [] },
          { name: 'i', key: ['b'], columns: [] },
        ],
      },
      'Duplicated index name.',
    ],
    [
      'an index that is called as its table',
      { columns: { a: 'STRING' }, indexes: [{ name: 't', key: ['a'], columns: [] }] },
      'Duplicated index name.',
    ],
  ])('refuses %s', async (_what, options, message) => {
    const failure = await failureOf(create('t', options));
    expect(failure).toEqual({ status: 400, code: 'OTSParameterInvalid', message });
    expect((await store.client.listTable({})).tableNames).toEqual([]);
  });

  it('takes a deviation of one second', async () => {
    await create('t', { maxTimeDeviation: 1 });
    const { tableOptions } = JSON.parse(JSON.stringify(await describeOf('t')));
    expect(tableOptions.deviationCellVersionInSec).toBe('1');
  });

  it('refuses two primary-key columns of one name', async () => {
    const params = tableParams('t', {});
    params.tableMeta.primaryKey.push({ name: 'id', type: 'INTEGER' });
    expect(await failureOf(store.client.createTable(params))).toMatchObject({
      message: "Duplicated primary key name: 'id'.",
    });
  });

  it.each([
    [{ read: 5001, write: 0 }, /read capacity unit must be in range: \[0, 5000\]/],
    [{ read: 0, write: -1 }, /write capacity unit must be in range: \[0, 5000\]/],
    [{ read: 0 }, /Both read and write capacity unit are required/],
  ])('refuses the reserved throughput %j', async (capacityUnit, message) => {
    const params = { ...tableParams('t', {}), reservedThroughput: { capacityUnit: capacityUnit as never } };
    expect((await failureOf(store.client.createTable(params))).message).toMatch(message);
  });

  it('takes 64 tables and indexes in an instance and refuses one more', async () => {
    const indexes = [{ name: 'i1', key: ['a'], columns: [] }];
    await create('t0', { columns: { a: 'STRING' }, indexes });
    for (let n = 1; n < 63; n += 1) await create(`t${n}`);
    expect(await failureOf(create('t63'))).toMatchObject({ status: 403, code: 'OTSQuotaExhausted' });
    await store.client.deleteTable({ tableName: 't1' });
    await create('t63');
  });
});

describe('UpdateTable', () => {
  it('changes options and throughput and leaves the rest', async () => {
    await create('t', { maxVersions: 2 });
    await store.client.updateTable({
      tableName: 't',
      tableOptions: { timeToLive: 172_800 },
      reservedThroughput: { capacityUnit: { read: 1, write: 2 } },
    });
    const described = JSON.parse(JSON.stringify(await describeOf('t')));
    expect(described.tableOptions).toMatchObject({ timeToLive: 172_800, maxVersions: 2 });
    expect(described.reservedThroughputDetails.capacityUnit).toEqual({ read: 1, write: 2 });
  });

  it('refuses several versions, and expiry with updates, for a table with an index', async () => {
    await create('t', { columns: { a: 'STRING' }, indexes: [{ name: 'i', key: ['a'], columns: [] }] });
    for (const tableOptions of [{ maxVersions: 2 }, { timeToLive: 86_400 }]) {
      const update = store.client.updateTable({ tableName: 't', tableOptions });
      expect(await failureOf(update)).toMatchObject({ status: 400, code: 'OTSParameterInvalid' });
    }
    const both = { timeToLive: 86_400, allowUpdate: false };
    await store.client.updateTable({ tableName: 't', tableOptions: both as never });
  });

  /** The SDK cannot leave the options out. */
  const updateBelowTheSdk = (request: Parameters<typeof UpdateTableRequest.encode>[0]) =>
    send(store.endpoint, { operation: 'UpdateTable', body: UpdateTableRequest.encode(request) });

  it('is refused without anything to change', async () => {
    await create('t');
    expect(errorOf(await updateBelowTheSdk({ tableName: 't' }))).toEqual({
      status: 400,
      code: 'OTSParameterInvalid',
      message: 'Neither throughput nor options are specified to update table.',
    });
  });

  it('takes throughput alone, and the word that there is no stream', async () => {
    await create('t', { maxVersions: 3 });
    const reservedThroughput = { capacityUnit: { read: 5, write: 6 } };
    expect((await updateBelowTheSdk({ tableName: 't', reservedThroughput })).status).toBe(200);
    expect((await updateBelowTheSdk({ tableName: 't', streamSpec: { enableStream: false } })).status).toBe(200);
    const described = JSON.parse(JSON.stringify(await describeOf('t')));
    expect(described.reservedThroughputDetails.capacityUnit).toEqual({ read: 5, write: 6 });
    expect(described.tableOptions.maxVersions).toBe(3);
  });

  it('refuses streams, which are not here', async () => {
    await create('t');
    const update = store.client.updateTable({
      tableName: 't',
      tableOptions: {},
      streamSpecification: { enableStream: true, expirationTime: 24 },
    });
    expect((await failureOf(update)).message).toMatch(/not supported by the local Tablestore/);
  });
});

describe('DeleteTable', () => {
  it('removes the table with its rows: a new one of that name is empty', async () => {
    await create('t');
    await store.client.putRow({
      tableName: 't',
      condition: new TableStore.Condition(TableStore.RowExistenceExpectation.IGNORE, null),
      primaryKey: [{ id: 'a' }],
      attributeColumns: [],
    });
    await store.client.deleteTable({ tableName: 't' });
    expect((await store.client.listTable({})).tableNames).toEqual([]);
    await create('t');
    const { row } = await store.client.getRow({ tableName: 't', primaryKey: [{ id: 'a' }] });
    expect(row?.primaryKey).toBeUndefined();
  });

  it('is refused while the table has an index', async () => {
    await create('t', { columns: { a: 'STRING' }, indexes: [{ name: 'i', key: ['a'], columns: [] }] });
    expect(await failureOf(store.client.deleteTable({ tableName: 't' }))).toMatchObject({
      code: 'OTSParameterInvalid',
    });
    await store.client.dropIndex({ mainTableName: 't', indexName: 'i' });
    await store.client.deleteTable({ tableName: 't' });
  });
});

it('every table operation answers OTSObjectNotExist for a table that does not exist', async () => {
  const missing = { status: 404, code: 'OTSObjectNotExist', message: 'Requested table does not exist.' };
  const { client } = store;
  expect(await failureOf(client.describeTable({ tableName: 'no' }))).toEqual(missing);
  expect(await failureOf(client.deleteTable({ tableName: 'no' }))).toEqual(missing);
  expect(await failureOf(client.updateTable({ tableName: 'no', tableOptions: { maxVersions: 1 } }))).toEqual(missing);
  const indexMeta = { name: 'i', primaryKey: ['id'], definedColumn: [], includeBaseData: true };
  expect(await failureOf(client.createIndex({ mainTableName: 'no', indexMeta }))).toEqual(missing);
  expect(await failureOf(client.dropIndex({ mainTableName: 'no', indexName: 'i' }))).toEqual(missing);
});

describe('search and SQL', () => {
  it('list no search index', async () => {
    await create('t');
    const listed = (await store.client.listSearchIndex({ tableName: 't' })) as { indices: unknown[] };
    expect(listed.indices).toEqual([]);
  });

  it('say that they are not supported here', async () => {
    const search = store.client.deleteSearchIndex({ tableName: 't', indexName: 'i' });
    expect(await failureOf(search)).toEqual({
      status: 400,
      code: 'OTSUnsupportOperation',
      message: 'DeleteSearchIndex is not supported by the local Tablestore.',
    });
    const sql = (store.client as unknown as { sqlQuery(params: object): Promise<unknown> }).sqlQuery({
      query: 'show tables',
    });
    expect((await failureOf(sql)).message).toBe('SQLQuery is not supported by the local Tablestore.');
  });
});
