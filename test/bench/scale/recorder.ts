/** Notes every call of a cloud in memory: which rows it touches, and how many capacity units the service would count. */
import { TABLES } from '../../../lambdas/cloud/tables.ts';
import type { Condition, Key, RangeKey, Row } from '../../../lambdas/cloud/tablestore.ts';
import type { World } from '../../lambdas/app-server/support/world.ts';
import { type Call, grouped } from './costs.ts';

/** A capacity unit is so many bytes, begun ones whole (alibabacloud.com/help/en/tablestore, read and write throughput). */
const UNIT_BYTES = 4_096;

export interface Recorder {
  /** Waits for what the AppServer does after its answer, and answers all calls since the last time. */
  taken(): Promise<Call[]>;
}

/** From now on; the calls of all worlds on this cloud. */
export function record({ rows, live }: World, roomIds: readonly string[]): Recorder {
  const calls: Call[] = [];
  const rooms = new Set(roomIds);
  const note = (operation: string, table: string, key: Key | RangeKey, readUnits: number, writeUnits: number): void => {
    const place = placeOf(table, key, rooms);
    calls.push({ name: `${operation} ${table}`, times: 1, rows: { place, readUnits, writeUnits } });
  };
  const { get, put, update, delete: remove, range, batchGet } = rows;
  const write = (operation: string, table: string, key: Key, row: Row, condition: Condition | undefined): void => {
    note(operation, table, key, condition ? 1 : 0, unitsOf([{ ...key, ...row }]) + indexUnits(table));
  };
  rows.get = async (table, key, columns) => {
    const row = await get(table, key, columns);
    note('get', table, key, unitsOf(row ? [row] : []), 0);
    return row;
  };
  rows.put = (table, key, row, condition) => {
    write('put', table, key, row, condition);
    return put(table, key, row, condition);
  };
  rows.update = (table, key, change, condition) => {
    write('update', table, key, { ...change.put, ...change.increment }, condition);
    return update(table, key, change, condition);
  };
  rows.delete = (table, key, condition) => {
    write('delete', table, key, {}, condition);
    return remove(table, key, condition);
  };
  rows.range = async (table, query) => {
    const found = await range(table, query);
    note('range', table, query.from, unitsOf(found.rows), 0);
    return found;
  };
  rows.batchGet = async (table, keys, columns) => {
    const found = await batchGet(table, keys, columns);
    for (const [index, key] of keys.entries())
      note('batchGet', table, key, unitsOf(found[index] ? [found[index]] : []), 0);
    return found;
  };
  const { call } = live;
  live.call = (product, action, ...rest) => {
    calls.push({ name: action, times: 1 });
    return call(product, action, ...rest);
  };
  return {
    taken: async () => {
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      return grouped(calls.splice(0));
    },
  };
}

/** Names of settings and shelves of an index are the same for everybody, and so are the lists of the whole stage. */
function placeOf(table: string, key: Key | RangeKey, rooms: ReadonlySet<string>): 'room' | 'one' | 'own' {
  const first = String(Object.values(key)[0]);
  if (rooms.has(first)) return 'room';
  return SHARED_TABLES.has(table) || first.startsWith('*') ? 'one' : 'own';
}

const SHARED_TABLES: ReadonlySet<string> = new Set([
  TABLES.settings.name,
  ...TABLES.rooms.indexes.map(({ name }) => name),
]);

/** What is not there costs a unit as well. */
const unitsOf = (found: readonly Row[]): number =>
  Math.max(1, Math.ceil(found.reduce((bytes, row) => bytes + JSON.stringify(row).length, 0) / UNIT_BYTES));

/** Each index row that follows is a write of its own. */
function indexUnits(table: string): number {
  return table === TABLES.rooms.name ? TABLES.rooms.indexes.length : 0;
}
