import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../cdk/catalogue.ts';
import { checkTemplate as check, findingText } from '../../../cdk/rules/run.ts';
import type { Template } from '../../../cdk/template.ts';
import { FULL, STAGES, synth } from '../support.ts';

const checkTemplate = (template: Template): string[] => check(template).findings.map(findingText);

const sound = (await synth(FULL)).template;

/** The sound template with one resource or section changed. */
function changed(edit: (template: Record<string, Record<string, Record<string, unknown>>>) => void): Template {
  const copy = structuredClone({ ...sound, Mappings: { Code: { Functions: { ZipFile: 'x' } } } });
  edit(copy as never);
  return copy;
}

/** A place in the body of Fn::Sub. */
const hole = (name: string): string => `$\{${name}}`;

describe('T2 the check of a template', () => {
  it('finds nothing wrong with what we synthesize', async () => {
    for (const one of [...STAGES, FULL]) expect(checkTemplate((await synth(one)).template)).toEqual([]);
  });

  it('finds nothing wrong with the template that the mistakes below start from', () => {
    expect(checkTemplate(changed(() => undefined))).toEqual([]);
  });

  type Edit = Parameters<typeof changed>[0];
  const set =
    (section: string, id: string, key: string, value: unknown): Edit =>
    (template) => {
      const target = template[section]?.[id];
      if (!target) throw new Error(`${section}.${id} does not exist`);
      target[key] = value;
    };
  const property =
    (id: string, name: string, value: unknown): Edit =>
    (template) => {
      const properties = template.Resources?.[id]?.Properties as Record<string, unknown>;
      if (value === undefined) delete properties[name];
      else properties[name] = value;
    };

  const cases: [title: string, edit: Edit, message: RegExp][] = [
    [
      'an unknown type',
      set('Resources', 'LogStore', 'Type', 'ALIYUN::SLS::LogStore'),
      /LogStore: ALIYUN::SLS::LogStore is no type/,
    ],
    ['an unknown property', property('AppServer', 'Memory', 1), /AppServer\.Memory: unknown property/],
    [
      'an unknown nested property',
      property('AppServer', 'LogConfig', { Projekt: 'x' }),
      /AppServer\.LogConfig\.Projekt/,
    ],
    [
      'an unknown property in a list',
      property('RoomsTable', 'PrimaryKey', [{ Name: 'a', Typ: 'STRING' }]),
      /RoomsTable\.PrimaryKey\[0\]\.Typ/,
    ],
    ['a missing property', property('AppServer', 'Runtime', undefined), /AppServer: .* needs the property Runtime/],
    ['a Ref to nothing', property('AppServer', 'FunctionName', { Ref: 'Stack' }), /Ref names "Stack"/],
    ['an unknown pseudo parameter', property('AppServer', 'FunctionName', { Ref: 'ALIYUN::Stack' }), /ALIYUN::Stack/],
    [
      'a GetAtt of nothing',
      property('AppServer', 'Role', { 'Fn::GetAtt': ['Role', 'Arn'] }),
      /names "Role", which is no/,
    ],
    [
      'a GetAtt of an attribute that the type lacks',
      property('AppServer', 'Role', { 'Fn::GetAtt': ['AppServerRole', 'ARN'] }),
      /ALIYUN::RAM::Role has no attribute "ARN"; it has Arn, RoleId, RoleName/,
    ],
    [
      'a GetAtt in an output',
      set('Outputs', 'AppServerUrl', 'Value', { 'Fn::GetAtt': ['AppServerAddress', 'Url'] }),
      /Outputs\.AppServerUrl.*no attribute "Url"/,
    ],
    ['a Sub of nothing', property('AppServer', 'FunctionName', { 'Fn::Sub': `${hole('Nobody')}-x` }), /"Nobody"/],
    [
      'a Sub of an attribute',
      property('AppServer', 'FunctionName', { 'Fn::Sub': hole('LogStore.Nope') }),
      /no attribute "Nope"/,
    ],
    ['a dependency on nothing', set('Resources', 'AppServer', 'DependsOn', ['Gone']), /DependsOn names "Gone"/],
    ['a condition that is not there', set('Resources', 'ArtcApp', 'Condition', 'HasArtc'), /no condition "HasArtc"/],
    [
      'a mapping key that is not there',
      property('AppServer', 'Code', { ZipFile: { 'Fn::FindInMap': ['Code', 'Functions', 'Zip'] } }),
      /the mapping has no such key/,
    ],
    [
      'a function of another cloud',
      property('AppServer', 'FunctionName', { 'Fn::ImportValue': 'x' }),
      /"Fn::ImportValue" is no function of ROS/,
    ],
    [
      'resources that wait for each other',
      set('Resources', 'AppServerRole', 'DependsOn', ['AppServerHttpTrigger']),
      /AppServer(Role|HttpTrigger)? → .*: a dependency cycle/,
    ],
    [
      'a resource that waits for itself',
      set('Resources', 'LogProject', 'DependsOn', ['LogProject']),
      /LogProject → LogProject: a dependency cycle/,
    ],
    [
      'too large an environment',
      property('AppServer', 'EnvironmentVariables', { A: 'x'.repeat(5_000) }),
      /AppServer: environment of \d+ bytes/,
    ],
    [
      'too many resources',
      (template) => {
        for (let i = 0; i < 200; i++)
          template.Resources = { ...template.Resources, [`Extra${i}`]: template.Resources?.LogProject ?? {} };
      },
      /Resources: expected at most 200, got \d+/,
    ],
    [
      'too many parameters',
      (template) => {
        for (let i = 0; i < 200; i++)
          template.Parameters = { ...template.Parameters, [`Extra${i}`]: { Type: 'String' } };
      },
      /Parameters: expected at most 200/,
    ],
    [
      'a name with a dash',
      (template) => {
        template.Parameters = { ...template.Parameters, 'My-Name': { Type: 'String' } };
      },
      /My-Name: expected letters and digits only/,
    ],
    [
      'a parameter and a resource of one name',
      (template) => {
        template.Parameters = { ...template.Parameters, LogStore: { Type: 'String' } };
      },
      /LogStore: a parameter and a resource share this name/,
    ],
  ];
  it.each(cases)('finds %s', (_title, edit, message) => {
    const problems = checkTemplate(changed(edit));
    expect(problems.join('\n')).toMatch(message);
  });

  it('lets a Sub name what is given beside it', () => {
    const edit = property('AppServer', 'FunctionName', {
      'Fn::Sub': [['Mine', 'ALIYUN::StackName', '!Literal'].map(hole).join('-'), { Mine: 'x' }],
    });
    expect(checkTemplate(changed(edit))).toEqual([]);
  });
});

describe('the catalogue', () => {
  it('lists only types that some stage uses', async () => {
    const recordingBucket = { name: 'my-recordings', endpoint: 'oss-cn-shanghai.aliyuncs.com' };
    const built = await Promise.all([
      synth({ ...FULL, compute: 'fc2' }),
      synth({ ...FULL, mixing: 'client' }),
      synth({ ...FULL, recording: 'oss', recordingBucket }),
    ]);
    const used = built.flatMap(({ template }) => Object.values(template.Resources).map(({ Type }) => Type));
    expect(Object.keys(CATALOGUE).filter((type) => !used.includes(type))).toEqual([]);
  });

  it.each(Object.entries(CATALOGUE))('of %s requires only properties that it lists', (_type, entry) => {
    expect(entry.required.filter((name) => !(name in entry.properties))).toEqual([]);
  });
});
