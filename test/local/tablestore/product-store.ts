/** The product of the local cloud behind a bare HTTP server, for tests that need its own functions. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '../../../local/tablestore/server.ts';
import { createTablestore, type Tablestore, type TablestoreOptions } from '../../../local/tablestore/tablestore.ts';
import { accountIdentities } from './identities.ts';
import type { Client } from './sdk.ts';
import { ACCESS_KEY, clientOf, testClock } from './store.ts';

export interface OpenProduct {
  readonly tablestore: Tablestore;
  readonly endpoint: string;
  client(instance: string, key?: Parameters<typeof clientOf>[1]): Client;
  close(): Promise<void>;
}

export const ACCOUNT_ID = '1234567890123456';

export async function openProduct(options: Partial<TablestoreOptions> = {}): Promise<OpenProduct> {
  const tablestore = createTablestore({
    clock: testClock(),
    identities: accountIdentities,
    accountId: ACCOUNT_ID,
    regionId: 'cn-shanghai',
    ...options,
  });
  const server = serve(tablestore);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    tablestore,
    endpoint,
    client: (instance, key = ACCESS_KEY) => clientOf(endpoint, key, instance),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await tablestore.close();
    },
  };
}
