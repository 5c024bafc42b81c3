/** The Tablestore instance and its tables, from the definitions that the functions share. */
import type * as ros from '@alicloud/ros-cdk-core';
import * as ots from '@alicloud/ros-cdk-ots';
import { TABLES, type TableDefinition } from '../../lambdas/cloud/tables.ts';

export interface Database {
  readonly resources: readonly ros.RosResource[];
  /** Logical id of each table, by its key in the definitions. */
  readonly tableIds: Readonly<Record<keyof typeof TABLES, string>>;
}

export interface DatabaseProps {
  readonly instanceName: ros.IResolvable;
  readonly clusterType: 'SSD' | 'HYBRID';
  readonly description: string;
}

/**
 * A new instance refuses requests from the Internet, and whether functions outside a VPC count as one of the other
 * classes is UNCERTAIN (tablestore.md §5, §8), so every class is allowed; RAM policies decide who may do what.
 */
const NETWORK_TYPES = ['INTERNET', 'VPC', 'CLASSIC'];

export function tableId(key: string): string {
  return `${key.charAt(0).toUpperCase()}${key.slice(1)}Table`;
}

export function createDatabase(scope: ros.Construct, props: DatabaseProps): Database {
  const instance = new ots.RosInstanceV2(
    scope,
    'TablestoreInstance',
    {
      instanceName: props.instanceName,
      clusterType: props.clusterType,
      instanceDescription: props.description,
      networkTypeAcl: NETWORK_TYPES,
    },
    true,
  );
  const tables = Object.entries(TABLES).map(
    ([key, definition]) => new ots.RosTable(scope, tableId(key), tableProps(instance, definition), true),
  );
  const ids = Object.keys(TABLES).map((key) => [key, tableId(key)]);
  return { resources: [instance, ...tables], tableIds: Object.fromEntries(ids) as Database['tableIds'] };
}

function tableProps(instance: ots.RosInstanceV2, table: TableDefinition): ots.RosTableProps {
  return {
    instanceName: instance.attrInstanceName,
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
