/** What exists in the store, as plain JSON: instances, tables with their definition, indexes and number of rows. */
import type { Json } from '../product.ts';
import type { TablestoreState } from './state.ts';
import type { Table } from './table.ts';

export function inventoryOf(state: TablestoreState): Json {
  const instances = [...state.instances.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return Object.fromEntries(
    instances.map((instance) => {
      const tables = [...instance.tables.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
      const { clusterType, description } = instance.settings;
      return [
        instance.name,
        { clusterType, description, tables: Object.fromEntries(tables.map((table) => [table.name, describe(table)])) },
      ];
    }),
  );
}

function describe(table: Table): Json {
  const { timeToLive, maxVersions, deviation, allowUpdate, readCapacity, writeCapacity } = table.settings;
  return {
    primaryKey: table.primaryKey.map((column) => ({ name: column.name, type: column.type })),
    columns: table.definition.definedColumns.map((column) => ({ name: column.name, type: column.type })),
    indexes: [...table.indexes.values()].map((index) => ({
      name: index.name,
      type: index.isGlobal ? 'Global' : 'Local',
      primaryKey: [...index.meta.primaryKey],
      columns: [...index.meta.definedColumn],
    })),
    timeToLive,
    maxVersions,
    deviation,
    allowUpdate,
    readCapacity,
    writeCapacity,
    rows: table.rows.size,
  };
}
