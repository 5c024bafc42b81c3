/**
 * The local cloud without processes: its ROS, products and wire protocols, and both functions inside this process, on a
 * clock whose waits pass at once. Each function has the rights of its own role, so that each call is recorded and checked.
 */
import type { Stage } from '../../cdk/config/schema.ts';
import { parameterValues } from '../../cdk/parameters.ts';
import { tagsOf } from '../../cdk/tags.ts';
import { callRpc } from '../../cli/cloud/rpc.ts';
import { stacksOf } from '../../cli/cloud/stacks.ts';
import type { Target } from '../../cli/cloud/target.ts';
import { type Deployment, deployStack } from '../../cli/stack/deploy.ts';
import { type Destruction, destroyStack } from '../../cli/stack/destroy.ts';
import { Deliveries } from '../../local/callbacks/deliveries.ts';
import { systemClock } from '../../local/clock.ts';
import { createCms } from '../../local/cms/cms.ts';
import { createDns } from '../../local/dns/dns.ts';
import { Faults } from '../../local/faults.ts';
import { createFc } from '../../local/fc/fc.ts';
import { openGateway } from '../../local/gateway.ts';
import { createImGateway } from '../../local/im/gateway.ts';
import { createLive, type Live } from '../../local/live/live.ts';
import { openApiProduct } from '../../local/openapi/product.ts';
import type { Json } from '../../local/product.ts';
import { createRam } from '../../local/ram/ram.ts';
import { createRos } from '../../local/ros/ros.ts';
import { createRtc, type Rtc } from '../../local/rtc/rtc.ts';
import { createSls } from '../../local/sls/sls.ts';
import { createTablestore } from '../../local/tablestore/tablestore.ts';
import { createVod } from '../../local/vod/vod.ts';
import { synth } from '../cdk/support.ts';
import { Callers } from './callers.ts';
import { DrivenClock } from './driven-clock.ts';
import { type AppServer, Functions } from './functions.ts';

const ACCOUNT_ID = '1234567890123456';
const ACCOUNT = { accessKeyId: 'LTAIaccountkey01', accessKeySecret: 'accountSecretValue01' };
const ARTC = { appId: 'artcapp1', appKey: 'artcAppKeyNumberOne01', name: 'first' };
const OTHER_ARTC = { appId: 'artcapp2', appKey: 'artcAppKeyNumberTwo02', name: 'second' };

const VERSIONS = { live: '2016-11-01', rtc: '2018-01-11' };

/** All that a cloud holds at some moment, by product. */
export type Kept = Readonly<Record<string, Json>>;

interface FastCloudOptions {
  readonly regionId?: string;
  /** Shared by clouds that go on from each other: what one keeps is dated. */
  readonly clock?: DrivenClock;
  /** What is there from the beginning. */
  readonly from?: Kept;
}

export interface FastCloud {
  readonly callers: Callers;
  readonly faults: Faults;
  readonly dns: { addDomain(name: string): void };
  readonly live: Live;
  readonly rtc: Rtc;
  /** Sleeps of it pass at once. */
  readonly clock: DrivenClock;
  /** `http://host:port` */
  readonly endpoint: string;
  readonly deploy: (stage: Stage) => Promise<Deployment>;
  readonly destroy: (stage: Stage) => Promise<Destruction>;
  readonly startAppServer: () => AppServer;
  /** Callbacks to the AppServer that are on their way. */
  readonly callbacks: { readonly waiting: number };
  /** What exists, without stacks and without messaging applications, which are left disabled (P14). */
  readonly things: () => { [product: string]: Json };
  readonly keep: () => Kept;
  /** Tags of the stage's stack. */
  readonly tags: (stage: Stage) => Promise<Record<string, string>>;
  /** Calls an action as the account's owner would in the console. */
  readonly act: (
    host: 'live' | 'rtc',
    action: string,
    query: Record<string, string>,
  ) => Promise<Record<string, unknown>>;
  readonly close: () => Promise<void>;
}

export async function openFastCloud(options: FastCloudOptions = {}): Promise<FastCloud> {
  const { regionId = 'cn-shanghai', clock = new DrivenClock() } = options;
  const accountId = ACCOUNT_ID;
  const faults = new Faults();
  const callers = new Callers(faults);
  let address = '';
  const endpoint = (): string => address;
  const log = (): void => undefined;
  const callBack = (url: string, init?: RequestInit): Promise<Response> => functions.callBack(url, init ?? {});

  const ram = callers.judged(createRam({ accountId, clock: systemClock, account: ACCOUNT }));
  const dns = createDns({ clock: systemClock });
  const cms = createCms();
  const sls = createSls({ clock: systemClock });
  const tablestore = createTablestore({ clock: systemClock, identities: ram, accountId, regionId });
  const rtc = createRtc({ clock: clock.passive, accountId, apps: [ARTC, OTHER_ARTC] });
  // They wait in real time: else they would give up a callback as soon as they begin to wait for its answer.
  const deliveries = new Deliveries({ clock: { ...systemClock, now: clock.now }, fetch: callBack });
  const vod = createVod({ clock: clock.passive, accountId, callbacks: deliveries });
  const settings = { domainOnlineAfterMs: 500, recordingDelayMs: 500 };
  const beside = { dns, rtc, callbacks: deliveries, recordings: vod };
  const live = createLive({ clock: clock.passive, accountId, settings, ...beside });
  const im = createImGateway({ clock: systemClock, live, endpoint, log, fetch: callBack as typeof fetch });
  const host = '127.0.0.1';
  const fc = createFc({ clock: systemClock, identities: ram, accountId, sls, endpoint, host, triggerPort: 0, log });
  const functions = new Functions({ ram, fc, callers, regionId, clock, endpoint });
  const ros = createRos({
    clock: systemClock,
    accountId,
    resourceTypes: [ram, dns, sls, cms, tablestore, fc]
      .flatMap((product) => product.resourceTypes)
      .map((type) => callers.watched(type)),
    endpoint,
    invoke: (_token, payload) => functions.provision(payload),
  });
  const services = [dns, live, rtc, vod, ros].map((product) => product.service);
  const api = { services, identities: ram, clock: systemClock, quotas: { enforced: false }, accountId, endpoint };
  const products = [ram, dns, sls, cms, tablestore, live, rtc, vod, fc, ros];
  const routed = [...products, openApiProduct(api)];
  for (const product of products) {
    const state = options.from?.[product.name];
    if (state !== undefined) await product.load(structuredClone(state));
  }
  const gateway = await openGateway({
    ...{ host, port: 0, exact: true, clock: systemClock, faults },
    route: (request) => {
      const operation = routed.map((product) => product.route(request)).find((found) => found);
      return operation && callers.named(operation, request);
    },
    upgrade: (request, socket, head) => im.upgrade(request, socket, head),
    onRequest: (record) => callers.record(record),
  });
  address = gateway.endpoint;

  const target: Target = { regionId, endpoint: address, credentials: ACCOUNT };
  const stacks = stacksOf(target);
  const shared = { intervalMs: 0, sleep: () => ros.idle(), onEvent: () => undefined };
  return {
    callers,
    faults,
    dns,
    live,
    rtc,
    clock,
    endpoint: address,
    callbacks: deliveries,
    startAppServer: () => functions.startAppServer(),
    act: async (product, action, query) =>
      callRpc(target, { host: `${product}.aliyuncs.com`, version: VERSIONS[product], action }, query),
    deploy: async (stage) => {
      const { body } = await synth(stage);
      const { appId: artcAppId, appKey: artcAppKey } = stage.artcAppId === OTHER_ARTC.appId ? OTHER_ARTC : ARTC;
      const parameters = parameterValues({ ...stage, artcAppId }, { accountId, artcAppKey });
      const input = { templateBody: body, parameters, tags: tagsOf(stage), timeoutMinutes: 10 };
      return deployStack(stacks, { stackName: stage.stackName, input, ...shared, tell: () => undefined });
    },
    tags: async ({ stackName }) => {
      const ask = { host: 'ros.aliyuncs.com', version: '2019-09-10', action: 'ListStacks' };
      const answer = await callRpc(target, ask, { RegionId: regionId, 'StackName.1': stackName });
      const [stack] = answer.Stacks as { Tags: { Key: string; Value: string }[] }[];
      return Object.fromEntries((stack?.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
    },
    destroy: (stage) => destroyStack(stacks, { stackName: stage.stackName, ...shared }),
    things: () => {
      const all = Object.fromEntries(products.map((product) => [product.name, product.inventory()]));
      const { messageApps: _, ...liveThings } = all.live as { [key: string]: Json };
      return { ...all, live: liveThings, ros: [] };
    },
    keep: () => structuredClone(Object.fromEntries(products.map((product) => [product.name, product.save()]))),
    close: async () => {
      await ros.idle();
      deliveries.close();
      im.close();
      await functions.close();
      await fc.close();
      await ros.close();
      await gateway.close();
      await Promise.all([live.close(), tablestore.close()]);
    },
  };
}
