/** The provisioner as a server, between a fake ROS and a local cloud with Live, VOD, RTC and Tablestore. */
import { createServer } from 'node:http';
import TableStore from 'tablestore';
import { expect, onTestFinished } from 'vitest';
import type { ResourceType } from '../../../lambdas/provisioner/resource.ts';
import { RESOURCE_TYPES } from '../../../lambdas/provisioner/resources/list.ts';
import { createProvisioner, type ProvisionerOptions } from '../../../lambdas/provisioner/server.ts';
import { systemClock } from '../../../local/clock.ts';
import { createDns, type Dns } from '../../../local/dns/dns.ts';
import { Faults } from '../../../local/faults.ts';
import { openGateway, type RequestRecord } from '../../../local/gateway.ts';
import { createLive, type Live } from '../../../local/live/live.ts';
import { openApiProduct } from '../../../local/openapi/product.ts';
import type { OpenApiService, Params } from '../../../local/openapi/service.ts';
import { createRam } from '../../../local/ram/ram.ts';
import { createRtc, type Rtc } from '../../../local/rtc/rtc.ts';
import { createTablestore } from '../../../local/tablestore/tablestore.ts';
import { createVod, type Vod } from '../../../local/vod/vod.ts';
import { listen } from '../cloud/servers.ts';

export const ACCOUNT_ID = '1234567890123456';
const ACCOUNT_KEY = { accessKeyId: 'LTAIaccountkey01', accessKeySecret: 'accountSecretValue01' };
const INSTANCE = 'stack-test';

/** Bought by hand, as in the real world; the third can be relayed by API only. */
export const ARTC_APPS = [
  { appId: 'artcapp1', appKey: 'artcAppKeyNumberOne01', name: 'first' },
  { appId: 'artcapp2', appKey: 'artcAppKeyNumberTwo02', name: 'second' },
  { appId: 'artcapp3', appKey: 'artcAppKeyNumberThree', name: 'third', automaticRelay: false },
];

export interface RosAnswer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId?: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly Data?: Readonly<Record<string, unknown>>;
}

export interface Ros {
  readonly url: string;
  /** Parsed bodies that were accepted. */
  readonly answers: RosAnswer[];
  /** Raw bodies and headers of every attempt. */
  readonly attempts: {
    body: Buffer;
    contentType: string | undefined;
    contentLength: string | undefined;
    method: string | undefined;
  }[];
  /** Statuses of the next answers to the provisioner; 0 breaks the connection. 200 when empty. */
  readonly statuses: number[];
}

export async function openRos(): Promise<Ros> {
  const ros: Omit<Ros, 'url'> = { answers: [], attempts: [], statuses: [] };
  const server = await listen(
    createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        const { 'content-type': contentType, 'content-length': contentLength } = request.headers;
        ros.attempts.push({ body, contentType, contentLength, method: request.method });
        const status = ros.statuses.shift() ?? 200;
        if (status === 0) {
          response.socket?.destroy();
          return;
        }
        if (status === 200) {
          ros.answers.push(JSON.parse(body.toString('utf8')) as RosAnswer);
        }
        response.writeHead(status).end();
      });
    }),
  );
  onTestFinished(() => server.close());
  return { ...ros, url: `${server.endpoint}/_ros/responses/secret-token` };
}

/** Sleeps pass at once and move it on. */
export class QuickClock {
  #offset = 0;
  readonly sleeps: number[] = [];

  now = (): number => Date.now() + this.#offset;

  sleep = async (ms: number): Promise<void> => {
    this.sleeps.push(ms);
    this.#offset += ms;
  };
}

export interface SendOptions {
  readonly requestId?: string;
  readonly logicalId?: string;
  readonly stackId?: string;
  readonly physicalId?: string | undefined;
  readonly old?: object;
  readonly more?: object;
}

export interface Cloud {
  readonly live: Live;
  readonly vod: Vod;
  readonly rtc: Rtc;
  /** Hosts the zone `example.com`. */
  readonly dns: Dns;
  /** TXT records by host name. */
  readonly txt: Record<string, string[]>;
  readonly ros: Ros;
  readonly faults: Faults;
  readonly clock: QuickClock;
  readonly lines: string[];
  /** `live AddLiveDomain` and so on, in order, without reads of Tablestore. */
  readonly calls: () => string[];
  readonly records: RequestRecord[];
  readonly endpoint: string;
  /** Rows of the settings table by name, values parsed. */
  readonly rows: () => Promise<Record<string, unknown>>;
  /** Everything that exists in the cloud, for comparing before and after. */
  readonly inventory: () => Promise<string>;
  /** Calls an action as the account's owner would in the console. */
  readonly act: (service: OpenApiService, action: string, params: Params) => Promise<Record<string, unknown>>;
  readonly invoke: (event: unknown, headers?: Record<string, string>) => Promise<Response>;
  /** Does something when an action is called next, before that call is answered. */
  readonly once: (action: string, work: () => Promise<unknown>) => Promise<unknown>;
  readonly create: (type: string, properties: object, options?: SendOptions) => Promise<RosAnswer>;
  readonly update: (type: string, properties: object, old: object, options?: SendOptions) => Promise<RosAnswer>;
  readonly remove: (type: string, properties: object, options?: SendOptions) => Promise<RosAnswer>;
}

export async function openCloud(
  options: { types?: readonly ResourceType[]; onlineAfterMs?: number; provisioner?: Partial<ProvisionerOptions> } = {},
): Promise<Cloud> {
  const clock = new QuickClock();
  const ram = createRam({ accountId: ACCOUNT_ID, clock: systemClock, account: ACCOUNT_KEY });
  const tablestore = createTablestore({
    clock: systemClock,
    identities: ram,
    accountId: ACCOUNT_ID,
    regionId: 'cn-shanghai',
  });
  await tablestore.createInstance(INSTANCE);
  const txt: Record<string, string[]> = {};
  const dns = createDns({ clock, domains: ['example.com'] });
  const live = createLive({
    clock,
    accountId: ACCOUNT_ID,
    settings: { domainOnlineAfterMs: options.onlineAfterMs ?? 500 },
    dns: { resolve: (name, type) => txt[name] ?? dns.resolve(name, type) },
  });
  const vod = createVod({ clock, accountId: ACCOUNT_ID });
  const rtc = createRtc({ clock, accountId: ACCOUNT_ID, apps: ARTC_APPS });
  const openapi = openApiProduct({
    services: [live.service, vod.service, rtc.service, dns.service],
    identities: ram,
    // Requests are signed with the time of day, however far the test's clock is: minutes of waiting pass at once, and
    // would use up quotas that real waiting stays far below.
    clock: systemClock,
    quotas: { enforced: false },
    accountId: ACCOUNT_ID,
    endpoint: () => '',
  });
  const faults = new Faults();
  const records: RequestRecord[] = [];
  const awaited: { readonly action: string; readonly start: () => void }[] = [];
  const gateway = await openGateway({
    host: '127.0.0.1',
    port: 0,
    exact: true,
    clock,
    faults,
    route: (request) => {
      const operation = tablestore.route(request) ?? openapi.route(request);
      const due = operation && awaited.find(({ action }) => action === operation.action);
      if (due) {
        awaited.splice(awaited.indexOf(due), 1);
        due.start();
      }
      return operation;
    },
    onRequest: (record) => records.push(record),
  });
  const { endpoint } = gateway;
  const sdk = await settingsTable(endpoint);
  const ros = await openRos();
  const lines: string[] = [];
  const server = await listen(
    createProvisioner({
      config: { instance: INSTANCE, region: 'cn-shanghai' },
      env: { LIVE_STACK_CLOUD_ENDPOINT: endpoint },
      clock,
      random: (size) => crypto.getRandomValues(new Uint8Array(size)),
      jitter: () => 0,
      write: (line) => lines.push(line),
      types: options.types ?? RESOURCE_TYPES,
      policy: { attempts: 3, firstWaitMs: 300, longestWaitMs: 5_000 },
      ...options.provisioner,
    }),
  );
  onTestFinished(async () => {
    await server.close();
    await gateway.close();
    await tablestore.close();
  });

  const invoke = (event: unknown, headers: Record<string, string> = {}) =>
    fetch(`${server.endpoint}/invoke`, {
      method: 'POST',
      body: typeof event === 'string' ? event : JSON.stringify(event),
      headers: {
        'x-fc-request-id': 'fc-request-1',
        'x-fc-access-key-id': ACCOUNT_KEY.accessKeyId,
        'x-fc-access-key-secret': ACCOUNT_KEY.accessKeySecret,
        'x-fc-function-timeout': '600',
        ...headers,
      },
    });

  const act: Cloud['act'] = async (service, action, params) => {
    const identity = { ...ACCOUNT_KEY, principal: 'account' } as const;
    const context = { identity, accountId: ACCOUNT_ID, requestId: 'console', clock, endpoint };
    return (await service.actions[action]?.(params, context)) ?? {};
  };

  let count = 0;
  const send = async (requestType: string, type: string, properties: object, given: SendOptions) => {
    count += 1;
    const requestId = given.requestId ?? `request-${count}`;
    const mine = () => ros.answers.filter(({ RequestId }) => RequestId === requestId);
    const before = mine().length;
    await invoke({
      RequestType: requestType,
      RequestId: requestId,
      ResponseURL: ros.url,
      IntranetResponseURL: ros.url,
      StackId: given.stackId ?? 'stack-1',
      StackName: 'live-test',
      ResourceOwnerId: ACCOUNT_ID,
      CallerId: ACCOUNT_ID,
      RegionId: 'cn-shanghai',
      ResourceType: type,
      LogicalResourceId: given.logicalId ?? 'Resource',
      ...(given.physicalId === undefined ? {} : { PhysicalResourceId: given.physicalId }),
      ResourceProperties: properties,
      ...(given.old === undefined ? {} : { OldResourceProperties: given.old }),
      ...given.more,
    });
    expect(mine()).toHaveLength(before + 1);
    const answer = mine().at(-1);
    if (!answer) {
      throw new Error('no answer arrived');
    }
    return answer;
  };

  const rows = async () => {
    const found = await sdk.getRange({
      tableName: 'settings',
      direction: TableStore.Direction.FORWARD,
      inclusiveStartPrimaryKey: [{ name: TableStore.INF_MIN }],
      exclusiveEndPrimaryKey: [{ name: TableStore.INF_MAX }],
    });
    const entries = found.rows.map((row) => {
      const value = row.attributes?.find((column) => column.columnName === 'value')?.columnValue;
      return [String(row.primaryKey?.[0]?.value), JSON.parse(String(value))];
    });
    return Object.fromEntries(entries) as Record<string, unknown>;
  };

  return {
    live,
    vod,
    rtc,
    dns,
    txt,
    ros,
    faults,
    clock,
    lines,
    records,
    endpoint,
    calls: () => records.filter(({ product }) => product !== 'tablestore').map((r) => `${r.product} ${r.action}`),
    rows,
    once: (action, work) => new Promise<void>((start) => awaited.push({ action, start })).then(work),
    inventory: async () =>
      JSON.stringify([live.inventory(), vod.inventory(), rtc.inventory(), await rows(), dns.inventory()], null, 1),
    act,
    invoke,
    create: (type, properties, given = {}) => send('Create', type, properties, given),
    update: (type, properties, old, given = {}) => send('Update', type, properties, { old, ...given }),
    remove: (type, properties, given = {}) => send('Delete', type, properties, given),
  };
}

async function settingsTable(endpoint: string) {
  const { accessKeyId, accessKeySecret: secretAccessKey } = ACCOUNT_KEY;
  const client = new TableStore.Client({
    accessKeyId,
    secretAccessKey,
    endpoint,
    instancename: INSTANCE,
    maxRetries: 0,
  });
  await client.createTable({
    tableMeta: { tableName: 'settings', primaryKey: [{ name: 'name', type: 'STRING' }] },
    tableOptions: { timeToLive: -1, maxVersions: 1 },
    reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
  });
  return client;
}
