/** Tablestore as a product of the local cloud: routing, roles, faults, instances, inventory. */
import { afterEach, describe, expect, it } from 'vitest';
import type { CloudRequest } from '../../../local/product.ts';
import type { Identity } from '../../../local/ram/identities.ts';
import { ErrorMessage } from '../../../local/tablestore/messages/table.ts';
import { withRole } from './identities.ts';
import { ACCOUNT_ID, type OpenProduct, openProduct } from './product-store.ts';
import { condition, failureOf } from './sdk.ts';
import { ACCESS_KEY, type TestClock, TestTable, tableParams, testClock } from './store.ts';
import { errorOf, send, signedHeaders } from './wire-client.ts';

let product: OpenProduct | undefined;
afterEach(async () => {
  await product?.close();
  product = undefined;
});

const role = (change: Partial<Identity> = {}): Identity => ({
  accessKeyId: 'STS.key',
  accessKeySecret: 'role-secret',
  securityToken: 'role-token',
  principal: { role: 'app-server' },
  expiresAt: Date.now() + 3_600_000,
  ...change,
});
const TABLES = `acs:ots:cn-shanghai:${ACCOUNT_ID}:instance/demo/table`;

describe('L1: temporary credentials of a role', () => {
  async function asRole(allows: (action: string, resource: string) => boolean) {
    const identity = role();
    const { identities, asked } = withRole(identity, allows);
    product = await openProduct({ identities });
    await product.tablestore.createInstance('demo');
    await product.client('demo').createTable(tableParams('rooms', {}));
    const key = { accessKeyId: 'STS.key', accessKeySecret: 'role-secret', securityToken: 'role-token' };
    return { client: product.client('demo', key), asked };
  }

  it('may do what its policies allow, asked by action and table', async () => {
    const { client, asked } = await asRole((action) => action !== 'ots:DeleteTable');
    const rooms = new TestTable(client, 'rooms', ['id']);
    await rooms.put({ id: 'a' });
    await rooms.range();
    await client.listTable({});
    expect(asked).toEqual([`ots:PutRow ${TABLES}/rooms`, `ots:GetRange ${TABLES}/rooms`, `ots:ListTable ${TABLES}/*`]);
  });

  it('gets OTSNoPermissionAccess for the rest, and nothing happens', async () => {
    const { client } = await asRole((action) => action === 'ots:GetRow');
    expect(await failureOf(client.deleteTable({ tableName: 'rooms' }))).toEqual({
      status: 403,
      code: 'OTSNoPermissionAccess',
      message: 'You have no permission to access the requested resource, please contact the resource owner.',
    });
    await new TestTable(client, 'rooms', ['id']).get({ id: 'a' });
  });

  it('needs the permission for each table of a batch', async () => {
    const { client, asked } = await asRole((_action, resource) => resource.endsWith('/rooms'));
    const row = { type: 'PUT' as const, condition: condition(), primaryKey: [{ id: 'a' }], attributeColumns: [] };
    const batch = client.batchWriteRow({
      tables: [
        { tableName: 'rooms', rows: [row] },
        { tableName: 'secrets', rows: [row] },
      ],
    });
    expect(await failureOf(batch)).toMatchObject({ code: 'OTSNoPermissionAccess' });
    expect(asked).toEqual([`ots:BatchWriteRow ${TABLES}/rooms`, `ots:BatchWriteRow ${TABLES}/secrets`]);
    expect((await new TestTable(client, 'rooms', ['id']).range()).rows).toEqual([]);
  });

  it.each([
    ['no token', undefined],
    ['another token', 'stolen'],
  ])('are refused with %s', async (_what, token) => {
    await asRole(() => true);
    const request = { operation: 'ListTable', instance: 'demo', accessKeyId: 'STS.key', secret: 'role-secret' };
    const answer = await send(product?.endpoint ?? '', { ...request, ...(token !== undefined && { token }) });
    expect(errorOf(answer)).toMatchObject({ status: 403, code: 'OTSAuthFailed' });
  });

  it('are refused once they have expired', async () => {
    const clock: TestClock = testClock();
    const { identities } = withRole(role({ expiresAt: clock.now() + 1000 }), () => true);
    product = await openProduct({ identities, clock });
    await product.tablestore.createInstance('demo');
    const list = () =>
      send(product?.endpoint ?? '', {
        operation: 'ListTable',
        instance: 'demo',
        accessKeyId: 'STS.key',
        secret: 'role-secret',
        token: 'role-token',
      });
    expect((await list()).status).toBe(200);
    clock.advance(1000);
    expect(errorOf(await list())).toMatchObject({ status: 403, code: 'OTSAuthFailed' });
  });
});

describe('routing', () => {
  const request = (headers: Record<string, string>): CloudRequest => ({
    id: 'request-1',
    method: 'POST',
    target: '/PutRow',
    path: '/PutRow',
    query: new URLSearchParams(),
    headers,
    body: Buffer.alloc(0),
  });

  it('takes requests of its protocol and leaves the others', async () => {
    product = await openProduct();
    const own = product.tablestore.route(request(signedHeaders({ operation: 'PutRow' })));
    expect(own).toMatchObject({ product: 'tablestore', action: 'PutRow' });
    expect(product.tablestore.route(request({ 'x-acs-action': 'PutRow' }))).toBeUndefined();
  });

  it.each([
    ['throttling', 503, 'OTSServerBusy'],
    ['unavailable', 503, 'OTSServerUnavailable'],
  ] as const)('L2: refuses as the service does when it is %s', async (kind, status, code) => {
    product = await openProduct();
    const answer = product.tablestore.route(request(signedHeaders({ operation: 'PutRow' })))?.refuse(kind);
    expect(answer?.status).toBe(status);
    expect(ErrorMessage.decode(answer?.body as Buffer).code).toBe(code);
    expect(answer?.headers?.authorization).toMatch(new RegExp(`^OTS ${ACCESS_KEY.accessKeyId}:`));
  });
});

describe('instances', () => {
  it('must exist before they are used', async () => {
    product = await openProduct();
    expect(await failureOf(product.client('demo').listTable({}))).toEqual({
      status: 403,
      code: 'OTSAuthFailed',
      message: 'The instance is not found.',
    });
    await product.tablestore.createInstance('demo');
    expect((await product.client('demo').listTable({})).tableNames).toEqual([]);
  });

  it('are apart from each other', async () => {
    product = await openProduct();
    for (const name of ['one', 'two']) await product.tablestore.createInstance(name);
    await product.client('one').createTable(tableParams('t', {}));
    await new TestTable(product.client('one'), 't', ['id']).put({ id: 'a' });
    expect((await product.client('two').listTable({})).tableNames).toEqual([]);
    await product.client('two').createTable(tableParams('t', {}));
    expect(await new TestTable(product.client('two'), 't', ['id']).keys('id')).toEqual([]);
  });

  it('cannot be deleted while they have tables', async () => {
    product = await openProduct();
    await product.tablestore.createInstance('demo');
    await product.client('demo').createTable(tableParams('rooms', {}));
    await expect(product.tablestore.deleteInstance('demo')).rejects.toThrow(/has tables \(rooms\)/);
    await product.client('demo').deleteTable({ tableName: 'rooms' });
    await product.tablestore.deleteInstance('demo');
    await product.tablestore.deleteInstance('demo');
    expect(product.tablestore.inventory()).toEqual({});
  });

  it('are ten at most, each with its own name', async () => {
    product = await openProduct();
    for (let n = 0; n < 10; n += 1) await product.tablestore.createInstance(`inst-${n}`);
    await expect(product.tablestore.createInstance('one-more')).rejects.toMatchObject({ code: 'OTSQuotaExhausted' });
    await product.tablestore.deleteInstance('inst-9');
    await expect(product.tablestore.createInstance('inst-0')).rejects.toMatchObject({ code: 'OTSObjectAlreadyExist' });
  });

  it.each(['ab', '1abc', 'abc-', 'a_b', 'a'.repeat(17), 'play', 'my-robots', 'Alice', 'sysadmin', 'taobao1'])(
    'cannot be called %j',
    async (name) => {
      product = await openProduct();
      await expect(product.tablestore.createInstance(name)).rejects.toMatchObject({ code: 'OTSParameterInvalid' });
    },
  );
});

it('the inventory lists instances, tables, indexes and how many rows there are', async () => {
  product = await openProduct();
  await product.tablestore.createInstance('demo', { clusterType: 'HYBRID', description: 'rooms' });
  const definition = { columns: { n: 'INTEGER' }, indexes: [{ name: 'by_n', key: ['n'], columns: [] }] } as const;
  await product.client('demo').createTable(tableParams('t', definition as never));
  await new TestTable(product.client('demo'), 't', ['id']).put({ id: 'a' });
  expect(product.tablestore.inventory()).toEqual({
    demo: {
      clusterType: 'HYBRID',
      description: 'rooms',
      tables: {
        t: {
          primaryKey: [{ name: 'id', type: 'STRING' }],
          columns: [{ name: 'n', type: 'INTEGER' }],
          indexes: [{ name: 'by_n', type: 'Global', primaryKey: ['n'], columns: [] }],
          timeToLive: -1,
          maxVersions: 1,
          deviation: 86_400,
          allowUpdate: true,
          readCapacity: 0,
          writeCapacity: 0,
          rows: 1,
        },
      },
    },
  });
});

it('the index lag can be changed while the store runs', async () => {
  const clock = testClock();
  product = await openProduct({ clock });
  await product.tablestore.createInstance('demo');
  const definition = { columns: { n: 'INTEGER' }, indexes: [{ name: 'by_n', key: ['n'], columns: [] }] } as const;
  await product.client('demo').createTable(tableParams('t', definition as never));
  const table = new TestTable(product.client('demo'), 't', ['id']);
  const byN = table.as('by_n', ['n', 'id']);
  await table.put({ id: 'at once' }, { n: 1n });
  expect(await byN.keys('id')).toEqual(['at once']);
  product.tablestore.setIndexLag(1000);
  await table.put({ id: 'later' }, { n: 2n });
  expect(await byN.keys('id')).toEqual(['at once']);
  clock.advance(1000);
  expect(await byN.keys('id')).toEqual(['at once', 'later']);
});
