/** Tablestore rows as plain objects: the official SDK behind the wrapper that tablestore.md §2 calls for. */
import { type Clock, systemClock } from './clock.ts';
import type { Credentials } from './credentials.ts';
import { type Environment, tablestoreEndpoint } from './endpoints.ts';
import type { RetryPolicy } from './retry.ts';
import { type Condition, conditionOf } from './tablestore/condition.ts';
import { connect, type Operation } from './tablestore/connection.ts';
import { type Change, readBatch, shows, updateOf, wanted } from './tablestore/operations.ts';
import { repeatRead, repeatWrite, type Write } from './tablestore/repeat.ts';
import {
  attributesOf,
  type Key,
  keyOf,
  nextKeyOf,
  type RangeKey,
  type Row,
  rangeKeyOf,
  rowOf,
} from './tablestore/rows.ts';

export type { Condition } from './tablestore/condition.ts';
export type { Change } from './tablestore/operations.ts';
export type { Key, RangeKey, Row } from './tablestore/rows.ts';

export interface RangeQuery {
  /** Inclusive start. Backward ranges start at the greater end. */
  readonly from: RangeKey;
  /** Exclusive end. */
  readonly to: RangeKey;
  readonly direction: 'forward' | 'backward';
  /** At most 5,000; a page may be shorter though more rows follow: go on until `next` is absent. */
  readonly limit?: number;
  readonly columns?: readonly string[];
  /** `next` of the page before: takes the place of `from`, and its values are never taken for open ends. */
  readonly cursor?: Key;
}

/**
 * All methods throw `CloudError`: `OTSConditionCheckFail` when a condition does not hold, the service's code otherwise,
 * `Timeout` or a system code when no answer came. A write whose first attempt has an unknown outcome is repeated when
 * that is safe, and then reports success when the row shows what was to be written.
 */
export interface Tablestore {
  get(table: string, key: Key, columns?: readonly string[]): Promise<Row | undefined>;
  put(table: string, key: Key, row: Row, condition?: Condition): Promise<void>;
  /** Answers the new values of incremented columns. */
  update(table: string, key: Key, change: Change, condition?: Condition): Promise<Row | undefined>;
  delete(table: string, key: Key, condition?: Condition): Promise<void>;
  range(table: string, query: RangeQuery): Promise<{ rows: Row[]; next?: Key }>;
  /** In the order of `keys`; any number of them. */
  batchGet(table: string, keys: readonly Key[], columns?: readonly string[]): Promise<(Row | undefined)[]>;
}

export interface TablestoreOptions {
  readonly region: string;
  readonly instance: string;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly env?: Environment;
  readonly policy?: Partial<RetryPolicy>;
  /** One operation with all its attempts, in milliseconds. */
  readonly deadlineMs?: number;
  /** One attempt, in milliseconds. */
  readonly attemptMs?: number;
}

const POLICY: RetryPolicy = { attempts: 6, firstWaitMs: 50, longestWaitMs: 1_000 };
const DEADLINE_MS = 10_000;
const ATTEMPT_MS = 3_000;
/** Rows of one BatchGetRow (tablestore.md §4). */
const BATCH = 100;

/** Cheap to make: connections are shared by the process, and the SDK is loaded by the first operation. */
export function tablestore(credentials: Credentials, options: TablestoreOptions): Tablestore {
  const connection = connect(credentials, {
    endpoint: tablestoreEndpoint(options.instance, options.region, options.env),
    instance: options.instance,
    attemptMs: options.attemptMs ?? ATTEMPT_MS,
  });
  const retries = {
    ...POLICY,
    ...options.policy,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    deadlineMs: options.deadlineMs ?? DEADLINE_MS,
  };
  const read = <T>(action: string, operation: Operation<T>): Promise<T> =>
    repeatRead((remainingMs) => connection.attempt(action, remainingMs, operation), retries);
  const write = <T>(action: string, operation: Operation<T>, rules: Write): Promise<T | undefined> =>
    repeatWrite((remainingMs) => connection.attempt(action, remainingMs, operation), rules, retries);

  const get = async (tableName: string, key: Key, columns?: readonly string[]): Promise<Row | undefined> => {
    const row = await read('GetRow', async (client, sdk) => {
      const answer = await client.getRow({ tableName, primaryKey: keyOf(sdk, key), ...wanted(columns, key) });
      return rowOf(answer.row);
    });
    return row && { ...key, ...row };
  };

  return {
    get,
    put: async (tableName, key, row, condition) => {
      await write(
        'PutRow',
        async (client, sdk) => {
          const attributeColumns = attributesOf(sdk, row);
          const rule = conditionOf(sdk, condition);
          await client.putRow({ tableName, primaryKey: keyOf(sdk, key), attributeColumns, condition: rule });
        },
        { isRepeatable: true, isDone: async () => shows(await get(tableName, key), row) },
      );
    },
    update: (tableName, key, change, condition) =>
      write(
        'UpdateRow',
        async (client, sdk) => {
          const rule = conditionOf(sdk, condition);
          const parameters = { tableName, primaryKey: keyOf(sdk, key), condition: rule, ...updateOf(sdk, change) };
          const answer = await client.updateRow(parameters);
          return change.increment ? rowOf(answer.row) : undefined;
        },
        {
          isRepeatable: change.increment === undefined,
          isDone: async () => shows(await get(tableName, key), change.put ?? {}, change.remove),
        },
      ),
    delete: async (tableName, key, condition) => {
      await write(
        'DeleteRow',
        async (client, sdk) => {
          await client.deleteRow({ tableName, primaryKey: keyOf(sdk, key), condition: conditionOf(sdk, condition) });
        },
        { isRepeatable: true, isDone: async () => (await get(tableName, key)) === undefined },
      );
    },
    range: (tableName, query) =>
      read('GetRange', async (client, sdk) => {
        const answer = await client.getRange({
          tableName,
          direction: query.direction === 'forward' ? sdk.Direction.FORWARD : sdk.Direction.BACKWARD,
          inclusiveStartPrimaryKey: query.cursor ? keyOf(sdk, query.cursor) : rangeKeyOf(sdk, query.from),
          exclusiveEndPrimaryKey: rangeKeyOf(sdk, query.to),
          ...(query.limit ? { limit: query.limit } : {}),
          ...wanted(query.columns, query.to),
        });
        const rows = answer.rows.map((row) => rowOf(row)).filter((row) => row !== undefined);
        const next = nextKeyOf(answer.nextStartPrimaryKey);
        return next ? { rows, next } : { rows };
      }),
    batchGet: async (tableName, keys, columns) => {
      const rows: (Row | undefined)[] = [];
      for (let start = 0; start < keys.length; start += BATCH) {
        const part = keys.slice(start, start + BATCH);
        const found = await read('BatchGetRow', (client, sdk) => readBatch(client, sdk, tableName, part, columns));
        rows.push(...found);
      }
      return rows;
    },
  };
}
