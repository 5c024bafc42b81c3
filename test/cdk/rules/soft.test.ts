import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../../cdk/rules/all.ts';
import { checkTemplate, type Report, type Suppression } from '../../../cdk/rules/run.ts';
import { synthesize } from '../../../cdk/synth.ts';
import type { Template } from '../../../cdk/template.ts';
import { CODE, FULL, PROJECT, STAGES, stage, synth } from '../support.ts';

type Loose = Record<string, Record<string, Record<string, unknown>>>;
type Edit = (template: Loose) => void;

const sound = (await synth(FULL)).template;
const sound2 = (await synth({ ...FULL, compute: 'fc2' })).template;

function report(edit: Edit, suppressions: readonly Suppression[] = [], from: Template = sound): Report {
  const copy = structuredClone({ ...from, Mappings: { Code: { Functions: { ZipFile: 'x' } } } });
  edit(copy as unknown as Loose);
  return checkTemplate(copy, suppressions);
}

const property =
  (id: string, name: string, value: unknown): Edit =>
  ({ Resources }) => {
    const properties = Resources?.[id]?.Properties as Record<string, unknown>;
    properties[name] = value;
  };
const member =
  (section: string, id: string, key: string, value: unknown): Edit =>
  (template) => {
    const target = template[section]?.[id];
    if (!target) throw new Error(`${section}.${id} does not exist`);
    target[key] = value;
  };
const statement = (role: string, Action: string[], Resource: string[]): Edit =>
  property(role, 'Policies', [
    { PolicyName: 'p', PolicyDocument: { Version: '1', Statement: [{ Effect: 'Allow', Action, Resource }] } },
  ]);

const KEY = `LTAI${'a'.repeat(16)}`;

/** A mistake for each rule, by what the finding says. */
const MISTAKES: readonly (readonly [rule: string, edit: Edit, finding: RegExp])[] = [
  [
    'naming',
    property('AppServerRole', 'RoleName', { 'Fn::Join': ['-', [{ Ref: 'TablestoreInstanceName' }, 'x'.repeat(60)]] }),
    /AppServerRole\.RoleName: may have 77 characters, expected at most 64/,
  ],
  [
    'naming',
    property('AppServer', 'FunctionName', { 'Fn::Join': ['', [{ Ref: 'ALIYUN::StackName' }, '-application-server']] }),
    /AppServer\.FunctionName: may have 71/,
  ],
  ['naming', property('RoomsTable', 'TableName', 'r'.repeat(256)), /RoomsTable\.TableName/],
  ['secrets', property('AppServer', 'Description', `uses ${KEY}`), /AppServer\.Description: looks like a credential/],
  [
    'secrets',
    property('AppServer', 'EnvironmentVariables', { SIGNING_SECRET: 'abc' }),
    /SIGNING_SECRET: expected a parameter with NoEcho, got a literal/,
  ],
  [
    'secrets',
    property('AppServer', 'EnvironmentVariables', { KEY: { Ref: 'ArtcAppKey' } }),
    /ArtcAppKey: a secret stands in an environment/,
  ],
  [
    'secrets',
    member('Outputs', 'ArtcAppId', 'Value', { Ref: 'ArtcAppKey' }),
    /ArtcAppKey: a secret stands in an output/,
  ],
  ['secrets', member('Parameters', 'ArtcAppKey', 'NoEcho', false), /ArtcAppKey: expected NoEcho/],
  ['secrets', member('Parameters', 'ArtcAppKey', 'Default', 'x'), /ArtcAppKey: expected no default/],
  [
    'star-policies',
    statement('AppServerRole', ['ots:*'], ['acs:ots:::x']),
    /AppServerRole: expected exact actions, got "ots:\*"/,
  ],
  ['star-policies', statement('AppServerRole', ['ots:PutRow'], ['*']), /"ots:PutRow" is allowed on everything/],
  [
    'role-per-function',
    property('AppServer', 'Role', { 'Fn::GetAtt': ['ProvisionerRole', 'Arn'] }),
    /AppServer: expected a role of its own, shares one with Provisioner/,
  ],
  ['role-per-function', property('AppServer', 'Role', undefined), /AppServer: expected a role$/],
  [
    'anonymous-triggers',
    (template) => {
      const trigger = structuredClone(template.Resources?.AppServerHttpTrigger ?? {});
      template.Resources = { ...template.Resources, ProvisionerHttpTrigger: trigger };
    },
    /ProvisionerHttpTrigger: expected a trigger that asks for a signature/,
  ],
  ['function-limits', property('AppServer', 'MemorySize', undefined), /AppServer: expected a number as MemorySize/],
  ['function-limits', property('AppServer', 'InstanceConcurrency', 1), /expected a concurrency of 2 to 100, got 1/],
  [
    'function-limits',
    property('MessageApp', 'Timeout', 600),
    /MessageApp: expected a timeout above the provider's 1500 s, got 600/,
  ],
  ['logs', property('Provisioner', 'LogConfig', undefined), /Provisioner: expected a LogConfig/],
  ['logs', property('LogStore', 'TTL', 36_500), /LogStore: expected a TTL of 1 to 3600 days/],
  ['table-options', property('UsersTable', 'TimeToLive', 60), /UsersTable: expected TimeToLive/],
  ['table-options', property('UsersTable', 'MaxVersions', 3), /UsersTable: expected MaxVersions 1/],
  ['table-options', property('UsersTable', 'ReservedThroughput', { Read: 1, Write: 0 }), /reserved units are paid for/],
  ['deletion-policy', member('Resources', 'UsersTable', 'DeletionPolicy', 'Delete'), /UsersTable: Delete differs/],
  [
    'deletion-policy',
    member('Resources', 'UsersTable', 'DeletionPolicy', undefined),
    /UsersTable: expected a DeletionPolicy/,
  ],
  ['runtime-age', property('AppServer', 'Runtime', 'nodejs16'), /AppServer: expected a current runtime, got nodejs16/],
  ['runtime-age', property('AppServer', 'CustomRuntimeConfig', {}), /got custom\.debian11 with no command/],
  ['form', member('Parameters', 'AppName', 'Label', 'App'), /AppName: expected Label in en and zh-cn/],
  [
    'form',
    member('Parameters', 'AppName', 'ConstraintDescription', { en: 'x' }),
    /AppName: expected ConstraintDescription/,
  ],
  [
    'form',
    member('Outputs', 'MessageAppId', 'Description', 'English only'),
    /Outputs\.MessageAppId: expected a description in English/,
  ],
];

describe('T3, T4, T6: a rule', () => {
  it.each(MISTAKES)('%s finds its mistake, and that alone (%#)', (rule, edit, finding) => {
    const { findings } = report(edit);
    expect(findings.map(({ at, message }) => `${at}: ${message}`).join('\n')).toMatch(new RegExp(finding.source, 'm'));
    expect(new Set(findings.map((found) => found.rule))).toEqual(new Set([rule]));
  });

  it('finds nothing in what we synthesize', async () => {
    for (const one of [...STAGES, FULL]) {
      expect(checkTemplate((await synth(one)).template, one.suppressions)).toEqual({ findings: [], suppressed: [] });
    }
  });

  it('looks at services on Function Compute 2.0, which hold role and logs there', () => {
    const without = (name: string) => report(property('AppServerService', name, undefined), [], sound2).findings;
    expect(without('Role')).toMatchObject([{ rule: 'role-per-function', at: 'AppServerService' }]);
    expect(without('LogConfig')).toMatchObject([{ rule: 'logs', at: 'AppServerService' }]);
  });

  it('is one short file, named as its id, and has a test', async () => {
    const helpers = ['all.ts', 'rule.ts', 'run.ts'];
    const files = (await readdir(path.join(PROJECT, 'cdk/rules'))).filter((file) => !helpers.includes(file));
    expect(files.sort()).toEqual(RULES.map(({ id }) => `${id}.ts`).sort());
    const tested = new Set(MISTAKES.map(([rule]) => rule));
    // Those that ROS itself would refuse are in hard.test.ts.
    const hard = ['limits', 'references', 'types', 'cycles', 'environment-size'];
    expect(RULES.map(({ id }) => id).filter((id) => !tested.has(id) && !hard.includes(id))).toEqual([]);
  });

  it('says in a sentence what it asks for', () => {
    expect(RULES.filter(({ title }) => !/^[A-Z].{20,}\.$/.test(title))).toEqual([]);
  });
});

describe('a suppression', () => {
  const mistake = property('UsersTable', 'MaxVersions', 3);
  const reason = 'history of users is wanted';

  it('lets a stage live with a finding, for its reason', () => {
    const { findings, suppressed } = report(mistake, [{ rule: 'table-options', resource: 'UsersTable', reason }]);
    expect(findings).toEqual([]);
    expect(suppressed).toMatchObject([{ rule: 'table-options', at: 'UsersTable', reason }]);
  });

  it('without a resource covers each finding of its rule, with one no other resource', () => {
    const both: Edit = (template) => {
      mistake(template);
      property('BansTable', 'MaxVersions', 3)(template);
    };
    expect(report(both, [{ rule: 'table-options', reason }]).findings).toEqual([]);
    expect(report(both, [{ rule: 'table-options', resource: 'UsersTable', reason }]).findings).toMatchObject([
      { at: 'BansTable' },
    ]);
  });

  it.each([
    ['an unknown rule', { rule: 'table-option', reason }, /there is no such rule; there are limits, /],
    ['a rule that ROS itself has', { rule: 'cycles', reason }, /cannot be suppressed/],
    ['what nothing needs any more', { rule: 'logs', reason }, /remove it/],
  ])('of %s is a finding itself', (_case, suppression, message) => {
    const { findings } = report(() => undefined, [suppression]);
    expect(findings).toMatchObject([{ rule: 'suppressions', message: expect.stringMatching(message) }]);
  });

  it('of a hard rule leaves its findings', () => {
    const { findings } = report(property('AppServer', 'Nonsense', 1), [{ rule: 'types', reason }]);
    expect(findings.map(({ rule }) => rule)).toEqual(['types', 'suppressions']);
  });

  it('is read from the stage when it is synthesized', async () => {
    const useless = stage('local', { suppressions: [{ rule: 'logs', reason }] });
    await expect(synthesize(useless, { bundle: CODE })).rejects.toThrow(
      /template of stage "local" is not sound:\n {2}suppressions\.logs: nothing needs it any more: remove it \(suppressions\)/,
    );
  });
});
