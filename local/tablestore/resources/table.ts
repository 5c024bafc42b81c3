/** ALIYUN::OTS::Table (tablestore.md §8): a table with its secondary indexes; only four properties can be changed later. */
import * as z from 'zod';
import type { PropertyRule, ResourceType } from '../../ros/resource-type.ts';
import type { Instance } from '../instance.ts';
import {
  ColumnTypeNumber,
  CreateTableRequest,
  DropIndexRequest,
  IndexType,
  IndexUpdateMode,
  KeyTypeNumber,
  TableNameRequest,
  type TableOptions,
  UpdateTableRequest,
} from '../messages/table.ts';
import type { TablestoreOperation } from '../operation.ts';
import { createTable } from '../operations/create-table.ts';
import { deleteTable } from '../operations/delete-table.ts';
import { dropIndex } from '../operations/drop-index.ts';
import { updateTable } from '../operations/update-table.ts';
import type { ResourceHost } from './host.ts';

const fixed = { updatable: false } as const;
const columnList = (types: readonly string[]): PropertyRule => ({
  type: 'list',
  ...fixed,
  items: {
    type: 'map',
    properties: {
      Name: { type: 'string', required: true },
      Type: { type: 'string', required: true, allowedValues: types },
    },
  },
});
const capacity: PropertyRule = { type: 'number', required: true, min: 0, max: 5000 };

const PROPERTIES: Readonly<Record<string, PropertyRule>> = {
  InstanceName: { type: 'string', required: true, ...fixed },
  TableName: { type: 'string', required: true, ...fixed },
  PrimaryKey: { ...columnList(['INTEGER', 'STRING', 'BINARY']), required: true, minLength: 1, maxLength: 4 },
  Columns: columnList(['INTEGER', 'STRING', 'BINARY', 'BOOLEAN', 'DOUBLE']),
  SecondaryIndices: {
    type: 'list',
    ...fixed,
    items: {
      type: 'map',
      properties: {
        IndexName: { type: 'string', required: true },
        PrimaryKeys: { type: 'list', required: true, items: { type: 'string' } },
        Columns: { type: 'list', required: true, items: { type: 'string' } },
        IndexType: { type: 'string', allowedValues: ['Global', 'Local'] },
      },
    },
  },
  TimeToLive: { type: 'number', min: -1, max: 2_147_483_647 },
  MaxVersions: { type: 'number', min: 1, max: 2_147_483_647 },
  DeviationCellVersionInSec: { type: 'number', min: 1 },
  ReservedThroughput: { type: 'map', properties: { Read: capacity, Write: capacity } },
};

/** ROS has checked the properties already; this gives them their types. Numbers may still be strings. */
const TableProperties = z.object({
  InstanceName: z.string(),
  TableName: z.string(),
  PrimaryKey: z.array(z.object({ Name: z.string(), Type: z.enum(['INTEGER', 'STRING', 'BINARY']) })),
  Columns: z
    .array(z.object({ Name: z.string(), Type: z.enum(['INTEGER', 'STRING', 'BINARY', 'BOOLEAN', 'DOUBLE']) }))
    .default([]),
  SecondaryIndices: z
    .array(
      z.object({
        IndexName: z.string(),
        PrimaryKeys: z.array(z.string()),
        Columns: z.array(z.string()),
        IndexType: z.enum(['Global', 'Local']).default('Global'),
      }),
    )
    .default([]),
  TimeToLive: z.coerce.number().optional(),
  MaxVersions: z.coerce.number().optional(),
  DeviationCellVersionInSec: z.coerce.number().optional(),
  ReservedThroughput: z.object({ Read: z.coerce.number(), Write: z.coerce.number() }).default({ Read: 0, Write: 0 }),
});
type TableProperties = z.infer<typeof TableProperties>;

export function tableResource(host: ResourceHost): ResourceType {
  const call = async (instance: Instance, operation: TablestoreOperation, body: Buffer): Promise<void> => {
    const context = { instance, state: host.state, now: host.clock.now() };
    operation.prepare(body, context).run(context);
    await host.state.flushed();
  };
  const instanceOf = async (name: string): Promise<Instance> => {
    await host.ready();
    const instance = host.state.instances.get(name);
    if (instance === undefined) throw new Error(`Tablestore instance ${name} does not exist.`);
    return instance;
  };

  return {
    type: 'ALIYUN::OTS::Table',
    properties: PROPERTIES,
    attributes: ['TableName'],
    async create(properties) {
      const table = TableProperties.parse(properties);
      await call(await instanceOf(table.InstanceName), createTable, CreateTableRequest.encode(creation(table)));
      // The table's name alone would clash between instances.
      return { physicalId: `${table.InstanceName}:${table.TableName}`, attributes: { TableName: table.TableName } };
    },
    async update(_physicalId, properties) {
      const table = TableProperties.parse(properties);
      const body = UpdateTableRequest.encode({
        tableName: table.TableName,
        tableOptions: optionsOf(table),
        reservedThroughput: throughputOf(table),
      });
      await call(await instanceOf(table.InstanceName), updateTable, body);
      return { TableName: table.TableName };
    },
    async delete(physicalId) {
      const [instanceName = '', tableName = ''] = physicalId.split(':');
      await host.ready();
      const instance = host.state.instances.get(instanceName);
      const table = instance?.tables.get(tableName);
      if (instance === undefined || table === undefined) return;
      for (const indexName of [...table.indexes.keys()]) {
        await call(instance, dropIndex, DropIndexRequest.encode({ mainTableName: tableName, indexName }));
      }
      await call(instance, deleteTable, TableNameRequest.encode({ tableName }));
    },
  };
}

function creation(table: TableProperties) {
  return {
    tableMeta: {
      tableName: table.TableName,
      primaryKey: table.PrimaryKey.map((column) => ({ name: column.Name, type: KeyTypeNumber[column.Type] })),
      definedColumn: table.Columns.map((column) => ({ name: column.Name, type: ColumnTypeNumber[column.Type] })),
      indexMeta: [],
    },
    reservedThroughput: throughputOf(table),
    tableOptions: optionsOf(table),
    indexMetas: table.SecondaryIndices.map((index) => ({
      name: index.IndexName,
      primaryKey: index.PrimaryKeys,
      definedColumn: index.Columns,
      indexType: index.IndexType === 'Local' ? IndexType.local : IndexType.global,
      indexUpdateMode: index.IndexType === 'Local' ? IndexUpdateMode.synchronous : IndexUpdateMode.asynchronous,
    })),
  };
}

function optionsOf(table: TableProperties): TableOptions {
  return {
    timeToLive: table.TimeToLive ?? -1,
    maxVersions: table.MaxVersions ?? 1,
    deviationCellVersionInSec: table.DeviationCellVersionInSec,
  };
}

const throughputOf = ({ ReservedThroughput: { Read, Write } }: TableProperties) => ({
  capacityUnit: { read: Read, write: Write },
});
