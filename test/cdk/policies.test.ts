import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isObject, type Json } from '../../cdk/template.ts';
import { TABLES } from '../../lambdas/cloud/tables.ts';
import { FULL, PROJECT, properties, STAGES, stage, strings, synth } from './support.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string[];
  /** With every reference written as `{Name}`. */
  readonly Resource: string[];
}

function flat(value: Json): string {
  if (!isObject(value)) return String(value);
  if (typeof value.Ref === 'string') return `{${value.Ref}}`;
  const joined = value['Fn::Join'];
  return Array.isArray(joined) && Array.isArray(joined[1]) ? joined[1].map(flat).join(String(joined[0])) : '?';
}

async function statementsOf(of: typeof FULL, role: string): Promise<Statement[]> {
  const { Policies } = properties(await synth(of), role);
  const [policy] = Array.isArray(Policies) ? Policies : [];
  const document = isObject(policy) && isObject(policy.PolicyDocument) ? policy.PolicyDocument : {};
  const list = Array.isArray(document.Statement) ? document.Statement : [];
  return list.flatMap((item) =>
    isObject(item) && Array.isArray(item.Action) && Array.isArray(item.Resource)
      ? [{ Effect: String(item.Effect), Action: item.Action.map(String), Resource: item.Resource.map(flat) }]
      : [],
  );
}

const ROLES = ['AppServerRole', 'ProvisionerRole'] as const;

function resourcesFor(statements: readonly Statement[], action: string): string[] {
  return statements.filter(({ Action }) => Action.includes(action)).flatMap(({ Resource }) => Resource);
}

describe('T3 policies', () => {
  const cases = STAGES.flatMap((one) =>
    ROLES.map((role) => [`${role} of ${one.name} on ${one.compute}`, one, role] as const),
  );
  it.each(cases)('%s name exact actions, and every action only once', async (_title, one, role) => {
    const statements = await statementsOf(one, role);
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions.length).toBeGreaterThan(5);
    expect(actions.filter((action) => !/^[a-z]+:[A-Z][A-Za-z]+$/.test(action))).toEqual([]);
    const pairs = statements.flatMap(({ Action, Resource }) => Action.flatMap((a) => Resource.map((r) => `${a} ${r}`)));
    expect(new Set(pairs).size).toBe(pairs.length);
    expect(new Set(statements.map(({ Effect }) => Effect))).toEqual(new Set(['Allow']));
  });

  it.each(cases)('%s stay below the 6,144 characters of a custom policy', async (_title, one, role) => {
    const text = JSON.stringify(await statementsOf(one, role));
    expect(text.length).toBeLessThan(6_144);
  });

  it.each(ROLES)('%s trusts Function Compute and nobody else', async (role) => {
    const { AssumeRolePolicyDocument } = properties(await synth(FULL), role);
    expect(AssumeRolePolicyDocument).toEqual({
      Version: '1',
      Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: ['fc.aliyuncs.com'] } }],
    });
  });

  it('give each function a role of its own, on both generations', async () => {
    const fc3 = await synth(stage('local', { compute: 'fc3' }));
    const fc2 = await synth(stage('local', { compute: 'fc2' }));
    const arn = (role: string) => ({ 'Fn::GetAtt': [role, 'Arn'] });
    expect(properties(fc3, 'AppServer').Role).toEqual(arn('AppServerRole'));
    expect(properties(fc3, 'Provisioner').Role).toEqual(arn('ProvisionerRole'));
    expect(properties(fc2, 'AppServerService').Role).toEqual(arn('AppServerRole'));
    expect(properties(fc2, 'ProvisionerService').Role).toEqual(arn('ProvisionerRole'));
  });

  it('name roles uniquely in the account, in at most 64 characters', async () => {
    for (const role of ROLES) {
      const name = flat(properties(await synth(FULL), role).RoleName ?? '');
      expect(name).toMatch(/^\{TablestoreInstanceName\}-(app-server|provisioner)$/);
      expect(name.replace(/\{.*\}/, 'x'.repeat(16)).length).toBeLessThanOrEqual(64);
    }
  });
});

describe('T3 the AppServer', () => {
  const table = (name: string) =>
    `acs:ots:{ALIYUN::Region}:{ALIYUN::TenantId}:instance/{TablestoreInstanceName}/table/${name}`;

  it('reads the settings and cannot write them', async () => {
    const statements = await statementsOf(FULL, 'AppServerRole');
    const allowed = statements.filter(({ Resource }) => Resource.includes(table('settings')));
    expect(allowed.flatMap(({ Action }) => Action)).toEqual(['ots:GetRow']);
  });

  it('reads and writes every other table, and only reads their indexes', async () => {
    const statements = await statementsOf(FULL, 'AppServerRole');
    const { settings: _settings, ...own } = TABLES;
    for (const { name } of Object.values(own)) expect(resourcesFor(statements, 'ots:UpdateRow')).toContain(table(name));
    for (const { name } of TABLES.rooms.indexes) {
      expect(resourcesFor(statements, 'ots:GetRange')).toContain(table(name));
      expect(resourcesFor(statements, 'ots:PutRow')).not.toContain(table(name));
    }
  });

  it('may on everything only read, send to single users, and act on ARTC channels, which are no resources', async () => {
    const statements = await statementsOf(FULL, 'AppServerRole');
    const open = statements.filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action);
    expect(open.filter((action) => !/^(live|vod):(Describe|Get|List)/.test(action))).toEqual([
      'live:SendLiveMessageUser',
      'live:RemoveTerminals',
      'live:StartLiveMPUTask',
      'live:UpdateLiveMPUTask',
      'live:StopLiveMPUTask',
    ]);
  });

  it('mixes nothing where the clients do', async () => {
    const actions = (await statementsOf(stage('local', { mixing: 'client' }), 'AppServerRole')).flatMap(
      ({ Action }) => Action,
    );
    expect(actions.filter((action) => /MPU/.test(action))).toEqual([]);
  });

  it('reads no videos in a stage that records nothing', async () => {
    const actions = (await statementsOf(stage('local', { recording: 'none' }), 'AppServerRole')).flatMap(
      ({ Action }) => Action,
    );
    expect(actions.filter((action) => action.startsWith('vod:'))).toEqual([]);
  });

  it('reads no keys of ARTC and messaging applications from the services', async () => {
    const actions = (await statementsOf(FULL, 'AppServerRole')).flatMap(({ Action }) => Action);
    expect(actions.filter((action) => /DescribeAppKey|LiveMessageApp$/.test(action))).toEqual([]);
  });
});

describe('T3 the provisioner', () => {
  it('reaches no table but the settings', async () => {
    const statements = await statementsOf(FULL, 'ProvisionerRole');
    const tables = statements.flatMap(({ Resource }) => Resource).filter((resource) => resource.startsWith('acs:ots:'));
    expect(tables.map((resource) => resource.split('/').at(-1))).toEqual(['settings']);
  });

  it('changes the two domains of the stack and no other', async () => {
    const statements = await statementsOf(FULL, 'ProvisionerRole');
    const both = ['IngestDomain', 'StreamingDomain'].map((name) => `acs:cdn:*:{ALIYUN::TenantId}:domain/{${name}}`);
    expect(resourcesFor(statements, 'live:DeleteLiveDomain')).toEqual(both);
    expect(resourcesFor(statements, 'live:BatchSetLiveDomainConfigs')).toEqual(both);
    expect(resourcesFor(statements, 'live:AddLiveRecordVodConfig')).toEqual(both.slice(1));
  });

  it('may use on everything only what cannot be restricted', async () => {
    const statements = await statementsOf(FULL, 'ProvisionerRole');
    const open = statements.filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action);
    expect(open.filter((action) => /^(ots|log|ram):/.test(action))).toEqual([]);
    const changing = open.filter((action) => action.startsWith('live:') && !/^live:(Describe|List)/.test(action));
    expect(changing.sort()).toEqual(['live:CreateLiveMessageApp', 'live:VerifyLiveDomainOwner']);
  });

  it('keeps the rights by which an update takes away what a stage no longer has', async () => {
    const actionsOf = async (of: typeof FULL) =>
      (await statementsOf(of, 'ProvisionerRole'))
        .flatMap(({ Action }) => Action)
        .filter((each) => !/^alidns:/.test(each));
    const { certificate: _certificate, audioTemplate: _template, ...bare } = FULL;
    expect(await actionsOf({ ...bare, recording: 'none', dns: 'manual' })).toEqual(await actionsOf(FULL));
  });
});

/** Names of OpenAPI actions that stand in the source of a half, as the first filter before runs are recorded (T3). */
async function actionsInSource(half: string): Promise<Set<string>> {
  const folder = path.join(PROJECT, 'lambdas', half);
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  const verb =
    'Add|Ban|Batch|Create|Delete|Describe|Disable|Enable|Forbid|Get|Kick|List|Modify|Remove|Resume|Search|Send|Set|Start|Stop|Tag|UnTag|Unban|Update|Verify';
  const names = texts.flatMap((text) => [...text.matchAll(new RegExp(`'((?:${verb})[A-Z][A-Za-z]+)'`, 'g'))]);
  return new Set(names.map((match) => match[1] ?? ''));
}

describe('T3 grants and source', () => {
  it.each([
    ['ProvisionerRole', 'provisioner'],
    ['AppServerRole', 'app-server'],
  ] as const)('%s is granted exactly the cloud calls that lambdas/%s names', async (role, half) => {
    const statements = await statementsOf(FULL, role);
    const granted = statements
      .flatMap(({ Action }) => Action)
      .filter((action) => /^(live|rtc|vod|alidns):/.test(action));
    const named = await actionsInSource(half);
    expect(granted.map((action) => action.split(':')[1]).sort()).toEqual([...named].sort());
  });
});

describe('T3 the template', () => {
  it('holds no account id and no secret', async () => {
    const { template } = await synth(FULL);
    const { Mappings: _code, ...rest } = template;
    const texts = strings(rest as unknown as Json);
    expect(texts.filter((text) => /\b\d{16}\b/.test(text))).toEqual([]);
    expect(texts.filter((text) => /^(LTAI|STS\.)|[0-9a-f]{32}/.test(text))).toEqual([]);
  });

  it('passes the ARTC key to its own resource only', async () => {
    const { template } = await synth(FULL);
    const users = Object.entries(template.Resources).filter(([, resource]) =>
      JSON.stringify(resource).includes('"ArtcAppKey"'),
    );
    expect(users.map(([id]) => id)).toEqual(['ArtcApp']);
    expect(JSON.stringify(template.Outputs)).not.toContain('ArtcAppKey');
  });
});
