/** From the messages that create or change tables to definitions and settings, with the service's checks, and back. */
import { parameterInvalid } from './errors.ts';
import { checkColumnName, checkIndexName, checkTableName, LIMITS } from './limits.ts';
import {
  AUTO_INCREMENT_OPTION,
  type CapacityUnit,
  ColumnTypeNumber,
  type IndexMeta,
  IndexType,
  KeyTypeNumber,
  type TableMeta,
  type TableOptions,
} from './messages/table.ts';
import type { DefinedColumn, KeySchema, TableDefinition, TableSettings } from './table.ts';
import type { ColumnType, KeyType } from './values.ts';

const DEFAULT_DEVIATION_SECONDS = 86_400;

/** Throws OTSParameterInvalid. */
export function parseDefinition(meta: TableMeta, localTransactions: boolean): TableDefinition {
  checkTableName(meta.tableName);
  checkCount('primary key columns', meta.primaryKey.length, 1, LIMITS.primaryKeyColumns);
  checkCount('defined columns', meta.definedColumn.length, 0, LIMITS.definedColumns);
  const names = new Set<string>();
  for (const column of [...meta.primaryKey, ...meta.definedColumn]) checkColumnName(column.name);
  for (const { name } of meta.primaryKey) {
    if (names.has(name)) throw parameterInvalid(`Duplicated primary key name: '${name}'.`);
    names.add(name);
  }
  for (const { name } of meta.definedColumn) {
    if (names.has(name)) throw parameterInvalid(`Duplicated attribute column name: '${name}'.`);
    names.add(name);
  }
  const primaryKey = meta.primaryKey.map(
    (column): KeySchema => ({
      name: column.name,
      type: nameOf(KeyTypeNumber, column.type),
      autoIncrement: column.option === AUTO_INCREMENT_OPTION,
    }),
  );
  checkAutoIncrement(primaryKey);
  const definedColumns = meta.definedColumn.map(
    (column): DefinedColumn => ({ name: column.name, type: nameOf(ColumnTypeNumber, column.type) }),
  );
  return { name: meta.tableName, primaryKey, definedColumns, localTransactions };
}

function checkAutoIncrement(primaryKey: readonly KeySchema[]): void {
  const automatic = primaryKey.filter((column) => column.autoIncrement);
  if (automatic.length === 0) return;
  const valid = automatic.length === 1 && automatic[0]?.type === 'INTEGER' && !primaryKey[0]?.autoIncrement;
  if (!valid) {
    throw parameterInvalid('AUTO_INCREMENT is for one INTEGER primary key column that is not the first one.');
  }
}

function checkCount(what: string, count: number, least: number, most: number): void {
  if (count >= least && count <= most) return;
  throw parameterInvalid(`The number of ${what} must be in range: [${least}, ${most}].`);
}

/** The settings after a change; what is not given keeps its value in `base`. Throws OTSParameterInvalid. */
export function changeSettings(
  base: TableSettings,
  options: TableOptions | undefined,
  throughput: CapacityUnit | undefined,
  nowSeconds: number,
): TableSettings {
  const settings: TableSettings = {
    timeToLive: options?.timeToLive ?? base.timeToLive,
    maxVersions: options?.maxVersions ?? base.maxVersions,
    deviation: options?.deviationCellVersionInSec ?? base.deviation,
    allowUpdate: options?.allowUpdate ?? base.allowUpdate,
    readCapacity: throughput?.read ?? base.readCapacity,
    writeCapacity: throughput?.write ?? base.writeCapacity,
    lastThroughputChange: throughput === undefined ? base.lastThroughputChange : nowSeconds,
  };
  if (settings.timeToLive !== -1 && settings.timeToLive < LIMITS.minTimeToLiveSeconds) {
    throw parameterInvalid(
      `Invalid time to live: ${settings.timeToLive}. It must be -1 or at least ${LIMITS.minTimeToLiveSeconds} seconds.`,
    );
  }
  if (settings.maxVersions < 1) throw parameterInvalid(`Invalid max versions: ${settings.maxVersions}.`);
  if (settings.deviation < 1) throw parameterInvalid(`Invalid deviation cell version: ${settings.deviation}.`);
  checkThroughput('read', settings.readCapacity);
  checkThroughput('write', settings.writeCapacity);
  return settings;
}

function checkThroughput(which: string, value: number): void {
  if (value >= 0 && value <= LIMITS.reservedThroughput) return;
  throw parameterInvalid(`The value of ${which} capacity unit must be in range: [0, ${LIMITS.reservedThroughput}].`);
}

/** What the service takes when CreateTable says nothing. */
export function defaultSettings(nowSeconds: number): TableSettings {
  return {
    timeToLive: -1,
    maxVersions: 1,
    deviation: DEFAULT_DEVIATION_SECONDS,
    allowUpdate: true,
    readCapacity: 0,
    writeCapacity: 0,
    lastThroughputChange: nowSeconds,
  };
}

/** Secondary indexes need one version, and either no expiry or no updates (tablestore.md §4). */
export function checkIndexable(settings: TableSettings): void {
  if (settings.maxVersions !== 1) throw parameterInvalid('A table with secondary indexes must have max versions 1.');
  if (settings.timeToLive !== -1 && settings.allowUpdate) {
    throw parameterInvalid('A table with secondary indexes and a time to live must have allowUpdate false.');
  }
}

/** Throws OTSParameterInvalid when the index does not fit the table. */
export function checkIndex(meta: IndexMeta, table: TableDefinition): void {
  checkIndexName(meta.name);
  if (meta.primaryKey.length < 1 || meta.primaryKey.length > LIMITS.indexKeyColumns) {
    throw parameterInvalid(
      `The number of primary key columns must be in range: [1, ${LIMITS.indexKeyColumns}] in index.`,
    );
  }
  if (meta.definedColumn.length > LIMITS.definedColumns) {
    throw parameterInvalid(`The number of attribute columns must be in range: [0, ${LIMITS.definedColumns}] in index.`);
  }
  const named = [...meta.primaryKey, ...meta.definedColumn];
  if (new Set(named).size !== named.length) throw parameterInvalid(`Duplicated column name in index '${meta.name}'.`);
  for (const name of meta.primaryKey) {
    const type = [...table.primaryKey, ...table.definedColumns].find((column) => column.name === name)?.type;
    if (type !== 'INTEGER' && type !== 'STRING' && type !== 'BINARY') {
      throw parameterInvalid(`Index '${meta.name}': '${name}' is not a primary key or defined column of a key type.`);
    }
  }
  for (const name of meta.definedColumn) {
    if (!table.definedColumns.some((column) => column.name === name)) {
      throw parameterInvalid(`Index '${meta.name}': '${name}' is not a defined column of the table.`);
    }
  }
  if (meta.indexType === IndexType.local && meta.primaryKey[0] !== table.primaryKey[0]?.name) {
    throw parameterInvalid(`Local index '${meta.name}' must begin with the first primary key column of the table.`);
  }
}

export function describeDefinition(table: TableDefinition): TableMeta {
  return {
    tableName: table.name,
    primaryKey: table.primaryKey.map((column) => ({
      name: column.name,
      type: KeyTypeNumber[column.type],
      option: column.autoIncrement ? AUTO_INCREMENT_OPTION : undefined,
    })),
    definedColumn: table.definedColumns.map((column) => ({
      name: column.name,
      type: ColumnTypeNumber[column.type],
    })),
    indexMeta: [],
  };
}

export function describeOptions(settings: TableSettings): TableOptions {
  return {
    timeToLive: settings.timeToLive,
    maxVersions: settings.maxVersions,
    deviationCellVersionInSec: settings.deviation,
    allowUpdate: settings.allowUpdate,
  };
}

export function describeThroughput(settings: TableSettings) {
  return {
    capacityUnit: { read: settings.readCapacity, write: settings.writeCapacity },
    lastIncreaseTime: settings.lastThroughputChange,
  };
}

function nameOf<T extends KeyType | ColumnType>(numbers: Readonly<Record<T, number>>, wanted: number): T {
  const found = (Object.keys(numbers) as T[]).find((name) => numbers[name] === wanted);
  if (found === undefined) throw parameterInvalid(`Unknown column type ${wanted}.`);
  return found;
}
