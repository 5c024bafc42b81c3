/**
 * The local cloud without processes: its ROS, products and wire protocols, and the provisioner inside this process, on a
 * clock whose waits pass at once. With the rights of the provisioner's own role, so that each call is recorded and checked.
 */
import { onTestFinished } from 'vitest';
import type { Stage } from '../../cdk/config/schema.ts';
import { parameterValues } from '../../cdk/parameters.ts';
import { tagsOf } from '../../cdk/tags.ts';
import { callRpc } from '../../cli/cloud/rpc.ts';
import { stacksOf } from '../../cli/cloud/stacks.ts';
import type { Target } from '../../cli/cloud/target.ts';
import { type Deployment, deployStack } from '../../cli/stack/deploy.ts';
import { type Destruction, destroyStack } from '../../cli/stack/destroy.ts';
import { RESOURCE_TYPES } from '../../lambdas/provisioner/resources/list.ts';
import { createProvisioner } from '../../lambdas/provisioner/server.ts';
import { systemClock } from '../../local/clock.ts';
import { createCms } from '../../local/cms/cms.ts';
import { createDns } from '../../local/dns/dns.ts';
import { Faults } from '../../local/faults.ts';
import { createFc } from '../../local/fc/fc.ts';
import { openGateway, type RequestRecord } from '../../local/gateway.ts';
import { createLive } from '../../local/live/live.ts';
import { openApiProduct } from '../../local/openapi/product.ts';
import type { Json } from '../../local/product.ts';
import { createRam } from '../../local/ram/ram.ts';
import { createRos } from '../../local/ros/ros.ts';
import { createRtc } from '../../local/rtc/rtc.ts';
import { createSls } from '../../local/sls/sls.ts';
import { createTablestore } from '../../local/tablestore/tablestore.ts';
import { createVod } from '../../local/vod/vod.ts';
import { synth } from '../cdk/support.ts';
import { listen } from '../lambdas/cloud/servers.ts';
import { QuickClock } from '../lambdas/provisioner/harness.ts';

const ACCOUNT_ID = '1234567890123456';
const ACCOUNT = { accessKeyId: 'LTAIaccountkey01', accessKeySecret: 'accountSecretValue01' };
const ARTC = { appId: 'artcapp1', appKey: 'artcAppKeyNumberOne01', name: 'first' };
/** Attempts of the provisioner at one call: a fault of as many times makes it fail. */
export const ATTEMPTS = 3;

const VERSIONS = { live: '2016-11-01', rtc: '2018-01-11' };

export interface FastCloud {
  readonly faults: Faults;
  readonly dns: { addDomain(name: string): void };
  /** Calls of the provisioner, in order. */
  readonly calls: RequestRecord[];
  readonly deploy: (stage: Stage) => Promise<Deployment>;
  readonly destroy: (stage: Stage) => Promise<Destruction>;
  /** What exists, without stacks and without messaging applications, which are left disabled (P14). */
  readonly things: () => { [product: string]: Json };
  readonly target: Target;
  /** Sleeps of it pass at once. */
  readonly clock: QuickClock;
  /** Tags of the stage's stack. */
  readonly tags: (stage: Stage) => Promise<Record<string, string>>;
  /** Calls an action as the account's owner would in the console. */
  readonly act: (
    host: 'live' | 'rtc',
    action: string,
    query: Record<string, string>,
  ) => Promise<Record<string, unknown>>;
}

export async function openFastCloud(regionId = 'cn-shanghai'): Promise<FastCloud> {
  const clock = new QuickClock();
  const ram = createRam({ accountId: ACCOUNT_ID, clock: systemClock, account: ACCOUNT });
  const dns = createDns({ clock: systemClock });
  const cms = createCms();
  const sls = createSls({ clock: systemClock });
  const tablestore = createTablestore({ clock: systemClock, identities: ram, accountId: ACCOUNT_ID, regionId });
  const rtc = createRtc({ clock, accountId: ACCOUNT_ID, apps: [ARTC] });
  const vod = createVod({ clock, accountId: ACCOUNT_ID });
  const live = createLive({ clock, accountId: ACCOUNT_ID, settings: { domainOnlineAfterMs: 500 }, dns, rtc });
  let endpoint = '';
  const fc = createFc({
    clock: systemClock,
    identities: ram,
    accountId: ACCOUNT_ID,
    sls,
    endpoint: () => endpoint,
    host: '127.0.0.1',
    triggerPort: 0,
    log: () => undefined,
  });
  const provisioners = new Map<string, Promise<string>>();
  const closing: (() => Promise<void>)[] = [];
  const provisioner = async (instance: string): Promise<string> => {
    const server = await listen(
      createProvisioner({
        config: { instance, region: regionId },
        env: { LIVE_STACK_CLOUD_ENDPOINT: endpoint },
        clock,
        random: (size) => crypto.getRandomValues(new Uint8Array(size)),
        jitter: () => 0,
        write: () => undefined,
        types: RESOURCE_TYPES,
        policy: { attempts: ATTEMPTS, firstWaitMs: 300, longestWaitMs: 5_000 },
      }),
    );
    closing.push(() => server.close());
    return server.endpoint;
  };
  const roles = new Set<string>();
  const ros = createRos({
    clock: systemClock,
    accountId: ACCOUNT_ID,
    resourceTypes: [ram, dns, sls, cms, tablestore, fc].flatMap((product) => product.resourceTypes),
    endpoint: () => endpoint,
    invoke: async (_token, payload) => {
      const role = Object.keys((ram.inventory() as { roles: object }).roles).find((name) =>
        name.endsWith('-provisioner'),
      );
      if (role === undefined) throw new Error('the function has no role');
      const identity = ram.assumeRole(role, 3_600);
      roles.add(identity.accessKeyId);
      const instance = role.slice(0, -'-provisioner'.length);
      const url = provisioners.get(instance) ?? provisioner(instance);
      provisioners.set(instance, url);
      // Not waited for: ROS hears of the end through the answer's own URL.
      void fetch(`${await url}/invoke`, {
        method: 'POST',
        body: payload,
        headers: {
          'x-fc-request-id': 'fc-request-1',
          'x-fc-access-key-id': identity.accessKeyId,
          'x-fc-access-key-secret': identity.accessKeySecret,
          'x-fc-security-token': identity.securityToken ?? '',
          'x-fc-function-timeout': '1500',
        },
      });
    },
  });
  const openapi = openApiProduct({
    services: [dns, live, rtc, vod, ros].map((product) => product.service),
    identities: ram,
    clock: systemClock,
    quotas: { enforced: false },
    accountId: ACCOUNT_ID,
    endpoint: () => endpoint,
  });
  const faults = new Faults();
  const calls: RequestRecord[] = [];
  const products = [ram, dns, sls, cms, tablestore, live, rtc, vod, fc, ros];
  const gateway = await openGateway({
    host: '127.0.0.1',
    port: 0,
    exact: true,
    clock: systemClock,
    faults,
    route: (request) => [...products, openapi].map((product) => product.route(request)).find((found) => found),
    onRequest: (record) => {
      if (record.accessKeyId !== undefined && roles.has(record.accessKeyId)) calls.push(record);
    },
  });
  endpoint = gateway.endpoint;
  onTestFinished(async () => {
    await ros.idle();
    for (const close of closing) await close();
    await fc.close();
    await ros.close();
    await gateway.close();
    await tablestore.close();
  });

  const target: Target = { regionId, endpoint, credentials: ACCOUNT };
  const stacks = stacksOf(target);
  const shared = {
    intervalMs: 0,
    sleep: () => ros.idle(),
    onEvent: () => undefined,
  };
  return {
    faults,
    dns,
    calls,
    target,
    clock,
    act: async (product, action, query) =>
      callRpc(target, { host: `${product}.aliyuncs.com`, version: VERSIONS[product], action }, query),
    deploy: async (stage) => {
      const { body } = await synth(stage);
      const complete = { ...stage, artcAppId: ARTC.appId };
      const parameters = parameterValues(complete, { accountId: ACCOUNT_ID, artcAppKey: ARTC.appKey });
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
  };
}
