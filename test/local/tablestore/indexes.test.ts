/** Secondary indexes: global ones that lag, local ones that do not, with and without the rows that were there before. */
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { condition, failureOf, INF_MAX, INF_MIN, type Key, rowFromSdk, toSdk, type Values } from './sdk.ts';
import { localStore, type Store, type TestTable, testClock } from './store.ts';

let store: Store | undefined;
afterEach(async () => {
  await store?.close();
  store = undefined;
});

async function rooms(indexLagMs = 0, clock = testClock()): Promise<{ table: TestTable; byStatus: TestTable }> {
  store = await localStore({ clock, indexLagMs });
  const table = await store.table({
    columns: { status: 'INTEGER', at: 'INTEGER', title: 'STRING' },
    indexes: [{ name: 'by_status', key: ['status', 'at'], columns: ['title'] }],
  });
  return { table, byStatus: table.as('by_status', ['status', 'at', 'id']) };
}

const room = (status: bigint, at: bigint, title: string): Values => ({ status, at, title });

describe('a global index', () => {
  it('is read by its own name, ordered by its own key, with the table key appended', async () => {
    const { table, byStatus } = await rooms();
    await table.put({ id: 'a' }, room(1n, 30n, 'A'));
    await table.put({ id: 'b' }, room(0n, 20n, 'B'));
    await table.put({ id: 'c' }, room(1n, 10n, 'C'));
    const { rows } = await byStatus.range();
    expect(rows).toEqual([
      { key: { status: 0n, at: 20n, id: 'b' }, columns: { title: 'B' } },
      { key: { status: 1n, at: 10n, id: 'c' }, columns: { title: 'C' } },
      { key: { status: 1n, at: 30n, id: 'a' }, columns: { title: 'A' } },
    ]);
  });

  it('answers the newest first, page by page, to a backward range within one status', async () => {
    const { table, byStatus } = await rooms();
    for (let n = 1n; n <= 5n; n += 1n) await table.put({ id: `r${n}` }, room(n % 2n, n, `T${n}`));
    const within: { from: Key; to: Key } = {
      from: { status: 1n, at: INF_MAX, id: INF_MAX },
      to: { status: 1n, at: INF_MIN, id: INF_MIN },
    };
    const first = await byStatus.range({ ...within, backward: true, limit: 2 });
    expect(first.rows.map((row) => row?.key.id)).toEqual(['r5', 'r3']);
    const second = await byStatus.range({ ...within, from: first.next ?? {}, backward: true, limit: 2 });
    expect(second.rows.map((row) => row?.key.id)).toEqual(['r1']);
  });

  it('moves a row whose key column changes and follows covered columns', async () => {
    const { table, byStatus } = await rooms();
    await table.put({ id: 'a' }, room(0n, 1n, 'old'));
    await table.update({ id: 'a' }, { put: { status: 1n, title: 'new' } });
    expect((await byStatus.range()).rows).toEqual([
      { key: { status: 1n, at: 1n, id: 'a' }, columns: { title: 'new' } },
    ]);
  });

  it('loses a row that is deleted, or that loses a key column', async () => {
    const { table, byStatus } = await rooms();
    await table.put({ id: 'a' }, room(0n, 1n, 'A'));
    await table.put({ id: 'b' }, room(0n, 2n, 'B'));
    await table.delete({ id: 'a' });
    await table.update({ id: 'b' }, { remove: ['at'] });
    expect((await byStatus.range()).rows).toEqual([]);
  });

  it('has no row for a base row without all its key columns, or with one of another type', async () => {
    const { table, byStatus } = await rooms();
    await table.put({ id: 'a' }, { status: 1n });
    await table.put({ id: 'b' }, { status: 'one', at: 1n });
    expect((await byStatus.range()).rows).toEqual([]);
  });

  it('shows a write only after the lag, while the table shows it at once', async () => {
    const clock = testClock();
    const { table, byStatus } = await rooms(500, clock);
    await table.put({ id: 'a' }, room(0n, 1n, 'A'));
    expect(await table.get({ id: 'a' })).toBeDefined();
    clock.advance(499);
    expect(await byStatus.keys('id')).toEqual([]);
    clock.advance(1);
    expect(await byStatus.keys('id')).toEqual(['a']);
    await table.delete({ id: 'a' });
    expect(await byStatus.keys('id')).toEqual(['a']);
    clock.advance(500);
    expect(await byStatus.keys('id')).toEqual([]);
  });

  it('can be read by one key, in a batch, and described, but not written', async () => {
    const { table, byStatus } = await rooms();
    await table.put({ id: 'a' }, room(0n, 1n, 'A'));
    const key = { status: 0n, at: 1n, id: 'a' };
    expect(await byStatus.get(key)).toEqual({ key, columns: { title: 'A' } });
    expect(await failureOf(byStatus.put(key))).toMatchObject({ status: 404, code: 'OTSObjectNotExist' });
    const described = await byStatus.client.describeTable({ tableName: 'by_status' });
    expect(described.tableMeta.primaryKey.map((column) => column.name)).toEqual(['status', 'at', 'id']);
  });

  it('always agrees with the table, whatever is written (property)', async () => {
    const { table, byStatus } = await rooms();
    const id = fc.constantFrom('a', 'b', 'c');
    const small = fc.bigInt(0n, 2n);
    const command = fc.oneof(
      fc.record({ do: fc.constant('put'), id, status: small, at: small }),
      fc.record({ do: fc.constant('update'), id, status: small, at: small }),
      fc.record({ do: fc.constant('strip'), id, status: small, at: small }),
      fc.record({ do: fc.constant('delete'), id, status: small, at: small }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 12 }), async (commands) => {
        for (const step of commands) {
          if (step.do === 'put') await table.put({ id: step.id }, room(step.status, step.at, 'p'));
          if (step.do === 'update') await table.update({ id: step.id }, { put: { status: step.status } });
          if (step.do === 'strip') await table.update({ id: step.id }, { remove: ['at'] });
          if (step.do === 'delete') await table.delete({ id: step.id });
        }
        const { rows } = await table.range();
        const expected = rows.flatMap((row) =>
          row?.columns.status === undefined || row.columns.at === undefined
            ? []
            : [{ status: row.columns.status, at: row.columns.at, id: row.key.id }],
        );
        const actual = (await byStatus.range()).rows.map((row) => row?.key);
        expect(actual).toHaveLength(expected.length);
        expect(actual).toEqual(expect.arrayContaining(expected));
      }),
      { numRuns: 25 },
    );
  });
});

describe('a local index', () => {
  it('shows a write at once, whatever the lag of global ones', async () => {
    store = await localStore({ clock: testClock(), indexLagMs: 60_000 });
    const table = await store.table({
      key: { room: 'STRING', user: 'STRING' },
      columns: { joined: 'INTEGER' },
      indexes: [{ name: 'by_joined', key: ['room', 'joined'], columns: [], local: true }],
    });
    await table.put({ room: 'r', user: 'u1' }, { joined: 2n });
    await table.put({ room: 'r', user: 'u2' }, { joined: 1n });
    expect(await table.as('by_joined', ['room', 'joined', 'user']).keys('user')).toEqual(['u2', 'u1']);
  });

  it('must begin with the first key column of the table', async () => {
    store = await localStore();
    const wrong = store.table({
      columns: { joined: 'INTEGER' },
      indexes: [{ name: 'wrong', key: ['joined'], columns: [], local: true }],
    });
    expect(await failureOf(wrong)).toMatchObject({ status: 400, code: 'OTSParameterInvalid' });
  });
});

describe('CreateIndex and DropIndex', () => {
  async function withRows(includeBaseData: boolean): Promise<TestTable> {
    store = await localStore();
    const table = await store.table({ columns: { n: 'INTEGER' } });
    await table.put({ id: 'before' }, { n: 1n });
    const indexMeta = { name: 'late', primaryKey: ['n'], definedColumn: [], includeBaseData };
    await store.client.createIndex({ mainTableName: table.name, includeBaseData, indexMeta } as never);
    await table.put({ id: 'after' }, { n: 2n });
    return table;
  }

  it('includes the rows that were there when asked to', async () => {
    const table = await withRows(true);
    expect(await table.as('late', ['n', 'id']).keys('id')).toEqual(['before', 'after']);
  });

  it('leaves them out otherwise, until they are written again', async () => {
    const table = await withRows(false);
    const late = table.as('late', ['n', 'id']);
    expect(await late.keys('id')).toEqual(['after']);
    await table.update({ id: 'before' }, { put: { n: 3n } });
    expect(await late.keys('id')).toEqual(['after', 'before']);
  });

  it('drops the index and leaves the table', async () => {
    const table = await withRows(true);
    await table.client.dropIndex({ mainTableName: table.name, indexName: 'late' });
    expect(await failureOf(table.as('late', ['n', 'id']).range())).toMatchObject({ code: 'OTSObjectNotExist' });
    expect(await table.keys('id')).toEqual(['after', 'before']);
    const again = table.client.dropIndex({ mainTableName: table.name, indexName: 'late' });
    expect(await failureOf(again)).toMatchObject({ status: 404, code: 'OTSObjectNotExist' });
  });

  it('refuses a name that is taken', async () => {
    const table = await withRows(true);
    const meta = { name: 'late', primaryKey: ['n'], definedColumn: [], includeBaseData: true };
    const twice = table.client.createIndex({ mainTableName: table.name, indexMeta: meta });
    expect(await failureOf(twice)).toMatchObject({ status: 409, code: 'OTSObjectAlreadyExist' });
  });
});

describe('an index is refused', () => {
  it.each([
    ['with more than four key columns', { key: ['a', 'b', 'c', 'd', 'e'], columns: [] }, /\[1, 4\] in index/],
    ['without a key column', { key: [], columns: ['a'] }, /\[1, 4\] in index/],
    ['on a column that is not predefined', { key: ['unknown'], columns: [] }, /unknown/],
    ['covering a column that is not predefined', { key: ['a'], columns: ['unknown'] }, /unknown/],
    ['covering its own key column', { key: ['a'], columns: ['a'] }, /Duplicated/],
    ['on a column of no key type', { key: ['real'], columns: [] }, /real/],
  ])('%s', async (_what, index, message) => {
    store = await localStore();
    const columns = { a: 'STRING', b: 'STRING', c: 'STRING', d: 'STRING', e: 'STRING', real: 'DOUBLE' } as const;
    const failure = await failureOf(store.table({ columns, indexes: [{ name: 'i', ...index }] }));
    expect(failure).toMatchObject({ status: 400, code: 'OTSParameterInvalid' });
    expect(failure.message).toMatch(message);
  });

  it('as the sixth of a table', async () => {
    store = await localStore();
    const columns = { a: 'STRING' } as const;
    const indexes = Array.from({ length: 6 }, (_, n) => ({ name: `i${n}`, key: ['a'], columns: [] }));
    expect(await failureOf(store.table({ columns, indexes }))).toEqual({
      status: 400,
      code: 'OTSParameterInvalid',
      message: 'Number of index per table exceeds the quota:5.',
    });
    await store.table({ columns, indexes: indexes.slice(0, 5) });
  });

  it.each([
    ['keeps several versions', { maxVersions: 2 }],
    ['expires and allows updates', { timeToLive: 86_400 }],
  ])('on a table that %s', async (_what, options) => {
    store = await localStore();
    const definition = {
      columns: { a: 'STRING' },
      indexes: [{ name: 'i', key: ['a'], columns: [] }],
      ...options,
    } as const;
    const table = store.table(definition as never);
    expect(await failureOf(table)).toMatchObject({ status: 400, code: 'OTSParameterInvalid' });
  });
});

describe('a table that expires', () => {
  it('hides its index rows with its own rows', async () => {
    const clock = testClock();
    store = await localStore({ clock });
    const table = await store.table({
      columns: { n: 'INTEGER', title: 'STRING' },
      indexes: [
        { name: 'covering', key: ['n'], columns: ['title'] },
        { name: 'bare', key: ['n'], columns: [] },
      ],
      timeToLive: 86_400,
      allowUpdate: false,
    });
    const timestamp = clock.now() - 86_400_000 + 60_000;
    await store.client.putRow({
      tableName: table.name,
      condition: condition(),
      primaryKey: [{ id: 'a' }],
      attributeColumns: [
        { n: toSdk(1n), timestamp },
        { title: 'T', timestamp },
      ],
    });
    const both = async () => [
      await table.as('covering', ['n', 'id']).keys('id'),
      await table.as('bare', ['n', 'id']).keys('id'),
    ];
    expect(await both()).toEqual([['a'], ['a']]);
    clock.advance(120_000);
    expect(
      rowFromSdk((await store.client.getRow({ tableName: table.name, primaryKey: [{ id: 'a' }] })).row),
    ).toBeUndefined();
    expect(await both()).toEqual([[], []]);
  });

  it('keeps the rows of an index on key columns alone as long as the newest column of the row lives', async () => {
    const clock = testClock();
    store = await localStore({ clock });
    const { client } = store;
    const table = await store.table({
      key: { room: 'STRING', user: 'STRING' },
      columns: { n: 'INTEGER' },
      indexes: [{ name: 'by_user', key: ['user', 'room'], columns: [] }],
      timeToLive: 86_400,
      allowUpdate: false,
    });
    const old = clock.now() - 86_400_000 + 60_000;
    const put = (user: string, ...attributeColumns: object[]) =>
      client.putRow({
        ...{ tableName: table.name, condition: condition() },
        ...{ primaryKey: [{ room: 'r' }, { user }], attributeColumns },
      } as never);
    await put('old', { n: toSdk(1n), timestamp: old });
    await put('both', { n: toSdk(1n), timestamp: old }, { title: 'T', timestamp: old + 60_000 });
    const byUser = () => table.as('by_user', ['user', 'room']).keys('user');
    expect(await byUser()).toEqual(['both', 'old']);
    clock.advance(90_000);
    expect(await byUser()).toEqual(['both']);
    clock.advance(60_000);
    expect(await byUser()).toEqual([]);
  });
});
