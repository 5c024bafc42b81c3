/** A small local cloud for the console to show: real products where they are cheap, plain data where they are not. */
import type { Clock } from '../../../local/clock.ts';
import { createConsole } from '../../../local/console/console.ts';
import { RequestLog } from '../../../local/console/request-log.ts';
import type { ConsoleOptions } from '../../../local/console/sources.ts';
import { createDns } from '../../../local/dns/dns.ts';
import { Faults } from '../../../local/faults.ts';
import { createLive, type Live } from '../../../local/live/live.ts';
import type { CloudRequest, Json } from '../../../local/product.ts';
import type { StackRecord } from '../../../local/ros/engine/stack.ts';
import { createRtc, type Rtc } from '../../../local/rtc/rtc.ts';
import { createSls, type Sls } from '../../../local/sls/sls.ts';
import { createVod, type Vod } from '../../../local/vod/vod.ts';
import { type Call, caller } from '../openapi/call.ts';
import { DrivenClock } from '../openapi/driven-clock.ts';
import { type TestTables, testTables } from './tables.ts';

export const ACCOUNT = {
  accountId: '1234567890123456',
  accessKeyId: 'LTAI0123456789abcdef',
  accessKeySecret: 'accountsecret0123456789',
  artcApp: { appId: 'artc-app-1', appKey: 'artcappkey0123456789abcdef' },
};

export interface ShownCloud {
  readonly clock: Clock & { advance(ms: number): void };
  readonly live: Live;
  readonly call: Call;
  readonly rtc: Rtc;
  readonly vod: Vod;
  readonly sls: Sls;
  readonly requests: RequestLog;
  readonly faults: Faults;
  readonly tables: TestTables;
  readonly stacks: StackRecord[];
  readonly functions: { name: string; config: { [key: string]: Json }; url?: string }[];
  /** An answer of the console; headers and method may be chosen. */
  get(target: string, headers?: CloudRequest['headers'], method?: string): Promise<Answer>;
  /** The data of a page. */
  data(target: string): Promise<unknown>;
  /** Whether the console takes this request at all. */
  takes(request: CloudRequest): boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function shownCloud(): ShownCloud {
  const clock = new DrivenClock();
  const { accountId } = ACCOUNT;
  const dns = createDns({ clock });
  const live = createLive({ clock, dns, accountId, settings: { domainOnlineAfterMs: 60_000 } });
  const rtc = createRtc({ clock, accountId, apps: [{ ...ACCOUNT.artcApp, name: 'local' }] });
  const vod = createVod({ clock, accountId });
  const sls = createSls({ clock });
  const requests = new RequestLog({
    find: (id) =>
      id === ACCOUNT.accessKeyId
        ? { principal: 'account' }
        : id === 'STS.1'
          ? { principal: { role: 'app' } }
          : undefined,
  });
  const faults = new Faults();
  const tables = testTables(clock);
  const stacks: StackRecord[] = [];
  const functions: ShownCloud['functions'] = [];
  const options: ConsoleOptions = {
    ...{ clock, account: ACCOUNT, requests, faults, tablestore: tables, live, rtc, vod, sls },
    endpoint: () => 'http://127.0.0.1:7300',
    ros: { stacks: () => stacks },
    fc: {
      inventory: () => ({
        functions: functions.map(({ name, config }) => ({ name: `cn-shanghai//${name}`, config })),
        triggers: functions.map(({ name }) => ({
          name: `cn-shanghai//${name}/http`,
          type: 'http',
          config: { methods: ['GET', 'POST'] },
        })),
      }),
      functions: () =>
        functions.map(({ name, url }) => ({
          arn: `acs:fc:cn-shanghai:${accountId}:functions/${name}`,
          ...(url === undefined ? {} : { url }),
        })),
    },
  };
  const console = createConsole(options);
  const get: ShownCloud['get'] = async (target, headers = {}, method = 'GET') => {
    const answer = await console.route(request(target, headers, method))?.run();
    if (!answer) throw new Error(`the console does not take ${method} ${target}`);
    return { status: answer.status, headers: answer.headers ?? {}, body: String(answer.body ?? '') };
  };
  return {
    ...{ clock, live, rtc, vod, sls, requests, faults, tables, stacks, functions, get },
    call: caller(live.service, clock, accountId),
    data: async (target) => JSON.parse((await get(`/_local/console/data/${target}`)).body) as unknown,
    takes: (asked) => console.route(asked) !== undefined,
  };
}

export function request(target: string, headers: CloudRequest['headers'] = {}, method = 'GET'): CloudRequest {
  const [path = '/', query = ''] = target.split('?', 2);
  return {
    id: '1',
    method,
    target,
    path,
    query: new URLSearchParams(query),
    headers: { host: '127.0.0.1:7300', ...headers },
    body: Buffer.alloc(0),
  };
}

/** A stack with one resource and one event; parts may be chosen. */
export function stackRecord(changes: Partial<StackRecord> = {}): StackRecord {
  const [stackId, stackName] = [changes.stackId ?? 'stack-1', changes.stackName ?? 'interactive-live-local'];
  const at = Date.parse('2026-11-20T08:00:00Z');
  return {
    ...{ stackId, stackName, regionId: 'cn-shanghai', resourceGroupId: 'rg-1' },
    ...{ status: 'CREATE_COMPLETE', statusReason: 'state changed', createTimeMs: at, templateBody: '{}' },
    ...{ parameters: {}, tags: {}, disableRollback: false, timeoutInMinutes: 60, deletionProtection: 'Disabled' },
    ...{ ramRoleName: '', parallelism: 0 },
    resources: {
      Rooms: {
        ...{ logicalId: 'Rooms', type: 'ALIYUN::OTS::Table', physicalId: 'live-1:rooms', status: 'CREATE_COMPLETE' },
        ...{ statusReason: 'state changed', properties: {}, attributes: {}, requires: [], deletionPolicy: 'Delete' },
        ...{ description: '', metadata: {}, createTimeMs: at, updateTimeMs: at },
      },
    },
    outputs: [{ key: 'AppServerUrl', value: 'http://127.0.0.1:7301', description: null }],
    events: [
      {
        ...{ eventId: 'event-1', timeMs: at, logicalId: 'Rooms', physicalId: 'live-1:rooms' },
        ...{ resourceType: 'ALIYUN::OTS::Table', status: 'CREATE_COMPLETE', statusReason: 'state changed' },
      },
    ],
    ...changes,
  } as StackRecord;
}
