import { describe, expect, it } from 'vitest';
import type { SoundPair } from '../../../cli/certificate/pair.ts';
import type { Check, Verdict, World } from '../../../cli/doctor/check.ts';
import { artc } from '../../../cli/doctor/checks/artc.ts';
import { certificate } from '../../../cli/doctor/checks/certificate.ts';
import { configuration } from '../../../cli/doctor/checks/configuration.ts';
import { credentials } from '../../../cli/doctor/checks/credentials.ts';
import { dns } from '../../../cli/doctor/checks/dns.ts';
import { domains } from '../../../cli/doctor/checks/domains.ts';
import { liveService } from '../../../cli/doctor/checks/live-service.ts';
import { names } from '../../../cli/doctor/checks/names.ts';
import { nodeVersion } from '../../../cli/doctor/checks/node-version.ts';
import { quotas } from '../../../cli/doctor/checks/quotas.ts';
import { region } from '../../../cli/doctor/checks/region.ts';
import { services } from '../../../cli/doctor/checks/services.ts';
import { stackState } from '../../../cli/doctor/checks/stack-state.ts';
import { template } from '../../../cli/doctor/checks/template.ts';
import { vodService } from '../../../cli/doctor/checks/vod-service.ts';
import { CliError } from '../../../cli/errors.ts';
import { type Answers, fakeWorld, stageWith } from './world.ts';

const stack = (status: string): Partial<World> => ({ stack: async () => ({ stackId: 'id', stackName: 's', status }) });
const enabled = (...names: string[]) => ({
  ServiceProvisions: ['FC', 'OTS', 'SLS'].map((ServiceName) => ({
    ServiceName,
    Status: names.includes(ServiceName) ? 'Enabled' : 'Disabled',
    EnableURL: 'https://buy.example',
  })),
});
const liveDomains = (...found: string[]) => ({
  Domains: { PageData: found.map((DomainName) => ({ DomainName })) },
});
const artcApps = (...ids: string[]) => ({ AppList: { App: ids.map((AppId) => ({ AppId })) } });
const many = Array.from({ length: 19 }, (_, index) => `d${index}.example.org`);
const own = { domains: { ingest: 'in.mine.cn', streaming: 'out.mine.cn', adopt: false } };
const synthesized = (bytes: number, Resources = {}): Partial<World> => ({
  synthesized: async () => ({ bytes, template: { Resources } }) as Awaited<ReturnType<World['synthesized']>>,
});
const deployed: Partial<World> = {
  ...stack('CREATE_COMPLETE'),
  outputs: async () => ({ IngestDomain: 'in.mine.cn', IngestCname: 'in.kunlun.com' }),
};

const validFor = (days: number): SoundPair => ({
  chain: '',
  privateKey: '',
  validUntil: Date.parse('2026-11-30T00:00:00Z') + days * 86_400_000,
});

describe('each check of the doctor', () => {
  it.each<[what: string, check: Check, verdicts: Verdict[], says: RegExp, answers?: Answers, world?: Partial<World>]>([
    ['a Node.js that is new enough', nodeVersion, ['ok'], /v20\.19\.0/],
    ['an old Node.js', nodeVersion, ['problem'], /older than 20\.19/, {}, { nodeVersion: 'v18.20.1' }],
    ['example domains', configuration, ['problem', 'problem'], /expected a domain of yours/],
    ['own domains', configuration, ['ok'], /complete/, {}, { stage: stageWith('cn-shanghai', own) }],
    ['a region that has everything', region, ['ok'], /cn-shanghai/],
    [
      'messages kept elsewhere',
      region,
      ['ok', 'warning'],
      /ap-southeast-1/,
      {},
      { stage: stageWith('cn-shanghai', { messageDataCenter: 'ap-southeast-1' }) },
    ],
    [
      'a RAM user',
      credentials,
      ['ok'],
      /as acs:ram/,
      { GetCallerIdentity: { AccountId: '1', IdentityType: 'RAMUser', Arn: 'acs:ram::1:user/a' } },
    ],
    [
      'the account itself',
      credentials,
      ['warning'],
      /may do everything/,
      { GetCallerIdentity: { AccountId: '1', IdentityType: 'Account' } },
    ],
    [
      'activated services',
      services,
      ['ok', 'ok', 'ok'],
      /Tablestore is activated/,
      { GetServiceProvisions: enabled('FC', 'OTS', 'SLS') },
    ],
    [
      'a service that is not activated',
      services,
      ['ok', 'problem', 'ok'],
      /Tablestore is not activated/,
      { GetServiceProvisions: enabled('FC', 'SLS') },
      synthesized(1),
    ],
    [
      'a service that is not activated, and that the stack activates',
      services,
      ['ok', 'warning', 'ok'],
      /Tablestore is not activated\. The stack activates it/,
      { GetServiceProvisions: enabled('FC', 'SLS') },
      synthesized(1, { Enable: { Type: 'ALIYUN::ROS::AutoEnableService', Properties: { ServiceName: 'OTS' } } }),
    ],
    [
      'services that ROS does not know',
      services,
      ['unknown', 'unknown', 'unknown'],
      /does not tell/,
      { GetServiceProvisions: {} },
      synthesized(1),
    ],
    [
      'Live in use',
      liveService,
      ['ok', 'ok'],
      /1 of 20 live domains/,
      { DescribeLiveUserDomains: liveDomains('a.b.c') },
    ],
    [
      'Live not activated',
      liveService,
      ['problem'],
      /Live is not activated/,
      { DescribeLiveUserDomains: 'UserNotOpenService.NotOpen' },
    ],
    [
      'a used up quota of domains',
      liveService,
      ['ok', 'warning'],
      /19 live domains exist and 2 more/,
      { DescribeLiveUserDomains: liveDomains(...many) },
    ],
    ['VOD in the region', vodService, ['ok'], /answers in cn-shanghai/, { GetMessageCallback: {} }],
    ['VOD with no callback', vodService, ['ok'], /answers/, { GetMessageCallback: 'MessageCallback.NotFound' }],
    [
      'VOD not activated',
      vodService,
      ['problem'],
      /VOD is not activated/,
      { GetMessageCallback: 'ServiceNotActivated' },
    ],
    [
      'VOD not needed',
      vodService,
      ['ok'],
      /records nothing/,
      {},
      { stage: stageWith('cn-shanghai', { recording: 'none' }) },
    ],
    [
      'the only ARTC application, found',
      artc,
      ['ok', 'unknown'],
      /Application a1 exists/,
      { DescribeApps: artcApps('a1'), DescribeAppKey: { AppKey: 'k' }, DescribeAutoLiveStreamRule: {} },
      { stage: stageWith('cn-shanghai', { artcAppId: 'auto' }) },
    ],
    [
      'several ARTC applications to find one in',
      artc,
      ['problem'],
      /the account has a1, a2/,
      { DescribeApps: artcApps('a1', 'a2') },
      { stage: stageWith('cn-shanghai', { artcAppId: 'auto' }) },
    ],
    ['no ARTC application', artc, ['ok'], /co-streaming is not offered/],
    ['stage local', artc, ['ok'], /an application of its own/, {}, { stage: stageWith('local') }],
    [
      'an application with a relay',
      artc,
      ['ok', 'ok'],
      /relayed to/,
      {
        DescribeAppKey: { AppKey: 'k' },
        DescribeAutoLiveStreamRule: { Rules: [{ PlayDomain: 'rtmp://streaming.example.com/live' }] },
      },
      { stage: stageWith('cn-shanghai', { artcAppId: 'a1' }) },
    ],
    [
      'an application without a relay',
      artc,
      ['ok', 'unknown'],
      /No relay rule/,
      { DescribeAppKey: { AppKey: 'k' }, DescribeAutoLiveStreamRule: {} },
      { stage: stageWith('cn-shanghai', { artcAppId: 'a1' }) },
    ],
    [
      'an application that cannot be read',
      artc,
      ['unknown'],
      /cannot be read/,
      { DescribeAppKey: 'Forbidden' },
      { stage: stageWith('cn-shanghai', { artcAppId: 'a1' }) },
    ],
    ['a proven domain', domains, ['ok', 'unknown'], /ICP filing/, { VerifyLiveDomainOwner: {} }],
    [
      'a domain that is not proven',
      domains,
      ['problem', 'unknown'],
      /example\.com is not proven/,
      { VerifyLiveDomainOwner: 'DomainOwnerVerifyFail', DescribeLiveVerifyContent: { Content: 'verify_1' } },
    ],
    [
      'a domain that the stack proves',
      domains,
      ['ok', 'unknown'],
      /the stack adds the record/,
      { VerifyLiveDomainOwner: 'DomainOwnerVerifyFail', DescribeLiveVerifyContent: { Content: 'verify_1' } },
      { stage: stageWith('cn-shanghai', { dns: 'alidns', dnsZone: 'example.com' }) },
    ],
    [
      'overseas domains',
      domains,
      ['ok', 'ok'],
      /No ICP filing is needed/,
      { VerifyLiveDomainOwner: {} },
      { stage: stageWith('ap-southeast-1') },
    ],
    ['local domains', domains, ['ok'], /nothing has to be proven/, {}, { stage: stageWith('local') }],
    ['DNS before the first deployment', dns, ['ok'], /follow the first deployment/],
    ['a missing CNAME', dns, ['warning'], /in\.mine\.cn has no CNAME/, {}, deployed],
    [
      'a CNAME elsewhere',
      dns,
      ['warning'],
      /points to other\.com/,
      {},
      { ...deployed, cnames: async () => ['other.com'] },
    ],
    [
      'a good CNAME',
      dns,
      ['ok'],
      /points to in\.kunlun\.com/,
      {},
      { ...deployed, cnames: async () => ['in.kunlun.com'] },
    ],
    [
      'the AppServer’s own domain without its record',
      dns,
      ['problem', 'ok'],
      /api\.mine\.cn has no CNAME/,
      {},
      { stage: stageWith('cn-shanghai', { customDomain: 'api.mine.cn' }) },
    ],
    ['no certificate', certificate, ['ok'], /needs none/],
    [
      'a certificate with time left',
      certificate,
      ['ok'],
      /valid until 2027-01-09 \(40 days\)/,
      {},
      { certificate: async () => validFor(40) },
    ],
    [
      'a certificate that ends soon',
      certificate,
      ['warning'],
      /2026-12-10 \(10 days\)/,
      {},
      { certificate: async () => validFor(10) },
    ],
    [
      'a certificate that does not fit',
      certificate,
      ['problem'],
      /not for api\.mine\.cn/,
      {},
      {
        certificate: () =>
          Promise.reject(new CliError('BadCertificate', 'it is not for api.mine.cn', { hint: 'Get another.' })),
      },
    ],
    ['names that are free', names, ['ok'], /No domain, function or table/, { DescribeLiveUserDomains: liveDomains() }],
    [
      'names that are taken',
      names,
      ['problem', 'problem', 'warning'],
      /live domains of that name/,
      { DescribeLiveUserDomains: liveDomains('ingest.example.com') },
      { hasFunction: async () => true, tables: async () => ['rooms'] },
    ],
    ['names of its own stack', names, ['ok'], /its names are its own/, {}, stack('CREATE_COMPLETE')],
    ['room for a stack', quotas, ['ok'], /3 of 200/, { ListStacks: { TotalCount: 3 } }],
    ['no room for a stack', quotas, ['problem'], /200 stacks exist/, { ListStacks: { TotalCount: 200 } }],
    ['no stack yet', stackState, ['ok'], /does not exist yet/],
    ['a stack in progress', stackState, ['warning'], /being changed now/, {}, stack('UPDATE_IN_PROGRESS')],
    ['a stack that failed', stackState, ['problem'], /cannot be updated/, {}, stack('DELETE_FAILED')],
    ['an empty shell', stackState, ['warning'], /holds nothing/, {}, stack('CREATE_ROLLBACK_COMPLETE')],
    ['a template with room', template, ['ok'], /0 resources, 1000 of 524288/, {}, synthesized(1_000)],
    ['a crowded template', template, ['warning'], /nearly fills/, {}, synthesized(520_000)],
  ])('%s', async (_, check, verdicts, says, answers = {}, world = {}) => {
    const findings = await check.run(fakeWorld(answers, world));
    expect(findings.map(({ verdict }) => verdict)).toEqual(verdicts);
    expect(findings.map((finding) => finding.says).join('\n')).toMatch(says);
    for (const { verdict, mend } of findings) if (verdict === 'problem') expect(mend).toMatch(/\w/);
  });

  it('lets errors through that are no answer', async () => {
    const broken = fakeWorld({}, { rpc: async () => Promise.reject(new TypeError('bug')) });
    await expect(liveService.run(broken)).rejects.toThrow(TypeError);
    await expect(liveService.run(fakeWorld({ DescribeLiveUserDomains: 'Throttling' }))).rejects.toThrow(CliError);
  });
});
