import { describe, expect, it } from 'vitest';
import { OUTPUT_NAMES } from '../../cdk/constructs/outputs.ts';
import { isObject } from '../../cdk/template.ts';
import { TABLES } from '../../lambdas/cloud/tables.ts';
import { FULL, needs, needsAtLast, properties, resourcesOf, STAGES, stage, synth } from './support.ts';

/** Renaming one of these replaces a resource in every deployed stack. */
const IDS = [
  'AppServer',
  'AppServerAddress',
  'AppServerHttpTrigger',
  'AppServerKeys',
  'AppServerRole',
  'AppServerTimer',
  'ArtcApp',
  'ArtcRelay',
  'BansTable',
  'CallbackReceiptsTable',
  'CoStreamingTable',
  'DomainMapping',
  'EnableFunctionCompute',
  'EnableLogService',
  'EnableTablestore',
  'IdempotencyTable',
  'IngestLiveDomain',
  'IngestUrlSigning',
  'LogIndex',
  'LogProject',
  'LogStore',
  'MessageApp',
  'MessageCallback',
  'Provisioner',
  'ProvisionerRole',
  'RateLimitsTable',
  'Recording',
  'RoomStatsTable',
  'RoomsTable',
  'SettingsTable',
  'StreamCallback',
  'StreamingLiveDomain',
  'StreamingUrlSigning',
  'TablestoreInstance',
  'UsersTable',
  'ViewersTable',
  'VodCallback',
];
const FC3_IDS = ['ProvisionerAsyncInvoke'];
const FC2_IDS = ['AppServerService', 'ProvisionerService'];
const OPTIONAL_IDS = [
  'ServerErrorAlarm',
  'FunctionErrorAlarm',
  'ConcurrencyAlarm',
  'InstanceAlarm',
  'EnableCloudMonitor',
  'AppServerDnsRecord',
  'AppServerDomain',
  'AudioTemplate',
  'StreamingCertificate',
  'IngestDnsRecord',
  'StreamingDnsRecord',
];

const BUCKET = { name: 'my-recordings', endpoint: 'oss-cn-shanghai.aliyuncs.com' };

const GENERATIONS = ['fc3', 'fc2'] as const;

describe('T5 logical ids', () => {
  it.each([
    ['fc3', [...IDS, ...FC3_IDS]],
    ['fc2', [...IDS, ...FC2_IDS]],
  ] as const)('on %s are these', async (compute, ids) => {
    const { template } = await synth(stage('cn-shanghai', { compute }));
    expect(Object.keys(template.Resources).sort()).toEqual([...ids].sort());
  });

  it('of optional parts are these', async () => {
    const { template } = await synth(FULL);
    // With mixing by the server, streams are relayed by tasks and not by a rule.
    const ids = [...IDS, ...FC3_IDS, ...OPTIONAL_IDS].filter((id) => id !== 'ArtcRelay');
    expect(Object.keys(template.Resources).sort()).toEqual(ids.sort());
  });

  it('record into a bucket instead of VOD where the stage says so', async () => {
    const { template } = await synth(stage('cn-shanghai', { recording: 'oss', recordingBucket: BUCKET }));
    const others = IDS.filter((id) => id !== 'Recording' && id !== 'VodCallback');
    expect(Object.keys(template.Resources).sort()).toEqual([...others, 'OssRecording', ...FC3_IDS].sort());
    // No replay is read from a bucket, so the AppServer offers none.
    expect(template.Resources.AppServer?.Properties?.EnvironmentVariables).toMatchObject({
      LIVE_STACK_RECORDING: 'none',
    });
  });

  it('lose the recording when a stage records nothing', async () => {
    const { template } = await synth(stage('cn-shanghai', { recording: 'none' }));
    const left = IDS.filter((id) => id !== 'Recording' && id !== 'VodCallback');
    expect(Object.keys(template.Resources).sort()).toEqual([...left, ...FC3_IDS].sort());
  });
});

describe('T5 outputs', () => {
  it.each(STAGES.map((one) => [`${one.name} on ${one.compute}`, one] as const))(
    'of %s are the documented ones',
    async (_title, one) => {
      const { Outputs } = (await synth(one)).template;
      expect(Object.keys(Outputs)).toEqual([...OUTPUT_NAMES]);
      for (const { Description, Condition } of Object.values(Outputs)) {
        expect(Description).toMatch(/^[ -~]+ \| .*[一-鿿]/);
        expect(Condition).toBeUndefined();
      }
    },
  );

  it('link to consoles', async () => {
    const { Outputs } = (await synth(FULL)).template;
    const links = Object.keys(Outputs).filter((name) => name.startsWith('Console.'));
    expect(links).toEqual(['Console.AppServer', 'Console.Live', 'Console.Logs']);
  });
});

describe('data', () => {
  it.each(Object.entries(TABLES))('table %s is made as defined', async (key, table) => {
    const built = await synth(stage('cn-shanghai'));
    const id = resourcesOf(built, 'ALIYUN::OTS::Table').find(
      ([, { Properties }]) => Properties?.TableName === table.name,
    )?.[0];
    expect(id).toBe(`${key.charAt(0).toUpperCase()}${key.slice(1)}Table`);
    const pairs = (columns: readonly { name: string; type: string }[]) =>
      columns.map(({ name, type }) => ({ Name: name, Type: type }));
    expect(properties(built, id ?? '')).toMatchObject({
      InstanceName: {
        'Fn::If': [
          'MakesInstance',
          { 'Fn::GetAtt': ['TablestoreInstance', 'InstanceName'] },
          { Ref: 'TablestoreInstanceName' },
        ],
      },
      PrimaryKey: pairs(table.primaryKey),
      TimeToLive: table.timeToLive,
      MaxVersions: 1,
      ReservedThroughput: { Read: 0, Write: 0 },
    });
  });

  it('indexes are declared with the tables, because they cannot be changed later', async () => {
    const { SecondaryIndices } = properties(await synth(stage('cn-shanghai')), 'RoomsTable');
    const names = Array.isArray(SecondaryIndices)
      ? SecondaryIndices.map((index) => (isObject(index) ? index.IndexName : ''))
      : [];
    expect(names).toEqual(TABLES.rooms.indexes.map(({ name }) => name));
  });

  it('the instance admits functions that are in no VPC', async () => {
    expect(properties(await synth(stage('cn-shanghai')), 'TablestoreInstance')).toMatchObject({
      ClusterType: 'SSD',
      NetworkTypeACL: ['INTERNET', 'VPC', 'CLASSIC'],
    });
  });

  it.each([
    ['cn-shanghai', 'Retain'],
    ['local', 'Delete'],
  ])('of %s: tables, instance and logs have the policy %s, and nothing else is retained', async (name, policy) => {
    const { template } = await synth(stage(name));
    const kept = /^ALIYUN::(OTS|SLS)::/;
    for (const [id, { Type, DeletionPolicy }] of Object.entries(template.Resources)) {
      expect([id, DeletionPolicy]).toEqual([id, kept.test(Type) ? policy : undefined]);
    }
  });

  it('logs live as long as the stage says', async () => {
    expect(properties(await synth(stage('local', { logRetentionDays: 7 })), 'LogStore').TTL).toBe(7);
  });
});

describe('dependencies', () => {
  it.each(GENERATIONS)(
    'on %s: every custom resource waits for the provisioner, its role and the settings table',
    async (compute) => {
      const built = await synth({ ...FULL, compute });
      const custom = Object.entries(built.template.Resources).filter(([, { Type }]) => Type.startsWith('Custom::'));
      for (const [id] of custom) {
        const first = needsAtLast(built, id);
        expect([...first]).toEqual(
          expect.arrayContaining(['Provisioner', 'ProvisionerRole', 'SettingsTable', 'TablestoreInstance', 'LogStore']),
        );
        if (compute === 'fc3') expect(needs(built, id)).toContain('ProvisionerAsyncInvoke');
      }
    },
  );

  const cases: [id: string, first: string[]][] = [
    ['AppServerAddress', ['AppServerHttpTrigger', 'AppServer', 'AppServerDomain']],
    ['DomainMapping', ['IngestLiveDomain', 'StreamingLiveDomain']],
    ['IngestUrlSigning', ['IngestLiveDomain']],
    ['StreamingUrlSigning', ['StreamingLiveDomain']],
    ['StreamCallback', ['IngestLiveDomain', 'AppServerKeys', 'AppServerAddress', 'AppServerHttpTrigger']],
    ['Recording', ['StreamingLiveDomain', 'DomainMapping', 'AppServerKeys', 'AppServerAddress']],
    ['VodCallback', ['AppServerKeys', 'AppServerAddress']],
    ['MessageCallback', ['MessageApp', 'AppServerAddress']],
    ['IngestDnsRecord', ['IngestLiveDomain']],
    ['StreamingDnsRecord', ['StreamingLiveDomain']],
  ];
  it.each(cases)('%s comes after %j', async (id, first) => {
    expect([...needsAtLast(await synth(FULL), id)]).toEqual(expect.arrayContaining(first));
  });

  it('leave independent parts independent: no domain waits for the AppServer', async () => {
    const built = await synth(FULL);
    for (const id of ['IngestLiveDomain', 'StreamingLiveDomain', 'MessageApp', 'AppServerKeys']) {
      expect(needsAtLast(built, id)).not.toContain('AppServer');
    }
  });
});

describe('optional parts', () => {
  it('ArtcRelay comes after the application and both domains', async () => {
    const built = await synth({ ...FULL, mixing: 'client' });
    const first = ['ArtcApp', 'DomainMapping', 'StreamingLiveDomain'];
    expect([...needsAtLast(built, 'ArtcRelay')]).toEqual(expect.arrayContaining(first));
  });

  it('says how co-streaming reaches ordinary players', async () => {
    const outputOf = async (mixing: 'client' | 'server') =>
      (await synth({ ...FULL, mixing })).template.Outputs?.CoStreamingRelay?.Value;
    expect(await outputOf('client')).toEqual({ 'Fn::If': ['HasArtcApp', { 'Fn::GetAtt': ['ArtcRelay', 'Mode'] }, ''] });
    expect(await outputOf('server')).toEqual({ 'Fn::If': ['HasArtcApp', 'tasks', ''] });
  });

  it('ARTC is there only with an application', async () => {
    const { template } = await synth({ ...FULL, mixing: 'client' });
    expect(template.Conditions?.HasArtcApp).toEqual({ 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'ArtcAppId' }, ''] }] });
    const conditional = Object.entries(template.Resources).filter(([, { Condition }]) => Condition?.startsWith('Has'));
    expect(conditional.map(([id, { Condition }]) => [id, Condition])).toEqual([
      ['ArtcApp', 'HasArtcApp'],
      ['ArtcRelay', 'HasArtcApp'],
    ]);
  });

  it('DNS records point both domains at their CNAME', async () => {
    const built = await synth(FULL);
    expect(properties(built, 'IngestDnsRecord')).toEqual({
      DomainName: 'example.com',
      RR: { 'Fn::Replace': [{ '.example.com': '' }, { Ref: 'IngestDomain' }] },
      Type: 'CNAME',
      Value: { 'Fn::GetAtt': ['IngestLiveDomain', 'Cname'] },
      TTL: 600,
    });
    expect(properties(built, 'StreamingDnsRecord')).toMatchObject({
      Value: { 'Fn::GetAtt': ['StreamingLiveDomain', 'Cname'] },
    });
  });

  it.each(GENERATIONS)('on %s an own domain of the AppServer becomes its public URL', async (compute) => {
    const built = await synth({ ...FULL, compute });
    expect(properties(built, 'AppServerAddress').Parameters).toEqual({ PublicUrl: 'http://api.example.com' });
    expect(properties(built, 'AppServerDomain')).toMatchObject({ DomainName: 'api.example.com', Protocol: 'HTTP' });
  });

  it('domains are adopted on request only', async () => {
    expect(properties(await synth(FULL), 'IngestLiveDomain').Parameters).toMatchObject({ Adopt: true });
    expect(properties(await synth(stage('local')), 'IngestLiveDomain').Parameters).not.toHaveProperty('Adopt');
  });
});
