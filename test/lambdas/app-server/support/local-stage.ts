/** A stage on the products of the local cloud: the real AppServer process code, over the real wire protocols. */
import TableStore from 'tablestore';
import { type ApiClient, apiClient } from '../../../../lambdas/api/client.ts';
import { type RunningServer, startAppServer } from '../../../../lambdas/app-server/server.ts';
import { systemClock } from '../../../../lambdas/cloud/clock.ts';
import { openApi } from '../../../../lambdas/cloud/openapi.ts';
import { settings } from '../../../../lambdas/cloud/settings.ts';
import { TABLES, type TableDefinition } from '../../../../lambdas/cloud/tables.ts';
import { type Tablestore, tablestore } from '../../../../lambdas/cloud/tablestore.ts';
import { Deliveries } from '../../../../local/callbacks/deliveries.ts';
import { createDns } from '../../../../local/dns/dns.ts';
import { Faults } from '../../../../local/faults.ts';
import { openGateway, type RequestRecord } from '../../../../local/gateway.ts';
import { createImGateway } from '../../../../local/im/gateway.ts';
import { createLive, type Live } from '../../../../local/live/live.ts';
import { openApiProduct } from '../../../../local/openapi/product.ts';
import { createRam } from '../../../../local/ram/ram.ts';
import { createRtc, type Rtc } from '../../../../local/rtc/rtc.ts';
import { createTablestore } from '../../../../local/tablestore/tablestore.ts';
import { createVod, type Vod } from '../../../../local/vod/vod.ts';
import { ENVIRONMENT, SECRETS } from './world.ts';

export const account = { accessKeyId: 'LTAI5tLocalTestKeyId', accessKeySecret: 'LocalTestSecret0123456789abcdef' };
export const region = 'cn-shanghai';
const accountId = '1000000000000001';

export interface LocalStage {
  readonly origin: string;
  readonly live: Live;
  readonly vod: Vod;
  /** Channels of the ARTC service, with the application that the stage uses. */
  readonly rtc: Rtc;
  readonly faults: Faults;
  readonly requests: RequestRecord[];
  readonly log: string[];
  /** Address of the messaging gateway (docs/im-protocol.md), and the application that tokens are for. */
  readonly messaging: { readonly url: string; readonly appId: string };
  /** From now on the messaging service reports its events to the AppServer, as on a deployed stage. */
  reportMessageEvents(): Promise<void>;
  /** A client with the headers that Function Compute adds. */
  client(token?: string): ApiClient;
  /** A client of somebody who has logged in. */
  as(user: string): Promise<ApiClient>;
  tick(): Promise<Response>;
  /** The rows themselves. */
  readonly rows: Tablestore;
  /** Another instance of the AppServer on the same cloud, until it is closed; answers clients of it. */
  another(): Promise<{ readonly client: LocalStage['client']; close(): Promise<void> }>;
  close(): Promise<void>;
}

const PLATFORM = {
  'x-fc-access-key-id': account.accessKeyId,
  'x-fc-access-key-secret': account.accessKeySecret,
  'x-fc-control-path': '/http-invoke',
};

/** `setEndpoint` makes the lambdas' clients find the local cloud, which they look up in the environment. */
export async function startLocalStage(
  setEndpoint: (endpoint: string) => void,
  environment: Partial<Record<keyof typeof ENVIRONMENT, string>> = {},
): Promise<LocalStage> {
  const clock = systemClock;
  const ram = createRam({ accountId, clock, account });
  const rows = createTablestore({ clock, identities: ram, accountId, regionId: region });
  await rows.createInstance('instance');
  const rtc = createRtc({ clock, accountId, apps: [{ appId: 'artc0app', appKey: SECRETS.artcKey, name: 'test' }] });
  const live = createLive({ clock, accountId, dns: createDns({ clock }), settings: { domainOnlineAfterMs: 0 }, rtc });
  const callbacks = new Deliveries({
    clock,
    fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...PLATFORM } }),
  });
  const vod = createVod({ clock, accountId, callbacks });
  const endpoint = (): string => gateway.endpoint;
  const services = [live.service, vod.service];
  const products = [rows, openApiProduct({ services, identities: ram, clock, accountId, endpoint })];
  const faults = new Faults();
  const withPlatform = (url: Parameters<typeof fetch>[0], init: RequestInit = {}): Promise<Response> =>
    fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), ...PLATFORM } });
  const im = createImGateway({
    ...{ clock, live, endpoint, log: (line: string) => log.push(line) },
    fetch: withPlatform as typeof fetch,
  });
  const requests: RequestRecord[] = [];
  const log: string[] = [];
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
    upgrade: (request, socket, head) => im.upgrade(request, socket, head),
  });
  setEndpoint(gateway.endpoint);
  await createTables(gateway.endpoint);
  const appId = await configure();

  const server: RunningServer = await startAppServer(
    { ...ENVIRONMENT, ...environment, FC_CUSTOM_LISTEN_PORT: '0' },
    (line) => log.push(line),
  );
  const origin = `http://127.0.0.1:${server.port}`;
  await configureCallbacks(origin);
  await storedSettings().write('public-url', { url: origin });
  const client = (token?: string): ApiClient =>
    apiClient({ origin, fetch: withPlatform as typeof fetch, ...(token === undefined ? {} : { token }) });

  return {
    origin,
    live,
    rtc,
    vod,
    faults,
    requests,
    log,
    messaging: { url: im.url(), appId },
    reportMessageEvents: async () => {
      const EventCallbackUrl = `${origin}/api/v1/callbacks/message`;
      await openApi(account, region).call('live', 'ModifyLiveMessageAppCallback', { AppId: appId, EventCallbackUrl });
    },
    client,
    as: async (user) => client((await client().call('login', { username: user, password: user })).token),
    tick: () =>
      fetch(`${origin}/invoke`, {
        method: 'POST',
        headers: { ...PLATFORM, 'x-fc-control-path': '/invoke' },
        body: '{"triggerName":"tick"}',
      }),
    rows: tablestore(account, { region, instance: 'instance' }),
    another: async () => {
      const other = await startAppServer({ ...ENVIRONMENT, ...environment, FC_CUSTOM_LISTEN_PORT: '0' }, (line) =>
        log.push(line),
      );
      const at = { origin: `http://127.0.0.1:${other.port}`, fetch: withPlatform as typeof fetch };
      return { client: (token) => apiClient(token === undefined ? at : { ...at, token }), close: () => other.close() };
    },
    close: async () => {
      callbacks.close();
      im.close();
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

const storedSettings = () => settings(tablestore(account, { region, instance: 'instance' }), { clock: systemClock });

/** What the provisioner does: domains, the messaging application, whose id it answers, and the settings. */
async function configure(): Promise<string> {
  const api = openApi(account, region);
  await api.call('live', 'AddLiveDomain', {
    DomainName: 'ingest.localhost',
    LiveDomainType: 'liveEdge',
    Region: region,
  });
  const app = await api.call('live', 'CreateLiveMessageApp', { AppName: 'test', DataCenter: region });
  const appId = String(app.AppId);
  const stored = storedSettings();
  await stored.write('session-keys', { keys: [{ id: 'k1', secret: SECRETS.session, createdAt: 1 }] });
  await stored.write('jump-key', { secret: SECRETS.jump });
  await stored.write('callback-keys', { stream: SECRETS.stream, recording: SECRETS.recording, vod: SECRETS.vod });
  const { AppKey, AppSign } = app;
  await stored.write('message-app', { appId, appKey: String(AppKey), appSign: String(AppSign), dataCenter: region });
  await stored.write('artc-app', { appId: 'artc0app', appKey: SECRETS.artcKey });
  for (const purpose of ['ingest', 'streaming'] as const) {
    const domain = `${purpose}.localhost`;
    await stored.write(`url-signing/${purpose}`, { domain, key1: SECRETS[purpose], key2: 'x', validitySeconds: 1_800 });
  }
  return appId;
}

/** What the provisioner does once the address is known: VOD reports recordings to it. */
async function configureCallbacks(origin: string): Promise<void> {
  await openApi(account, region).call('vod', 'SetMessageCallback', {
    CallbackType: 'HTTP',
    CallbackURL: `${origin}/api/v1/callbacks/vod`,
    EventTypeList: 'AddLiveRecordVideoComplete',
    AuthSwitch: 'on',
    AuthKey: SECRETS.vod,
  });
}
