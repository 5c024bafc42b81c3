import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../cdk/catalogue.ts';
import { FIELDS, NESTED } from '../../cdk/config/fields.ts';
import type { Stage } from '../../cdk/config/schema.ts';
import { type Deployment, parameterValues } from '../../cdk/parameters.ts';
import { type Deployable, refusedChanges } from '../../cdk/updates.ts';
import { callRpc } from '../../cli/cloud/rpc.ts';
import { type LocalCloud, startLocalCloud } from '../../local/cloud.ts';
import { CASES } from '../lambdas/provisioner/cases.ts';
import { FULL as EVERYTHING, stage, synth } from './support.ts';

/** With the relay's rule, which there is only where clients mix. */
const FULL: Stage = { ...EVERYTHING, mixing: 'client' };

async function deployable(of: Stage, more: Partial<Deployment> = {}): Promise<Deployable> {
  const parameters = parameterValues(of, { accountId: '1234567890123456', artcAppKey: 'key', ...more });
  return { template: (await synth(of)).template, parameters };
}

const refused = async (before: Stage, after: Stage): Promise<string[]> =>
  refusedChanges(await deployable(before), await deployable(after)).map(
    ({ resource, property }) => `${resource}.${property}`,
  );

const { domains, function: size } = FULL;
const jwks = {
  mode: 'jwks',
  jwksUrl: 'https://id.live.cn/keys',
  issuer: 'i',
  audience: 'a',
  userClaim: 'uid',
} as const;

const BUCKET = { name: 'my-recordings', endpoint: 'oss-cn-shanghai.aliyuncs.com' };

const DATA_CENTER = ['MessageApp.Parameters.DataCenter', 'MessageCallback.Parameters.DataCenter'];

/** Every field of a stage with another value, and what an update would have to replace for it. */
const CHANGES: Readonly<Record<string, { readonly to: Partial<Stage>; readonly refused?: readonly string[] }>> = {
  // The region is part of every unique name; the command looks for the stack in the other regions before all this.
  region: {
    to: { region: 'ap-southeast-1', messageDataCenter: 'ap-southeast-1' },
    refused: [
      'LogProject.Name',
      'TablestoreInstance.InstanceName',
      'ProvisionerRole.RoleName',
      'AppServerRole.RoleName',
      'ServerErrorAlarm.RuleId',
      'FunctionErrorAlarm.RuleId',
      'ConcurrencyAlarm.RuleId',
      'InstanceAlarm.RuleId',
      'MessageApp.Parameters.AppName',
      ...DATA_CENTER,
      'ArtcRelay.Parameters.RuleName',
    ],
  },
  compute: {
    to: { compute: 'fc2' },
    refused: ['Provisioner', 'AppServer', 'AppServerHttpTrigger', 'AppServerTimer', 'AppServerDomain'].map(
      (id) => `${id}.Type`,
    ),
  },
  domainScope: { to: { domainScope: 'global' } },
  streamingScheme: { to: { streamingScheme: 'https' } },
  appName: { to: { appName: 'show' }, refused: ['AudioTemplate.Parameters.AppName', 'Recording.Parameters.AppName'] },
  urlValiditySeconds: { to: { urlValiditySeconds: 3_600 } },
  dns: { to: { dns: 'manual' } },
  dnsZone: { to: { dnsZone: 'other.com' }, refused: ['IngestDnsRecord.DomainName', 'StreamingDnsRecord.DomainName'] },
  recording: { to: { recording: 'none' } },
  recordingBucket: { to: { recording: 'oss', recordingBucket: BUCKET } },
  recordingCycleSeconds: { to: { recordingCycleSeconds: 600 } },
  messageDataCenter: { to: { messageDataCenter: 'ap-southeast-1' }, refused: DATA_CENTER },
  artcAppId: { to: { artcAppId: 'artc-app-2' } },
  costreaming: { to: { costreaming: 'compatible' } },
  mixing: { to: { mixing: 'server' } },
  messageRole: { to: { messageRole: 'anchors' } },
  audioTemplate: { to: { audioTemplate: 'aac' } },
  roomRetentionDays: { to: { roomRetentionDays: 30 } },
  keyRotation: { to: { keyRotation: 2 } },
  corsOrigins: { to: { corsOrigins: ['https://www.live.cn'] } },
  alarmContactGroup: { to: { alarmContactGroup: 'others' } },
  logRetentionDays: { to: { logRetentionDays: 90 } },
  customDomain: { to: { customDomain: 'app.example.com' }, refused: ['AppServerDomain.DomainName'] },
  customDomainCertificate: { to: { customDomainCertificate: { chain: 'api.pem', privateKey: 'api.key' } } },
  tablestoreType: { to: { tablestoreType: 'HYBRID' }, refused: ['TablestoreInstance.ClusterType'] },
  suppressions: { to: {} },
  certificate: { to: { certificate: 'cert-2' } },
  activateServices: { to: { activateServices: false } },
  tags: { to: { tags: { team: 'live' } } },
  deletionPolicy: { to: { deletionPolicy: 'delete' } },
  authentication: { to: { authentication: jwks } },
  code: { to: { code: { ossBucket: 'bucket', ossObject: 'main.zip' } } },
  'domains.ingest': {
    to: { domains: { ...domains, ingest: 'in.example.com' } },
    refused: ['IngestLiveDomain.Parameters.DomainName'],
  },
  'domains.streaming': {
    to: { domains: { ...domains, streaming: 'out.example.com' } },
    refused: ['StreamingLiveDomain.Parameters.DomainName'],
  },
  'domains.adopt': { to: { domains: { ...domains, adopt: false } } },
  'origins.ingest': { to: { origins: { ingest: 'rtmp://127.0.0.1:1', streaming: 'http://127.0.0.1:2' } } },
  'origins.streaming': { to: { origins: { ingest: 'rtmp://127.0.0.1:1', streaming: 'http://127.0.0.1:3' } } },
  'function.memoryMb': { to: { function: { ...size, memoryMb: 1_024 } } },
  'function.concurrency': { to: { function: { ...size, concurrency: 50 } } },
  'function.runtime': { to: { function: { ...size, runtime: 'node20-debian10' } } },
};

describe('a change of ros.json', () => {
  it('is listed here for every field that there is', () => {
    const nested = Object.entries(NESTED).flatMap(([name, { fields }]) =>
      Object.keys(fields).map((key) => `${name}.${key}`),
    );
    expect(Object.keys(CHANGES).sort()).toEqual([...Object.keys(FIELDS), ...nested].sort());
  });

  it.each(Object.entries(CHANGES))(
    'of %s updates in place or is refused by name',
    async (_field, { to, refused: names = [] }) => {
      expect(await refused(FULL, { ...FULL, ...to })).toEqual(names);
    },
  );

  it('on Function Compute 2.0 is judged alike', async () => {
    const fc2 = { ...FULL, compute: 'fc2' as const };
    expect(await refused(fc2, { ...fc2, customDomain: 'app.example.com' })).toEqual(['AppServerDomain.DomainName']);
    expect(await refused(fc2, { ...fc2, function: { ...size, memoryMb: 1_024 }, keyRotation: 2 })).toEqual([]);
  });

  it('of the bucket of recordings is refused, since Live cannot change it in place', async () => {
    const before: Stage = { ...FULL, recording: 'oss', recordingBucket: BUCKET };
    const after: Stage = { ...before, recordingBucket: { ...BUCKET, name: 'others' } };
    expect(await refused(before, after)).toEqual(['OssRecording.Parameters.Bucket']);
    const endpoint = 'oss-cn-shanghai-internal.aliyuncs.com';
    expect(await refused(before, { ...before, recordingBucket: { ...BUCKET, endpoint } })).toEqual([]);
  });

  it('says from what to what, and the way out', async () => {
    const before = await deployable(FULL);
    const change = async (to: Partial<Stage>) => refusedChanges(before, await deployable({ ...FULL, ...to }))[0];
    expect(await change({ tablestoreType: 'HYBRID' })).toMatchObject({
      from: 'SSD',
      to: 'HYBRID',
      wayOut: expect.stringMatching(/add a stage/),
    });
    expect(await change({ customDomain: 'app.example.com' })).toMatchObject({
      from: 'api.example.com',
      to: 'app.example.com',
      wayOut: expect.stringMatching(/Remove "customDomain" .* then set the new value/),
    });
    const renamed = refusedChanges(before, await deployable({ ...FULL, appName: 'show' }));
    expect(renamed.map(({ wayOut }) => wayOut).join('\n')).toMatch(/Remove "audioTemplate".*\n.*not recorded/);
  });

  it('that names another account’s instance is refused for everything named after it', async () => {
    const changes = refusedChanges(await deployable(FULL), await deployable(FULL, { accountId: '6543210987654321' }));
    expect(new Set(changes.map(({ resource }) => resource))).toEqual(
      new Set([
        ...['TablestoreInstance', 'LogProject', 'ProvisionerRole', 'AppServerRole', 'MessageApp', 'ArtcRelay'],
        ...['ServerErrorAlarm', 'FunctionErrorAlarm', 'ConcurrencyAlarm', 'InstanceAlarm'],
      ]),
    );
  });
});

describe('another version of the project', () => {
  it('with another form of a table is refused, with the way out', async () => {
    const before = await deployable(stage('cn-shanghai'));
    const template = structuredClone(before.template) as {
      Resources: Record<string, { Properties: Record<string, unknown> }>;
    };
    const rooms = template.Resources.RoomsTable?.Properties;
    if (rooms) rooms.Columns = [];
    const [change] = refusedChanges(before, { ...before, template: template as never });
    expect(change).toMatchObject({ resource: 'RoomsTable', property: 'Columns', to: '[]' });
    expect(change?.wayOut).toMatch(/copy the rows/);
    expect(change?.from.length).toBeLessThanOrEqual(80);
  });

  it('may write the same thing in another way, and the keys of a property in another order', async () => {
    const before = await deployable(stage('cn-shanghai'));
    const template = structuredClone(before.template) as {
      Resources: Record<string, { Properties: Record<string, unknown> }>;
    };
    const rooms = template.Resources.RoomsTable?.Properties;
    if (rooms) {
      rooms.InstanceName = { Ref: 'TablestoreInstanceName' };
      rooms.PrimaryKey = [{ Name: 'room_id', Type: 'STRING' }];
    }
    expect(refusedChanges(before, { ...before, template: template as never })).toEqual([]);
  });

  it('may add and remove resources', async () => {
    const before = await deployable(stage('cn-shanghai'));
    expect(refusedChanges({ ...before, template: { ...before.template, Resources: {} } }, before)).toEqual([]);
    expect(refusedChanges(before, { ...before, template: { ...before.template, Resources: {} } })).toEqual([]);
  });
});

describe('what the catalogue says cannot be changed', () => {
  const custom = Object.keys(CATALOGUE).filter((type) => type.startsWith('Custom::'));
  it.each(custom)('of %s is what the provisioner refuses to change', (type) => {
    const fixed = CASES.find((each) => each.type === type)?.fixed ?? {};
    const expected = ['ServiceToken', ...Object.keys(fixed).map((name) => `Parameters.${name}`)];
    expect([...(CATALOGUE[type]?.immutable ?? [])].sort()).toEqual(expected.sort());
  });
});

describe('the catalogue and the local ROS', () => {
  let cloud: LocalCloud;
  beforeAll(async () => {
    cloud = await startLocalCloud({ port: 0, triggerPort: 0 });
  });
  afterAll(() => cloud.close());

  interface Rule {
    readonly Required: boolean;
    readonly UpdateAllowed: boolean;
  }

  const native = Object.entries(CATALOGUE).filter(([type]) => !type.startsWith('Custom::'));
  it.each(native)('agree on the properties and attributes of %s', async (type, entry) => {
    const target = { regionId: 'cn-shanghai', endpoint: cloud.endpoint, credentials: cloud.account };
    const action = { host: 'ros.aliyuncs.com', version: '2019-09-10', action: 'GetResourceType' };
    const found = await callRpc(target, action, { ResourceType: type });
    const rules = found.Properties as Record<string, Rule>;
    const names = Object.keys(entry.properties);
    const where = (is: (rule: Rule) => boolean) => Object.keys(rules).filter((name) => is(rules[name] as Rule));
    expect(names.filter((name) => !(name in rules))).toEqual([]);
    expect([...entry.required].sort()).toEqual(expect.arrayContaining(where(({ Required }) => Required)));
    expect([...entry.immutable].sort()).toEqual(
      where(({ UpdateAllowed }) => !UpdateAllowed)
        .filter((name) => names.includes(name))
        .sort(),
    );
    expect(Object.keys(found.Attributes as object)).toEqual(expect.arrayContaining([...entry.attributes]));
  });
});
