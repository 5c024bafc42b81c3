/** The store used alone, as an `http.Server`. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createTablestoreServer } from '../../../local/tablestore/server.ts';
import { accountIdentities } from './identities.ts';
import { openProduct } from './product-store.ts';
import { failureOf } from './sdk.ts';
import { ACCESS_KEY, clientOf, localStore, TestTable, tableParams } from './store.ts';
import { errorOf, send } from './wire-client.ts';

describe('createTablestoreServer', () => {
  it('makes an instance at its first request when none is named', async () => {
    const store = await localStore();
    for (const name of ['one', 'two']) {
      await clientOf(store.endpoint, ACCESS_KEY, name).createTable(tableParams('t', {}));
    }
    await new TestTable(clientOf(store.endpoint, ACCESS_KEY, 'one'), 't', ['id']).put({ id: 'a' });
    expect(await new TestTable(clientOf(store.endpoint, ACCESS_KEY, 'two'), 't', ['id']).keys('id')).toEqual([]);
    await store.close();
  });

  it('serves only the instances that are named, when some are', async () => {
    const store = await localStore({ instances: ['mine'] });
    expect((await store.client.listTable({})).tableNames).toEqual([]);
    const other = clientOf(store.endpoint, ACCESS_KEY, 'other');
    expect(await failureOf(other.listTable({}))).toMatchObject({ message: 'The instance is not found.' });
    await store.close();
  });

  it('refuses a bad instance name at once', () => {
    expect(() => createTablestoreServer({ ...ACCESS_KEY, instances: ['x'] })).toThrow(/Invalid instance name: 'x'/);
  });

  it('answers every request with the reason when the store cannot be opened', async () => {
    const store = await localStore({ directory: fileURLToPath(import.meta.url) });
    for (let n = 0; n < 2; n += 1) {
      const answer = await send(store.endpoint, { operation: 'ListTable' });
      expect(answer.status).toBe(500);
      expect(answer.body.toString()).toMatch(/open/i);
    }
    await store.close();
  });

  it('finds its named instances again in its directory', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'tablestore-'));
    for (const tables of [[], ['t']]) {
      const store = await localStore({ directory, instances: ['mine'] });
      expect((await store.client.listTable({})).tableNames).toEqual(tables);
      if (tables.length === 0) await store.client.createTable(tableParams('t', {}));
      await store.close();
    }
    await rm(directory, { recursive: true });
  });

  it('reports a port that is taken and can be closed', async () => {
    const first = createTablestoreServer(ACCESS_KEY).listen(0, '127.0.0.1');
    await once(first, 'listening');
    const { port } = first.address() as AddressInfo;
    const second = createTablestoreServer(ACCESS_KEY).listen(port, '127.0.0.1');
    const [error] = await once(second, 'error');
    expect(error).toMatchObject({ code: 'EADDRINUSE' });
    first.close();
    await once(first, 'close');
  });

  it('keeps serving after a client that went away in the middle of its request', async () => {
    const store = await localStore();
    const aborted = get(`${store.endpoint}/PutRow`, { headers: { 'content-length': '1000', 'x-ots-date': 'x' } });
    aborted.on('error', () => undefined);
    await once(aborted, 'socket');
    aborted.destroy();
    expect((await store.client.listTable({})).tableNames).toEqual([]);
    await store.close();
  });

  it('stores two servers apart', async () => {
    const [first, second] = [await localStore(), await localStore()];
    await first.client.createTable(tableParams('t', {}));
    expect((await second.client.listTable({})).tableNames).toEqual([]);
    await Promise.all([first.close(), second.close()]);
  });
});

it('a mistake of ours is answered as OTSInternalServerError, not hidden', async () => {
  const identities = {
    ...accountIdentities,
    allows: () => {
      throw new Error('policies are broken');
    },
  };
  const product = await openProduct({ identities });
  await product.tablestore.createInstance('demo');
  const answer = await send(product.endpoint, { operation: 'ListTable', instance: 'demo' });
  expect(errorOf(answer)).toEqual({
    status: 500,
    code: 'OTSInternalServerError',
    message: 'Internal server error in the local Tablestore: policies are broken',
  });
  await product.close();
});
