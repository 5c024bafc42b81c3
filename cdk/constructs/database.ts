/** The Tablestore instance and its tables, from the definitions that the functions share. */
import * as ros from '@alicloud/ros-cdk-core';
import * as ots from '@alicloud/ros-cdk-ots';
import { TABLES, type TableDefinition } from '../../lambdas/cloud/tables.ts';
import { INSTANCE_ITEM, mustBeMade } from './kept-data.ts';

export interface Database {
  readonly resources: readonly ros.RosResource[];
  /** Name of the table in which the functions keep their settings; whoever reads it waits for the table. */
  readonly settingsTable: ros.IResolvable;
}

export interface DatabaseProps {
  readonly instanceName: ros.RosParameter;
  readonly keptData: ros.RosParameter;
  readonly clusterType: 'SSD' | 'HYBRID';
  readonly description: string;
}

/**
 * A new instance refuses requests from the Internet, and whether functions outside a VPC count as one of the other
 * classes is UNCERTAIN (tablestore.md §5, §8), so every class is allowed; RAM policies decide who may do what.
 */
const NETWORK_TYPES = ['INTERNET', 'VPC', 'CLASSIC'];

function tableId(key: string): string {
  return `${key.charAt(0).toUpperCase()}${key.slice(1)}Table`;
}

export function createDatabase(scope: ros.Construct, props: DatabaseProps): Database {
  const instance = new ots.RosInstanceV2(
    scope,
    'TablestoreInstance',
    {
      instanceName: props.instanceName.value,
      clusterType: props.clusterType,
      instanceDescription: props.description,
      networkTypeAcl: NETWORK_TYPES,
    },
    true,
  );
  const makesInstance = mustBeMade(scope, 'MakesInstance', props.keptData, INSTANCE_ITEM);
  instance.addCondition(makesInstance);
  // Through the attribute a new instance comes before its tables; one that is kept has no attribute here.
  const name = ros.Fn.conditionIf(makesInstance.logicalId, instance.attrInstanceName, props.instanceName.value);
  const tables = Object.entries(TABLES).map(([key, definition]) => {
    const table = new ots.RosTable(scope, tableId(key), tableProps(name, definition), true);
    const makes = mustBeMade(scope, `Makes${tableId(key)}`, props.keptData, definition.name);
    table.addCondition(makes);
    return { table, makes, definition };
  });
  const settings = tables.find(({ definition }) => definition === TABLES.settings);
  if (!settings) throw new Error('expected a table "settings" in lambdas/cloud/tables.ts');
  return {
    resources: [instance, ...tables.map(({ table }) => table)],
    settingsTable: ros.Fn.conditionIf(settings.makes.logicalId, settings.table.attrTableName, TABLES.settings.name),
  };
}

function tableProps(instanceName: ros.IResolvable, table: TableDefinition): ots.RosTableProps {
  return {
    instanceName,
    tableName: table.name,
    primaryKey: table.primaryKey.map((column) => ({ ...column })),
    ...(table.columns ? { columns: table.columns.map((column) => ({ ...column })) } : {}),
    ...(table.indexes
      ? {
          secondaryIndices: table.indexes.map(({ name, primaryKey, columns }) => ({
            indexName: name,
            primaryKeys: [...primaryKey],
            columns: [...columns],
            indexType: 'Global',
          })),
        }
      : {}),
    // Explicit, because documentation and typings disagree on the default (tablestore.md §8).
    timeToLive: table.timeToLive,
    maxVersions: 1,
    reservedThroughput: { read: 0, write: 0 },
  };
}
