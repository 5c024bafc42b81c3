/** A store to test, reached through the official SDK over HTTP: the local one, or a real instance when one is configured. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../../local/clock.ts';
import { createTablestoreServer, type TablestoreServerOptions } from '../../../local/tablestore/server.ts';
import {
  type Client,
  condition,
  INF_MAX,
  INF_MIN,
  type Key,
  keyToSdk,
  type ReadRow,
  rowFromSdk,
  TableStore,
  toSdk,
  type Values,
} from './sdk.ts';

export const ACCESS_KEY = { accessKeyId: 'test-key-id', accessKeySecret: 'test-key-secret' } as const;

/** A clock that stands still until it is moved. It starts now, because the SDK signs with the real time. */
export interface TestClock extends Clock {
  advance(ms: number): void;
}

export function testClock(start = Date.now()): TestClock {
  let time = start;
  return {
    now: () => time,
    sleep: async (ms) => {
      time += ms;
    },
    advance: (ms) => {
      time += ms;
    },
  };
}

export interface Store {
  readonly client: Client;
  readonly endpoint: string;
  /** Makes a table with a fresh name and answers the means to use it. */
  table(definition?: TableOptions): Promise<TestTable>;
  drop(table: TestTable): Promise<void>;
  close(): Promise<void>;
}

type ColumnTypeName = 'INTEGER' | 'DOUBLE' | 'BOOLEAN' | 'STRING';

export interface TableOptions {
  readonly key?: Readonly<Record<string, 'INTEGER' | 'STRING' | 'BINARY' | 'AUTO_INCREMENT'>>;
  readonly columns?: Readonly<Record<string, ColumnTypeName>>;
  readonly indexes?: readonly { name: string; key: string[]; columns: string[]; local?: boolean }[];
  readonly timeToLive?: number;
  readonly maxVersions?: number;
  readonly maxTimeDeviation?: number;
  readonly allowUpdate?: boolean;
}

const EVERY_VERSION = 100;

export class TestTable {
  readonly client: Client;
  readonly name: string;
  readonly keyNames: readonly string[];

  constructor(client: Client, name: string, keyNames: readonly string[]) {
    this.client = client;
    this.name = name;
    this.keyNames = keyNames;
  }

  /** The same table, or one of its indexes, under another name. */
  as(name: string, keyNames: readonly string[]): TestTable {
    return new TestTable(this.client, name, keyNames);
  }

  put(key: Key, columns: Values = {}, when = condition()) {
    return this.client.putRow({
      tableName: this.name,
      condition: when,
      primaryKey: keyToSdk(key),
      attributeColumns: Object.entries(columns).map(([name, value]) => ({ [name]: toSdk(value) })),
      returnContent: { returnType: TableStore.ReturnType.Primarykey },
    });
  }

  update(
    key: Key,
    change: { put?: Values; remove?: string[]; increment?: Readonly<Record<string, bigint>> },
    when = condition(),
    returnColumns?: string[],
  ) {
    const pairs = (values: Values) => Object.entries(values).map(([name, value]) => ({ [name]: toSdk(value) }));
    return this.client.updateRow({
      tableName: this.name,
      condition: when,
      primaryKey: keyToSdk(key),
      updateOfAttributeColumns: [
        ...(change.put ? [{ PUT: pairs(change.put) }] : []),
        ...(change.remove ? [{ DELETE_ALL: change.remove }] : []),
        ...(change.increment ? [{ INCREMENT: pairs(change.increment) as never }] : []),
      ],
      ...(returnColumns && { returnContent: { returnType: TableStore.ReturnType.AfterModify, returnColumns } }),
    });
  }

  delete(key: Key, when = condition()) {
    return this.client.deleteRow({ tableName: this.name, condition: when, primaryKey: keyToSdk(key) });
  }

  async get(key: Key, options: Partial<import('tablestore').FilterParams> = {}): Promise<ReadRow | undefined> {
    const { row } = await this.client.getRow({ tableName: this.name, primaryKey: keyToSdk(key), ...options });
    return rowFromSdk(row);
  }

  /** Every version of one column, newest first, as [timestamp, value]. */
  async versions(key: Key, name: string, options: Partial<import('tablestore').FilterParams> = {}) {
    const params = { tableName: this.name, primaryKey: keyToSdk(key), maxVersions: EVERY_VERSION, ...options };
    const { row } = await this.client.getRow(params);
    return (row?.attributes ?? [])
      .filter((cell) => cell.columnName === name)
      .map((cell) => [Number(cell.timestamp), String(cell.columnValue)] as const);
  }

  async range(
    options: {
      from?: Key;
      to?: Key;
      backward?: boolean;
      limit?: number;
    } & Partial<import('tablestore').FilterParams> = {},
  ) {
    const { from, to, backward = false, ...rest } = options;
    const open = (end: typeof INF_MIN | typeof INF_MAX): Key =>
      Object.fromEntries(this.keyNames.map((name) => [name, end]));
    const result = await this.client.getRange({
      tableName: this.name,
      direction: backward ? TableStore.Direction.BACKWARD : TableStore.Direction.FORWARD,
      inclusiveStartPrimaryKey: keyToSdk(from ?? open(backward ? INF_MAX : INF_MIN)),
      exclusiveEndPrimaryKey: keyToSdk(to ?? open(backward ? INF_MIN : INF_MAX)),
      ...rest,
    });
    return {
      rows: result.rows.map((row) => rowFromSdk(row)),
      next: rowFromSdk({ primaryKey: result.nextStartPrimaryKey ?? null })?.key,
      consumed: result.consumed.capacityUnit,
    };
  }

  /** The named key column of every row in a range. */
  async keys(name: string, options: Parameters<TestTable['range']>[0] = {}): Promise<unknown[]> {
    return (await this.range(options)).rows.map((row) => row?.key[name]);
  }
}

export async function localStore(options: Partial<TablestoreServerOptions> = {}): Promise<Store> {
  const server = createTablestoreServer({ ...ACCESS_KEY, ...options });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = clientOf(endpoint, ACCESS_KEY, options.instances?.[0] ?? 'test');
  return {
    client,
    endpoint,
    table: (definition = {}) => makeTable(client, definition),
    drop: async ({ name }) => {
      await client.deleteTable({ tableName: name });
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function clientOf(
  endpoint: string,
  key: { accessKeyId: string; accessKeySecret: string; securityToken?: string },
  instancename: string,
): Client {
  return new TableStore.Client({
    accessKeyId: key.accessKeyId,
    secretAccessKey: key.accessKeySecret,
    ...(key.securityToken !== undefined && { securityToken: key.securityToken }),
    endpoint,
    instancename,
    maxRetries: 0,
    httpOptions: { timeout: 10_000, maxSockets: 64 },
  });
}

export function tableParams(tableName: string, definition: TableOptions): import('tablestore').CreateTableParams {
  const key = definition.key ?? { id: 'STRING' };
  const { allowUpdate } = definition;
  return {
    tableMeta: {
      tableName,
      primaryKey: Object.entries(key).map(([name, type]) =>
        type === 'AUTO_INCREMENT' ? { name, type: 'INTEGER', option: 'AUTO_INCREMENT' } : { name, type },
      ),
      definedColumn: Object.entries(definition.columns ?? {}).map(([name, type]) => ({
        name,
        type: TableStore.DefinedColumnType[`DCT_${type}`],
      })),
    },
    reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
    tableOptions: {
      timeToLive: definition.timeToLive ?? -1,
      maxVersions: definition.maxVersions ?? 1,
      ...(definition.maxTimeDeviation !== undefined && { maxTimeDeviation: definition.maxTimeDeviation }),
      ...(allowUpdate !== undefined && { allowUpdate }),
    },
    indexMetas: (definition.indexes ?? []).map((index) => ({
      name: index.name,
      primaryKey: index.key,
      definedColumn: index.columns,
      indexType: index.local ? TableStore.IndexType.IT_LOCAL_INDEX : TableStore.IndexType.IT_GLOBAL_INDEX,
      indexUpdateMode: index.local
        ? TableStore.IndexUpdateMode.IUM_SYNC_INDEX
        : TableStore.IndexUpdateMode.IUM_ASYNC_INDEX,
    })),
  };
}

export async function makeTable(client: Client, definition: TableOptions): Promise<TestTable> {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await client.createTable(tableParams(name, definition));
  return new TestTable(client, name, Object.keys(definition.key ?? { id: 'STRING' }));
}
