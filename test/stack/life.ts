/** The life of a stack: deployed, used, changed in every field that can change, its keys rotated, destroyed. */
import { expect } from 'vitest';
import type { Stage } from '../../cdk/config/schema.ts';
import { statementsOf } from '../../cdk/rules/rule.ts';
import { synth } from '../cdk/support.ts';
import type { Change } from './changes.ts';
import { type FastCloud, openFastCloud } from './fast-cloud.ts';
import { expectGood, serve, useEverything } from './use.ts';

interface Rights {
  /** As policies name them, e.g. `live:AddLiveDomain`. */
  readonly called: Record<'provisioner' | 'app-server', Set<string>>;
  readonly granted: Record<'provisioner' | 'app-server', Set<string>>;
}

export const noRights = (): Rights => ({
  called: { provisioner: new Set(), 'app-server': new Set() },
  granted: { provisioner: new Set(), 'app-server': new Set() },
});

const ROLES = { provisioner: 'ProvisionerRole', 'app-server': 'AppServerRole' } as const;

/** Lives the life of a stage through its changes, and adds what was granted and called on the way. */
export async function live(stage: Stage, changes: readonly Change[], rights: Rights): Promise<void> {
  const cloud = await openFastCloud({ regionId: stage.region });
  try {
    cloud.dns.addDomain('example.com');
    const before = cloud.things();
    await goThrough(cloud, stage, changes, rights);
    expect(ofTheStack(cloud.things())).toEqual(before);
    await adopt(cloud, stage);
    expect(cloud.callers.denied).toEqual([]);
    for (const { role, product, action } of cloud.callers.calls) {
      if (role !== 'ros') rights.called[role].add(`${product === 'tablestore' ? 'ots' : product}:${action}`);
    }
  } finally {
    await cloud.close();
  }
}

async function goThrough(cloud: FastCloud, stage: Stage, changes: readonly Change[], rights: Rights): Promise<void> {
  const deploy = async (next: Stage): Promise<string> => {
    await grant(next, rights);
    return (await cloud.deploy(next)).action;
  };
  expect(await deploy(stage)).toBe('created');
  await useEverything(cloud, stage);
  let now = stage;
  let signed = await serve(cloud, now);
  for (const { fields, of } of changes) {
    now = of(now);
    expect(await deploy(now), fields.join()).toBe('updated');
    if (fields.includes('keyRotation')) await expectGood(cloud, signed);
    if (fields.includes('mixing') && now.mixing === 'server') await useEverything(cloud, now);
    else signed = await serve(cloud, now);
  }
  await switchRelayOff(cloud);
  expect(await deploy({ ...stage, artcAppId: now.artcAppId, keyRotation: 3 })).toBe('updated');
  await expectGood(cloud, signed);
  await serve(cloud, stage);
  expect(await cloud.destroy(stage)).toMatchObject({ existed: true, retained: [] });
}

async function grant(stage: Stage, { granted }: Rights): Promise<void> {
  const { template } = await synth(stage);
  for (const [role, logicalId] of Object.entries(ROLES) as [keyof typeof ROLES, string][]) {
    const resource = template.Resources[logicalId];
    const actions = resource ? statementsOf(resource).flatMap(({ Action }) => Action as string[]) : [];
    for (const action of actions) if (!action.startsWith('log:')) granted[role].add(action);
  }
}

/** Somebody does in the console; the next change of the relay switches it on again. */
async function switchRelayOff(cloud: FastCloud): Promise<void> {
  const AppId = 'artcapp2';
  const { Rules } = await cloud.act('rtc', 'DescribeAutoLiveStreamRule', { AppId });
  const [rule] = Rules as { RuleId: number }[];
  if (rule) await cloud.act('rtc', 'DisableAutoLiveStreamRule', { AppId, RuleId: String(rule.RuleId) });
}

/** P13: a pair of domains that were there before, one of them without URL signing, stay as they were. */
async function adopt(cloud: FastCloud, stage: Stage): Promise<void> {
  const { ingest, streaming } = stage.domains;
  const place = { Region: stage.region, Scope: stage.domainScope };
  await cloud.act('live', 'AddLiveDomain', { DomainName: ingest, LiveDomainType: 'liveEdge', ...place });
  await cloud.act('live', 'AddLiveDomain', { DomainName: streaming, LiveDomainType: 'liveVideo', ...place });
  await cloud.clock.sleep(60_000);
  await cloud.act('live', 'BatchDeleteLiveDomainConfigs', { DomainNames: streaming, FunctionNames: 'aliauth' });
  const before = ofTheStack(cloud.things());
  const adopting = { ...stage, domains: { ingest, streaming, adopt: true } };
  await cloud.deploy(adopting);
  await serve(cloud, adopting);
  await cloud.destroy(adopting);
  expect(ofTheStack(cloud.things())).toEqual(before);
}

/** What was recorded is the account's: it stays. So does it that the streams of rooms which ended are not taken any more. */
function ofTheStack({ vod, live: found, ...things }: ReturnType<FastCloud['things']>): object {
  return { ...things, vod: { ...(vod as object), videos: [] }, live: { ...(found as object), forbiddenStreams: [] } };
}
