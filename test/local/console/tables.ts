/** Tablestore tables that tests fill directly, as the console sees them. */
import type { Clock } from '../../../local/clock.ts';
import { browse } from '../../../local/tablestore/browse.ts';
import { inventoryOf } from '../../../local/tablestore/inventory.ts';
import { TablestoreState } from '../../../local/tablestore/state.ts';
import { noJournal } from '../../../local/tablestore/storage/journal.ts';
import { orderedRowKey, type Table } from '../../../local/tablestore/table.ts';
import type { Tablestore } from '../../../local/tablestore/tablestore.ts';
import type { ColumnValue, KeyValue } from '../../../local/tablestore/values.ts';

export interface TestTables extends Pick<Tablestore, 'inventory' | 'browse'> {
  /** Makes an instance; nothing when it exists. */
  instance(name: string): void;
  /** Puts a row; the table is made with the columns of the first row's key. Texts, whole numbers and bytes. */
  put(instance: string, table: string, key: Values, columns?: Values): void;
}

type Value = string | bigint | boolean | Buffer;
type Values = Readonly<Record<string, Value>>;

export function testTables(clock: Clock, timeToLive = -1): TestTables {
  const state = new TablestoreState({
    journal: noJournal,
    indexLagMs: () => 0,
    transactionsEverywhere: false,
    newTransactionId: () => 'transaction-1',
  });

  function instanceNamed(name: string) {
    const settings = { name, regionId: 'cn-shanghai', clusterType: 'SSD', description: '' } as const;
    return state.instances.get(name) ?? state.createInstance(settings);
  }

  function tableNamed(instanceName: string, name: string, key: Values): Table {
    const instance = instanceNamed(instanceName);
    const primaryKey = Object.entries(key).map(([column, value]) => ({
      name: column,
      type: typed(value).type as KeyValue['type'],
      autoIncrement: false,
    }));
    const definition = { name, primaryKey, definedColumns: [], localTransactions: false };
    const settings = {
      ...{ timeToLive, maxVersions: 1, deviation: 86_400, allowUpdate: true },
      ...{ readCapacity: 0, writeCapacity: 0, lastThroughputChange: 0 },
    };
    return instance.tables.get(name) ?? state.addTable(instance, definition, settings, []);
  }

  return {
    inventory: () => inventoryOf(state),
    browse: (where) => browse(state, where, clock.now()),
    instance: (name) => {
      instanceNamed(name);
    },
    put(instance, table, key, columns = {}) {
      const rowKey = Object.entries(key).map(([name, value]) => ({ name, value: typed(value) as KeyValue }));
      const cells = Object.entries(columns).map(
        ([name, value]) => [name, [{ timestamp: clock.now(), value: typed(value) }]] as const,
      );
      const row = { key: rowKey, columns: new Map(cells) };
      tableNamed(instance, table, key).write(orderedRowKey(rowKey), row, clock.now(), 0);
    },
  };
}

function typed(value: Value): ColumnValue {
  if (typeof value === 'string') return { type: 'STRING', value };
  if (typeof value === 'bigint') return { type: 'INTEGER', value };
  if (typeof value === 'boolean') return { type: 'BOOLEAN', value };
  return { type: 'BINARY', value };
}
