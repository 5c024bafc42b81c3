/** Deploys, changes and destroys a stage with a fault at each call that the provisioner makes, in turn. */
import { expect } from 'vitest';
import type { Stage } from '../../cdk/config/schema.ts';
import { CliError } from '../../cli/errors.ts';
import type { FaultRule } from '../../local/faults.ts';
import type { Json } from '../../local/product.ts';
import { ATTEMPTS, type FastCloud, openFastCloud } from './fast-cloud.ts';

type Fault = Pick<FaultRule, 'kind' | 'worked'>;
type Call = Required<Pick<FaultRule, 'product' | 'action' | 'after'>>;

export interface SweepOptions {
  readonly stage: Stage;
  /** The same stage with every field changed that can be. */
  readonly changed: Stage;
  readonly fault: Fault;
  /** Which calls; all of them are many. */
  readonly isSwept: (call: Call) => boolean;
}

/** Calls of a piece of work, each with how many of the same came before. */
async function callsOf(cloud: FastCloud, work: () => Promise<unknown>): Promise<Call[]> {
  const start = cloud.calls.length;
  await work();
  const seen = new Map<string, number>();
  return cloud.calls.slice(start).map(({ product, action }) => {
    const after = seen.get(`${product} ${action}`) ?? 0;
    seen.set(`${product} ${action}`, after + 1);
    return { product, action, after };
  });
}

async function open(stage: Stage): Promise<FastCloud> {
  const cloud = await openFastCloud(stage.region);
  cloud.dns.addDomain('example.com');
  return cloud;
}

/** Whether it succeeded; a failure must be one that a person is told of. */
async function attempt(cloud: FastCloud, call: Call, fault: Fault, work: () => Promise<unknown>): Promise<boolean> {
  cloud.faults.add({ ...call, ...fault, times: ATTEMPTS });
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== 'StackFailed') throw error;
    expect(error.message, JSON.stringify(call)).toMatch(/ended as \w+\. \w+ \(\S+\): ./);
    return false;
  } finally {
    cloud.faults.clear();
  }
}

/** Keys are random, and a rotation that was taken back leaves another second key: both still check URLs. */
function withoutKeys(things: { [product: string]: Json }): Json {
  return JSON.parse(JSON.stringify(things), (name, value) => (/^auth_key\d$/.test(name) ? 'key' : value)) as Json;
}

/** What was swept, for a test to compare: how many calls, and how many of the faults ended in a failure. */
export interface Swept {
  readonly calls: number;
  readonly failures: number;
}

export async function sweepCreation({ stage, fault, isSwept }: SweepOptions): Promise<Swept> {
  const cloud = await open(stage);
  const before = cloud.things();
  const calls = (await callsOf(cloud, () => cloud.deploy(stage))).filter(isSwept);
  await cloud.destroy(stage);
  let failures = 0;
  for (const call of calls) {
    if (!(await attempt(cloud, call, fault, () => cloud.deploy(stage)))) failures += 1;
    else await cloud.destroy(stage);
    expect(cloud.things(), JSON.stringify(call)).toEqual(before);
  }
  return { calls: calls.length, failures };
}

export async function sweepUpdate({ stage, changed, fault, isSwept }: SweepOptions): Promise<Swept> {
  const cloud = await open(stage);
  await cloud.deploy(stage);
  const before = withoutKeys(cloud.things());
  const calls = (await callsOf(cloud, () => cloud.deploy(changed))).filter(isSwept);
  const after = withoutKeys(cloud.things());
  await cloud.deploy(stage);
  let failures = 0;
  for (const call of calls) {
    if (await attempt(cloud, call, fault, () => cloud.deploy(changed))) {
      expect(withoutKeys(cloud.things()), JSON.stringify(call)).toEqual(after);
      await cloud.deploy(stage);
    } else failures += 1;
    expect(withoutKeys(cloud.things()), JSON.stringify(call)).toEqual(before);
  }
  expect(await cloud.deploy(changed)).toMatchObject({ action: 'updated' });
  return { calls: calls.length, failures };
}

export async function sweepDeletion({ stage, fault, isSwept }: SweepOptions): Promise<Swept> {
  const cloud = await open(stage);
  const before = cloud.things();
  await cloud.deploy(stage);
  const calls = (await callsOf(cloud, () => cloud.destroy(stage))).filter(isSwept);
  let failures = 0;
  for (const call of calls) {
    await cloud.deploy(stage);
    if (!(await attempt(cloud, call, fault, () => cloud.destroy(stage)))) {
      failures += 1;
      await cloud.destroy(stage);
    }
    expect(cloud.things(), JSON.stringify(call)).toEqual(before);
  }
  return { calls: calls.length, failures };
}

/** Every field that updates in place, changed at once. */
export function changedIn(stage: Stage): Stage {
  return {
    ...stage,
    domainScope: stage.domainScope === 'global' ? 'overseas' : 'global',
    streamingScheme: 'https',
    urlValiditySeconds: 3_600,
    recordingCycleSeconds: 900,
    costreaming: 'compatible',
    mixing: 'server',
    messageRole: 'anchors',
    audioTemplate: 'oriaac',
    certificate: 'cert-1',
    roomRetentionDays: 30,
    keyRotation: 2,
    corsOrigins: ['https://www.live.cn'],
    alarmContactGroup: 'on-call',
    logRetentionDays: 90,
    tags: { team: 'live' },
    authentication: { mode: 'password' },
    function: { memoryMb: 1_024, concurrency: 50, runtime: 'node20-debian10' },
  };
}
