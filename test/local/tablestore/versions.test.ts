/** Versions of columns, their timestamps, and their expiry. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { condition, failureOf, TableStore, toSdk, type Value } from './sdk.ts';
import { localStore, type Store, type TestClock, type TestTable, testClock } from './store.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

let clock: TestClock;
let store: Store;
beforeAll(async () => {
  clock = testClock();
  store = await localStore({ clock });
});
afterAll(() => store.close());

const putVersions = (table: TestTable, name: string, versions: readonly (readonly [number, Value])[]) =>
  store.client.updateRow({
    tableName: table.name,
    condition: condition(),
    primaryKey: [{ id: 'a' }],
    updateOfAttributeColumns: [
      { PUT: versions.map(([timestamp, value]) => ({ [name]: toSdk(value), timestamp })) as never },
    ],
  });

describe('a table that keeps three versions', () => {
  let table: TestTable;
  let base: number;
  beforeEach(async () => {
    table = await store.table({ maxVersions: 3 });
    base = clock.now() - 10_000;
    await putVersions(table, 'c', [
      [base + 1, 'v1'],
      [base + 3, 'v3'],
      [base + 2, 'v2'],
    ]);
  });

  it('answers the newest first, as many as are asked for', async () => {
    expect(await table.versions({ id: 'a' }, 'c')).toEqual([
      [base + 3, 'v3'],
      [base + 2, 'v2'],
      [base + 1, 'v1'],
    ]);
    expect(await table.versions({ id: 'a' }, 'c', { maxVersions: 2 })).toHaveLength(2);
    expect((await table.get({ id: 'a' }))?.columns.c).toBe('v3');
  });

  it('drops the oldest when a fourth is written', async () => {
    await putVersions(table, 'c', [[base + 4, 'v4']]);
    expect((await table.versions({ id: 'a' }, 'c')).map(([, value]) => value)).toEqual(['v4', 'v3', 'v2']);
  });

  it('replaces a version that is written again', async () => {
    await putVersions(table, 'c', [[base + 2, 'again']]);
    expect((await table.versions({ id: 'a' }, 'c')).map(([, value]) => value)).toEqual(['v3', 'again', 'v1']);
  });

  it('removes one version, or all', async () => {
    const change = (updateOfAttributeColumns: never[]) =>
      store.client.updateRow({
        tableName: table.name,
        condition: condition(),
        primaryKey: [{ id: 'a' }],
        updateOfAttributeColumns,
      });
    await change([{ DELETE: [{ c: base + 2 }] } as never]);
    expect((await table.versions({ id: 'a' }, 'c')).map(([, value]) => value)).toEqual(['v3', 'v1']);
    await change([{ DELETE_ALL: ['c'] } as never]);
    expect(await table.versions({ id: 'a' }, 'c')).toEqual([]);
  });

  it('answers a range of time, its start inclusive and its end exclusive, or one point of it', async () => {
    const within = async (timeRange: object) =>
      (await table.versions({ id: 'a' }, 'c', { timeRange })).map(([, value]) => value);
    expect(await within({ startTime: base + 1, endTime: base + 3 })).toEqual(['v2', 'v1']);
    expect(await within({ specificTime: base + 3 })).toEqual(['v3']);
  });

  it('refuses a range of time that is empty', async () => {
    const call = table.get({ id: 'a' }, { timeRange: { startTime: 5, endTime: 5 } });
    expect(await failureOf(call)).toMatchObject({ status: 400, code: 'OTSParameterInvalid' });
  });

  it('tests a condition against any version when it is not for the latest only', async () => {
    const filter = (latestVersionOnly: boolean) =>
      new TableStore.SingleColumnCondition('c', 'v1', TableStore.ComparatorType.EQUAL, false, latestVersionOnly);
    const read = (latestVersionOnly: boolean) =>
      table.get({ id: 'a' }, { columnFilter: filter(latestVersionOnly), maxVersions: 3 });
    expect(await read(true)).toBeUndefined();
    expect(await read(false)).toBeDefined();
  });
});

describe('a version', () => {
  it('is the time of the write unless the writer chooses', async () => {
    const table = await store.table();
    await table.put({ id: 'a' }, { c: 'v' });
    expect(await table.versions({ id: 'a' }, 'c')).toEqual([[clock.now(), 'v']]);
  });

  it('must lie within the allowed deviation of now', async () => {
    const table = await store.table({ maxTimeDeviation: 60 });
    await putVersions(table, 'c', [[clock.now() - 59_000, 'ok']]);
    await putVersions(table, 'c', [[clock.now() + 59_000, 'ok']]);
    for (const timestamp of [clock.now() - 61_000, clock.now() + 61_000]) {
      expect(await failureOf(putVersions(table, 'c', [[timestamp, 'far']]))).toMatchObject({
        status: 400,
        code: 'OTSParameterInvalid',
      });
    }
  });
});

describe('time to live', () => {
  it('hides a cell when its version has outlived it, and then the row', async () => {
    const table = await store.table({ timeToLive: 86_400 });
    const almostExpired = clock.now() - DAY_MS + MINUTE_MS;
    await putVersions(table, 'short', [[almostExpired, 'x']]);
    await putVersions(table, 'shorter', [[almostExpired - MINUTE_MS / 2, 'y']]);
    expect(Object.keys((await table.get({ id: 'a' }))?.columns ?? {})).toEqual(['short', 'shorter']);
    clock.advance(MINUTE_MS);
    expect(Object.keys((await table.get({ id: 'a' }))?.columns ?? {})).toEqual(['short']);
    clock.advance(1);
    expect(await table.get({ id: 'a' })).toBeUndefined();
    expect(await table.keys('id')).toEqual([]);
    expect(
      (await store.client.batchGetRow({ tables: [{ tableName: table.name, primaryKey: [[{ id: 'a' }]] }] }))
        .tables[0]?.[0]?.primaryKey,
    ).toBeNull();
  });

  it('lets an expired row be created again', async () => {
    const table = await store.table({ timeToLive: 86_400 });
    await putVersions(table, 'c', [[clock.now() - DAY_MS + MINUTE_MS, 'x']]);
    expect(await failureOf(table.put({ id: 'a' }, { c: 'new' }, condition('absent')))).toMatchObject({
      code: 'OTSConditionCheckFail',
    });
    clock.advance(2 * MINUTE_MS);
    expect(await failureOf(table.update({ id: 'a' }, { put: { c: 'new' } }, condition('exist')))).toMatchObject({
      code: 'OTSConditionCheckFail',
    });
    await table.put({ id: 'a' }, { c: 'new' }, condition('absent'));
    expect((await table.get({ id: 'a' }))?.columns.c).toBe('new');
  });

  it('does not count on from an expired counter', async () => {
    const table = await store.table({ timeToLive: 86_400 });
    await putVersions(table, 'n', [[clock.now() - DAY_MS + MINUTE_MS, 41n]]);
    clock.advance(2 * MINUTE_MS);
    await table.update({ id: 'a' }, { increment: { n: 1n } });
    expect((await table.get({ id: 'a' }))?.columns.n).toBe(1n);
  });

  it('refuses a version that has expired already', async () => {
    const table = await store.table({ timeToLive: 86_400, maxTimeDeviation: 1_000_000 });
    expect(await failureOf(putVersions(table, 'c', [[clock.now() - DAY_MS - 1, 'old']]))).toMatchObject({
      code: 'OTSParameterInvalid',
    });
  });

  it('of -1 keeps for ever', async () => {
    const table = await store.table({ maxTimeDeviation: 2_000_000_000 });
    await putVersions(table, 'c', [[1, 'from 1970']]);
    expect((await table.get({ id: 'a' }))?.columns.c).toBe('from 1970');
  });
});
