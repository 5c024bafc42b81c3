/** A stage on the products of the local cloud: the real AppServer process code, over the real wire protocols. */
import TableStore from 'tablestore';
import { type ApiClient, apiClient } from '../../../../lambdas/api/client.ts';
import { type RunningServer, startAppServer } from '../../../../lambdas/app-server/server.ts';
import { systemClock } from '../../../../lambdas/cloud/clock.ts';
import { openApi } from '../../../../lambdas/cloud/openapi.ts';
import { settings } from '../../../../lambdas/cloud/settings.ts';
import { TABLES, type TableDefinition } from '../../../../lambdas/cloud/tables.ts';
import { tablestore } from '../../../../lambdas/cloud/tablestore.ts';
import { createDns } from '../../../../local/dns/dns.ts';
import { Faults } from '../../../../local/faults.ts';
import { openGateway, type RequestRecord } from '../../../../local/gateway.ts';
import { createLive, type Live } from '../../../../local/live/live.ts';
import { openApiProduct } from '../../../../local/openapi/product.ts';
import { createRam } from '../../../../local/ram/ram.ts';
import { createTablestore } from '../../../../local/tablestore/tablestore.ts';
import { ENVIRONMENT, SECRETS } from './world.ts';

const account = { accessKeyId: 'LTAI5tLocalTestKeyId', accessKeySecret: 'LocalTestSecret0123456789abcdef' };
const region = 'cn-shanghai';
const accountId = '1000000000000001';

export interface LocalStage {
  readonly origin: string;
  readonly live: Live;
  readonly faults: Faults;
  readonly requests: RequestRecord[];
  readonly log: string[];
  /** A client with the headers that Function Compute adds. */
  client(token?: string): ApiClient;
  /** A client of somebody who has logged in. */
  as(user: string): Promise<ApiClient>;
  tick(): Promise<Response>;
  close(): Promise<void>;
}

const PLATFORM = {
  'x-fc-access-key-id': account.accessKeyId,
  'x-fc-access-key-secret': account.accessKeySecret,
  'x-fc-control-path': '/http-invoke',
};

/** `setEndpoint` makes the lambdas' clients find the local cloud, which they look up in the environment. */
export async function startLocalStage(setEndpoint: (endpoint: string) => void): Promise<LocalStage> {
  const clock = systemClock;
  const ram = createRam({ accountId, clock, account });
  const rows = createTablestore({ clock, identities: ram, accountId, regionId: region });
  await rows.createInstance('instance');
  const live = createLive({ clock, accountId, dns: createDns({ clock }), settings: { domainOnlineAfterMs: 0 } });
  const endpoint = (): string => gateway.endpoint;
  const products = [rows, openApiProduct({ services: [live.service], identities: ram, clock, accountId, endpoint })];
  const faults = new Faults();
  const requests: RequestRecord[] = [];
  const gateway = await openGateway({
    host: '127.0.0.1',
    port: 0,
    exact: true,
    clock,
    faults,
    onRequest: (record) => requests.push(record),
    route: (request) => {
      for (const product of products) {
        const operation = product.route(request);
        if (operation) {
          return operation;
        }
      }
      return undefined;
    },
  });
  setEndpoint(gateway.endpoint);
  await createTables(gateway.endpoint);
  await configure();

  const log: string[] = [];
  const server: RunningServer = await startAppServer({ ...ENVIRONMENT, FC_CUSTOM_LISTEN_PORT: '0' }, (line) =>
    log.push(line),
  );
  const origin = `http://127.0.0.1:${server.port}`;
  const withPlatform = (url: Parameters<typeof fetch>[0], init: RequestInit = {}): Promise<Response> =>
    fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), ...PLATFORM } });
  const client = (token?: string): ApiClient =>
    apiClient({ origin, fetch: withPlatform as typeof fetch, ...(token === undefined ? {} : { token }) });

  return {
    origin,
    live,
    faults,
    requests,
    log,
    client,
    as: async (user) => client((await client().call('login', { username: user, password: user })).token),
    tick: () =>
      fetch(`${origin}/invoke`, {
        method: 'POST',
        headers: { ...PLATFORM, 'x-fc-control-path': '/invoke' },
        body: '{"triggerName":"tick"}',
      }),
    close: async () => {
      await server.close();
      await gateway.close();
      await rows.close();
    },
  };
}

async function createTables(endpoint: string): Promise<void> {
  const sdk = new TableStore.Client({
    ...account,
    secretAccessKey: account.accessKeySecret,
    endpoint,
    instancename: 'instance',
  });
  for (const table of Object.values(TABLES) as TableDefinition[]) {
    await sdk.createTable({
      tableMeta: {
        tableName: table.name,
        primaryKey: table.primaryKey.map(({ name, type }) => ({ name, type })),
        definedColumn: (table.columns ?? []).map(({ name, type }) => ({
          name,
          type: { STRING: 4, INTEGER: 1, BOOLEAN: 3 }[type],
        })),
      },
      reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
      tableOptions: { timeToLive: table.timeToLive, maxVersions: 1 },
      indexMetas: (table.indexes ?? []).map((index) => ({
        name: index.name,
        primaryKey: [...index.primaryKey],
        definedColumn: [...index.columns],
        includeBaseData: false,
      })),
    } as unknown as Parameters<typeof sdk.createTable>[0]);
  }
}

/** What the provisioner does: domains, the messaging application, and the settings. */
async function configure(): Promise<void> {
  const api = openApi(account, region);
  await api.call('live', 'AddLiveDomain', {
    DomainName: 'ingest.localhost',
    LiveDomainType: 'liveEdge',
    Region: region,
  });
  const app = await api.call('live', 'CreateLiveMessageApp', { AppName: 'test', DataCenter: region });
  const appId = String(app.AppId);
  const stored = settings(tablestore(account, { region, instance: 'instance' }), { clock: systemClock });
  await stored.write('session-keys', { keys: [{ id: 'k1', secret: SECRETS.session, createdAt: 1 }] });
  await stored.write('callback-keys', { stream: SECRETS.stream, recording: SECRETS.recording, vod: SECRETS.vod });
  await stored.write('message-app', { appId, appKey: SECRETS.imKey, appSign: SECRETS.imSign, dataCenter: region });
  await stored.write('artc-app', { appId: 'artc0app', appKey: SECRETS.artcKey });
  for (const purpose of ['ingest', 'streaming'] as const) {
    const domain = `${purpose}.localhost`;
    await stored.write(`url-signing/${purpose}`, { domain, key1: SECRETS[purpose], key2: 'x', validitySeconds: 1_800 });
  }
}
