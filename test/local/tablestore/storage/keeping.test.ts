/** What survives: a directory across restarts, and `save` and `load` of a store in memory. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatKey, parseEntryKey } from '../../../../local/tablestore/storage/entries.ts';
import { createTablestore } from '../../../../local/tablestore/tablestore.ts';
import { accountIdentities } from '../identities.ts';
import { openProduct } from '../product-store.ts';
import { AUTO, condition, rowFromSdk, type Values } from '../sdk.ts';
import { localStore, TestTable, tableParams, testClock } from '../store.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tablestore-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const everyType: Values = { s: '文\u0000本', i: -(2n ** 63n), d: 0.1, b: true, x: Buffer.from([0, 255]) };

describe('a store in a directory', () => {
  it('has its instances, tables, rows and indexes again after a restart', async () => {
    const first = await localStore({ directory });
    const table = await first.table({
      columns: { i: 'INTEGER', s: 'STRING' },
      indexes: [{ name: 'by_i', key: ['i'], columns: ['s'] }],
    });
    await table.put({ id: 'a\u0000b' }, everyType);
    await table.put({ id: 'gone' }, { i: 5n });
    await table.delete({ id: 'gone' });
    const described = JSON.stringify((await first.client.describeTable({ tableName: table.name })).tableMeta);
    await first.close();

    const second = await localStore({ directory });
    const again = new TestTable(second.client, table.name, ['id']);
    expect((await again.range()).rows).toEqual([{ key: { id: 'a\u0000b' }, columns: everyType }]);
    expect((await again.as('by_i', ['i', 'id']).range()).rows).toEqual([
      { key: { i: everyType.i, id: 'a\u0000b' }, columns: { s: everyType.s } },
    ]);
    expect(JSON.stringify((await second.client.describeTable({ tableName: table.name })).tableMeta)).toBe(described);
    await second.close();
  });

  it('keeps versions with their timestamps', async () => {
    const clock = testClock();
    const first = await localStore({ directory, clock });
    const table = await first.table({ maxVersions: 5 });
    for (const v of ['one', 'two', 'three']) {
      await table.update({ id: 'a' }, { put: { v } });
      clock.advance(1000);
    }
    const versions = await table.versions({ id: 'a' }, 'v');
    expect(versions).toHaveLength(3);
    await first.close();
    const second = await localStore({ directory, clock });
    expect(await new TestTable(second.client, table.name, ['id']).versions({ id: 'a' }, 'v')).toEqual(versions);
    await second.close();
  });

  it('does not find the rows of a deleted table in a new one of that name', async () => {
    const first = await localStore({ directory });
    await first.client.createTable(tableParams('t', {}));
    await new TestTable(first.client, 't', ['id']).put({ id: 'old' });
    await first.client.deleteTable({ tableName: 't' });
    await first.client.createTable(tableParams('t', {}));
    await first.close();
    const second = await localStore({ directory });
    expect(await new TestTable(second.client, 't', ['id']).keys('id')).toEqual([]);
    await second.close();
  });

  it('still knows which rows an index without base data leaves out', async () => {
    const first = await localStore({ directory });
    const table = await first.table({ columns: { n: 'INTEGER' } });
    await table.put({ id: 'x' }, { n: 1n });
    await table.put({ id: 'y' }, { n: 2n });
    const indexMeta = { name: 'late', primaryKey: ['n'], definedColumn: [], includeBaseData: false };
    await first.client.createIndex({ mainTableName: table.name, indexMeta });
    await table.put({ id: 'y' }, { n: 3n });
    await first.close();
    const second = await localStore({ directory });
    expect(await new TestTable(second.client, 'late', ['n', 'id']).keys('id')).toEqual(['y']);
    await second.close();
  });

  it('goes on with AUTO_INCREMENT after the numbers that it has given, even when the clock went back', async () => {
    const first = await localStore({ directory, clock: testClock() });
    const table = await first.table({ key: { room: 'STRING', seq: 'AUTO_INCREMENT' } });
    const before = rowFromSdk((await table.put({ room: 'r', seq: AUTO })).row)?.key.seq as bigint;
    await first.close();
    const second = await localStore({ directory, clock: testClock(Date.now() - 600_000) });
    const again = new TestTable(second.client, table.name, ['room', 'seq']);
    const after = rowFromSdk((await again.put({ room: 'r', seq: AUTO })).row)?.key.seq as bigint;
    expect(after).toBeGreaterThan(before);
    await second.close();
  });

  it('forgets a transaction that was not committed', async () => {
    const first = await localStore({ directory, transactionsEverywhere: true });
    const table = await first.table();
    const { transactionId } = await first.client.startLocalTransaction({
      tableName: table.name,
      primaryKey: [{ id: 'a' }],
    });
    const { client, name } = table;
    await client.putRow({
      tableName: name,
      condition: condition(),
      primaryKey: [{ id: 'a' }],
      attributeColumns: [],
      transactionId,
    });
    await first.close();
    const second = await localStore({ directory });
    expect(await new TestTable(second.client, name, ['id']).keys('id')).toEqual([]);
    await second.close();
  });

  it('says so when the directory belongs to something else', async () => {
    const other = new ClassicLevel(directory);
    await other.put('unrelated', 'data');
    await other.close();
    const tablestore = createTablestore({
      clock: testClock(),
      identities: accountIdentities,
      accountId: '1',
      regionId: 'cn-shanghai',
      directory,
    });
    await expect(tablestore.load({})).rejects.toThrow(/only the local Tablestore uses/);
    await tablestore.close();
  });
});

describe('save and load', () => {
  it('carry a store in memory over, as plain JSON', async () => {
    const first = await openProduct();
    await first.tablestore.createInstance('demo', { description: 'for tests' });
    const client = first.client('demo');
    await client.createTable(
      tableParams('t', { columns: { i: 'INTEGER' }, indexes: [{ name: 'by_i', key: ['i'], columns: [] }] }),
    );
    await new TestTable(client, 't', ['id']).put({ id: 'a' }, everyType);
    const saved = JSON.parse(JSON.stringify(first.tablestore.save()));
    const inventory = first.tablestore.inventory();
    await first.close();

    const second = await openProduct();
    await second.tablestore.load(saved);
    expect(second.tablestore.inventory()).toEqual(inventory);
    const again = new TestTable(second.client('demo'), 't', ['id']);
    expect((await again.get({ id: 'a' }))?.columns).toEqual(everyType);
    expect(await again.as('by_i', ['i', 'id']).keys('id')).toEqual(['a']);
    await second.close();
  });

  it('leave the rows to the directory where there is one', async () => {
    const first = await openProduct({ directory });
    await first.tablestore.createInstance('demo');
    expect(first.tablestore.save()).toEqual({});
    await first.close();
    const second = await openProduct({ directory });
    await second.tablestore.load({});
    expect(Object.keys(second.tablestore.inventory() as object)).toEqual(['demo']);
    await second.close();
    expect(await readdir(directory)).not.toEqual([]);
  });

  it('start empty from nothing and refuse what is damaged', async () => {
    const { tablestore, close } = await openProduct();
    await tablestore.load({});
    expect(tablestore.inventory()).toEqual({});
    await expect(tablestore.load({ entries: [['i\u0000x', 5]] })).rejects.toThrow(/damaged/);
    await close();
  });
});

it('the keys of entries are taken apart as they were put together, zero bytes and all (property)', () => {
  const name = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/);
  const place = fc.string({ unit: fc.constantFrom('\u0000', '\u0001', 'ÿ', 'a'), maxLength: 8 });
  const key = fc.oneof(
    fc.record({ kind: fc.constant('instance' as const), instance: name }),
    fc.record({ kind: fc.constant('table' as const), instance: name, table: name }),
    fc.record({ kind: fc.constant('row' as const), instance: name, table: name, place }),
    fc.record({ kind: fc.constant('excluded' as const), instance: name, table: name, index: name, place }),
  );
  fc.assert(
    fc.property(key, (value) => {
      expect(parseEntryKey(formatKey(value))).toEqual(value);
    }),
  );
});
