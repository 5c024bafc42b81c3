import { expect, it } from 'vitest';
import type { Stage } from '../../cdk/config/schema.ts';
import { statementsOf } from '../../cdk/rules/rule.ts';
import { stage, synth } from '../cdk/support.ts';
import { type FastCloud, openFastCloud } from './fast-cloud.ts';
import { changedIn } from './sweep.ts';

const STAGE: Stage = stage('cn-shanghai', {
  dns: 'alidns',
  dnsZone: 'example.com',
  deletionPolicy: 'delete',
  certificate: 'cert-1',
  audioTemplate: 'oriaac',
});

async function granted(of: Stage): Promise<string[]> {
  const role = (await synth(of)).template.Resources.ProvisionerRole;
  const actions = role ? statementsOf(role).flatMap(({ Action }) => Action as string[]) : [];
  return [...new Set(actions)].filter((action) => !action.startsWith('log:')).sort();
}

/** As policies name them. */
function called({ calls }: FastCloud): string[] {
  const names = calls.map(({ product, action }) => `${product === 'tablestore' ? 'ots' : product}:${action}`);
  return [...new Set(names)].sort();
}

/** A pair of domains that were there before, one of them without URL signing: the stack leaves it as it was. */
async function adopt(cloud: FastCloud): Promise<void> {
  const { ingest, streaming } = STAGE.domains;
  const place = { Region: STAGE.region, Scope: 'domestic' };
  await cloud.act('live', 'AddLiveDomain', { DomainName: ingest, LiveDomainType: 'liveEdge', ...place });
  await cloud.act('live', 'AddLiveDomain', { DomainName: streaming, LiveDomainType: 'liveVideo', ...place });
  await cloud.clock.sleep(60_000);
  await cloud.act('live', 'BatchDeleteLiveDomainConfigs', { DomainNames: streaming, FunctionNames: 'aliauth' });
  const before = cloud.things();
  const adopting = { ...STAGE, domains: { ingest, streaming, adopt: true } };
  await cloud.deploy(adopting);
  await cloud.destroy(adopting);
  expect(cloud.things()).toEqual(before);
}

it('T3: the provisioner calls exactly what its role grants, over the life of a stack', {
  timeout: 60_000,
}, async () => {
  const cloud = await openFastCloud();
  cloud.dns.addDomain('example.com');
  await cloud.deploy(STAGE);
  await cloud.deploy(changedIn(STAGE));
  // With mixing by the server the relay's rule was taken away: it comes back.
  await cloud.deploy(STAGE);
  // Somebody switches the relay off in the console, and the AppServer gets an address of its own.
  const { Rules } = await cloud.act('rtc', 'DescribeAutoLiveStreamRule', { AppId: 'artcapp1' });
  const [rule] = Rules as { RuleId: number }[];
  await cloud.act('rtc', 'DisableAutoLiveStreamRule', { AppId: 'artcapp1', RuleId: String(rule?.RuleId) });
  await cloud.deploy({ ...STAGE, customDomain: 'api.example.com' });
  const recordingBucket = { name: 'my-recordings', endpoint: 'oss-cn-shanghai.aliyuncs.com' };
  const kept: Stage = { ...STAGE, recording: 'oss', recordingBucket };
  await cloud.deploy(kept);
  await cloud.deploy({ ...kept, recordingCycleSeconds: 600 });
  const { audioTemplate: _template, ...bare } = STAGE;
  await cloud.deploy({ ...bare, recording: 'none', appName: 'show' });
  await cloud.destroy(STAGE);
  await adopt(cloud);
  expect(cloud.calls.filter(({ status }) => status === 403)).toEqual([]);
  expect(called(cloud)).toEqual(await granted(STAGE));
});
