/** The ROS resource types: what ROS would do with them, and what the SDK then sees. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Properties, ResourceContext, ResourceType } from '../../../local/ros/resource-type.ts';
import { ACCOUNT_ID, type OpenProduct, openProduct } from './product-store.ts';
import { TestTable, testClock } from './store.ts';

let product: OpenProduct;
beforeEach(async () => {
  product = await openProduct();
});
afterEach(() => product.close());

const context: ResourceContext = {
  accountId: ACCOUNT_ID,
  regionId: 'cn-shanghai',
  stackId: 'stack-1',
  stackName: 'demo-local',
  logicalId: 'Table',
  clock: testClock(),
  tags: {},
};

function resource(type: string): ResourceType {
  const found = product.tablestore.resourceTypes.find((candidate) => candidate.type === type);
  if (found === undefined) throw new Error(`There is no resource type ${type}.`);
  return found;
}

const rooms: Properties = {
  InstanceName: 'demo',
  TableName: 'rooms',
  PrimaryKey: [{ Name: 'id', Type: 'STRING' }],
  Columns: [
    { Name: 'status', Type: 'INTEGER' },
    { Name: 'title', Type: 'STRING' },
    { Name: 'open', Type: 'BOOLEAN' },
  ],
  SecondaryIndices: [
    { IndexName: 'by_status', PrimaryKeys: ['status'], Columns: ['title'] },
    { IndexName: 'local_one', PrimaryKeys: ['id', 'title'], Columns: [], IndexType: 'Local' },
  ],
  TimeToLive: '-1',
  MaxVersions: 1,
  ReservedThroughput: { Read: 0, Write: '0' },
};

describe('ALIYUN::OTS::Instance and InstanceV2', () => {
  it('make an instance and answer its name and addresses', async () => {
    const created = await resource('ALIYUN::OTS::Instance').create(
      { InstanceName: 'demo', ClusterType: 'HYBRID' },
      context,
    );
    expect(created).toEqual({
      physicalId: 'demo',
      attributes: {
        InstanceName: 'demo',
        PublicEndpoint: 'https://demo.cn-shanghai.ots.aliyuncs.com',
        PrivateEndpoint: 'https://demo.cn-shanghai.ots-internal.aliyuncs.com',
        VpcEndpoint: 'https://demo.cn-shanghai.vpc.tablestore.aliyuncs.com',
      },
    });
    const second = await resource('ALIYUN::OTS::InstanceV2').create(
      { InstanceName: 'other', ClusterType: 'SSD', InstanceDescription: 'text' },
      context,
    );
    expect(second).toEqual({ physicalId: 'other', attributes: { InstanceName: 'other' } });
    expect(product.tablestore.inventory()).toMatchObject({
      demo: { clusterType: 'HYBRID', description: '' },
      other: { clusterType: 'SSD', description: 'text' },
    });
  });

  it('answer every attribute that they announce', async () => {
    for (const [n, type] of ['ALIYUN::OTS::Instance', 'ALIYUN::OTS::InstanceV2'].entries()) {
      const { attributes } = await resource(type).create({ InstanceName: `inst-${n}`, ClusterType: 'SSD' }, context);
      expect(Object.keys(attributes).sort()).toEqual([...resource(type).attributes].sort());
    }
  });

  it('refuse a name that the service refuses', async () => {
    const create = resource('ALIYUN::OTS::InstanceV2').create({ InstanceName: 'display', ClusterType: 'SSD' }, context);
    await expect(create).rejects.toThrow(/must not contain 'ay'/);
    expect(product.tablestore.inventory()).toEqual({});
  });

  it('are not deleted while they have tables', async () => {
    const instance = resource('ALIYUN::OTS::InstanceV2');
    const properties = { InstanceName: 'demo', ClusterType: 'SSD' };
    await instance.create(properties, context);
    const table = await resource('ALIYUN::OTS::Table').create(rooms, context);
    await expect(instance.delete('demo', properties, context)).rejects.toThrow(/tables \(rooms\)/);
    await resource('ALIYUN::OTS::Table').delete(table.physicalId, rooms, context);
    await instance.delete('demo', properties, context);
    await instance.delete('demo', properties, context);
    expect(product.tablestore.inventory()).toEqual({});
  });

  it('do not let their name or cluster type be changed', () => {
    for (const type of ['ALIYUN::OTS::Instance', 'ALIYUN::OTS::InstanceV2']) {
      expect(resource(type).properties).toMatchObject({
        InstanceName: { updatable: false, required: true },
        ClusterType: { updatable: false },
      });
    }
  });
});

describe('ALIYUN::OTS::Table', () => {
  beforeEach(() => product.tablestore.createInstance('demo'));
  const table = () => resource('ALIYUN::OTS::Table');

  it('makes a table with its columns and indexes', async () => {
    const created = await table().create(rooms, context);
    expect(created.attributes).toEqual({ TableName: 'rooms' });
    expect(product.tablestore.inventory()).toMatchObject({
      demo: {
        tables: {
          rooms: {
            primaryKey: [{ name: 'id', type: 'STRING' }],
            columns: [
              { name: 'status', type: 'INTEGER' },
              { name: 'title', type: 'STRING' },
              { name: 'open', type: 'BOOLEAN' },
            ],
            indexes: [
              { name: 'by_status', type: 'Global', primaryKey: ['status'], columns: ['title'] },
              { name: 'local_one', type: 'Local', primaryKey: ['id', 'title'], columns: [] },
            ],
            timeToLive: -1,
          },
        },
      },
    });
    const client = product.client('demo');
    await new TestTable(client, 'rooms', ['id']).put({ id: 'a' }, { status: 1n, title: 'T' });
    expect(await new TestTable(client, 'by_status', ['status', 'id']).keys('id')).toEqual(['a']);
  });

  it('changes in place what can be changed', async () => {
    const plain: Properties = { InstanceName: 'demo', TableName: 't', PrimaryKey: [{ Name: 'id', Type: 'STRING' }] };
    const { physicalId } = await table().create(plain, context);
    const changed = { ...plain, TimeToLive: 86_400, MaxVersions: 3, ReservedThroughput: { Read: 1, Write: 2 } };
    expect(await table().update(physicalId, changed, plain, context)).toEqual({ TableName: 't' });
    expect(product.tablestore.inventory()).toMatchObject({
      demo: { tables: { t: { timeToLive: 86_400, maxVersions: 3, readCapacity: 1, writeCapacity: 2 } } },
    });
  });

  it('says which properties cannot be changed: all but four', () => {
    const { properties } = table();
    const updatable = Object.keys(properties).filter((name) => properties[name]?.updatable !== false);
    expect(updatable.sort()).toEqual(['DeviationCellVersionInSec', 'MaxVersions', 'ReservedThroughput', 'TimeToLive']);
  });

  it('goes with its rows and its indexes, and a second time without complaint', async () => {
    const { physicalId } = await table().create(rooms, context);
    await new TestTable(product.client('demo'), 'rooms', ['id']).put({ id: 'a' }, { status: 1n });
    await table().delete(physicalId, rooms, context);
    await table().delete(physicalId, rooms, context);
    expect(product.tablestore.inventory()).toMatchObject({ demo: { tables: {} } });
  });

  it('succeeds to delete when even the instance is gone', async () => {
    await table().delete('nowhere:rooms', { ...rooms, InstanceName: 'nowhere' }, context);
    expect(product.tablestore.inventory()).toMatchObject({ demo: { tables: {} } });
  });

  it.each([
    ['an instance that does not exist', { InstanceName: 'nowhere' }, /instance nowhere does not exist/],
    ['a time to live below a day', { TimeToLive: 60 }, /time to live/],
    [
      'an index on an unknown column',
      { SecondaryIndices: [{ IndexName: 'i', PrimaryKeys: ['no'], Columns: [] }] },
      /'no'/,
    ],
  ])('fails with %s and leaves nothing', async (_what, change, message) => {
    await expect(table().create({ ...rooms, ...change }, context)).rejects.toThrow(message);
    expect(product.tablestore.inventory()).toMatchObject({ demo: { tables: {} } });
  });

  it('fails when the table is there already and leaves that one alone', async () => {
    await table().create(rooms, context);
    await expect(table().create(rooms, context)).rejects.toThrow('Requested table already exists.');
    expect(product.tablestore.inventory()).toMatchObject({ demo: { tables: { rooms: {} } } });
  });
});
