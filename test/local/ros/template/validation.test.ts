import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../local/product.ts';
import { harness, refusal, template, thing } from '../harness.ts';

const { call } = harness();
const validate = (value: Json) =>
  call('ValidateTemplate', { TemplateBody: typeof value === 'string' ? value : JSON.stringify(value) });

const refused: [name: string, value: Json, error: RegExp][] = [
  ['text that is not JSON', 'Resources: {}', /^400 InvalidSchema: The template is not JSON/],
  ['a list', [], /^400 InvalidSchema: The template must be a map, it is a list/],
  ['a missing version', { Resources: {} }, /^400 InvalidTemplateVersion: .*ROSTemplateFormatVersion is missing/],
  [
    'another version',
    { ROSTemplateFormatVersion: '2010-09-09' },
    /^400 InvalidTemplateVersion: .*"2010-09-09" should be "2015-09-01"/,
  ],
  [
    'an unknown section',
    template({}, { Params: {} }),
    /^400 InvalidTemplateSection: The template section is invalid: Params\.$/,
  ],
  [
    'a section of another kind',
    template({}, { Outputs: [] }),
    /^400 InvalidSchema: Outputs must be a map, it is a list/,
  ],
  [
    'Terraform',
    template({}, { Transform: 'Aliyun::Terraform-v1.5' }),
    /^400 NotSupported: .*Transform is not supported by the local ROS/,
  ],
  [
    'more than 512 KB',
    template({}, { Description: 'x'.repeat(524_288) }),
    /^400 InvalidParameter: The specified parameter TemplateBody is invalid, its size is \d+ bytes, from 1 to 524288/,
  ],
  [
    'more than 200 resources',
    template(Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`R${n}`, thing()]))),
    /at most 200/,
  ],
  [
    'a mapping of one level',
    template({}, { Mappings: { M: { a: 'x' } } }),
    /^400 InvalidSchema: Mappings\.M\.a must be a map/,
  ],
  [
    'an unknown key of a resource',
    template({ A: { ...thing(), Propertys: {} } }),
    /^400 InvalidTemplateSection: .*Resources\.A\.Propertys/,
  ],
  ['a resource without Type', template({ A: {} }), /^400 InvalidSchema: Resources\.A\.Type is missing/],
  [
    'Properties that are a list',
    template({ A: { ...thing(), Properties: [] } }),
    /^400 InvalidTemplatePropertyType: .*\(A Properties: expected a map, it is a list\)/,
  ],
  [
    'DependsOn of a number',
    template({ A: thing({}, { DependsOn: [1] }) }),
    /^400 InvalidTemplatePropertyType: .*A DependsOn/,
  ],
  [
    'Count',
    template({ A: thing({}, { Count: 2 }) }),
    /^400 NotSupported: Resources\.A\.Count is not supported by the local ROS/,
  ],
  [
    'the DeletionPolicy Snapshot',
    template({ A: thing({}, { DeletionPolicy: 'Snapshot' }) }),
    /Resources\.A\.DeletionPolicy "Snapshot" should be Delete, Retain or a Ref/,
  ],
  [
    'a DeletionPolicy of no parameter',
    template({ A: thing({}, { DeletionPolicy: { Ref: 'P' } }) }),
    /^400 InvalidTemplateReference: .*"P" \(in Resources\.A\.DeletionPolicy\)/,
  ],
  [
    'an unknown type',
    template({ A: { Type: 'ALIYUN::FAKE::Thong' } }),
    /^400 StackValidationFailed: Resources\.A\.Type: The Resource Type \(ALIYUN::FAKE::Thong\) could not be found.*ALIYUN::FAKE::Thing/,
  ],
  [
    'an unknown property',
    template({ A: thing({ Nmae: 'x' }) }),
    /^400 StackValidationFailed: Property error: Resources\.A\.Properties: Unknown Property Nmae/,
  ],
  [
    'an unknown nested property',
    template({ A: thing({ Map: { Inner: 1, Other: 2 } }) }),
    /Resources\.A\.Properties\.Map: Unknown Property Other/,
  ],
  [
    'a missing required property',
    template({ A: thing({ Map: {} }) }),
    /Resources\.A\.Properties\.Map: Property Inner not assigned/,
  ],
  [
    'a property of another type',
    template({ A: thing({ Size: 'much' }) }),
    /Resources\.A\.Properties\.Size: Value must be a number/,
  ],
  [
    'a list item of another type',
    template({ A: thing({ List: ['a', {}] }) }),
    /Resources\.A\.Properties\.List\.1: Value must be a string, it is a map/,
  ],
  [
    'a boolean that is none',
    template({ A: thing({ On: 'yes' }) }),
    /Resources\.A\.Properties\.On: Value must be a boolean/,
  ],
  [
    'a value that is not allowed',
    template({ A: thing({ Kind: 'z' }) }),
    /Resources\.A\.Properties\.Kind: "z" should be one of a, b/,
  ],
  ['a number out of range', template({ A: thing({ Size: 1001 }) }), /the value 1001 should be at most 1000/],
  ['text that is too long', template({ A: thing({ Name: 'x'.repeat(21) }) }), /the length 21 should be at most 20/],
  ['JSON that is none', template({ A: thing({ Document: 'x' }) }), /Document: Value must be JSON of a map or a list/],
  [
    'Ref to nothing',
    template({ A: thing({ Name: { Ref: 'B' } }) }),
    /^400 InvalidTemplateReference: The specified reference "B" \(in Resources\.A\.Properties\.Name\) is incorrect\.$/,
  ],
  [
    'Fn::Sub of nothing',
    template({ A: thing({ Name: { 'Fn::Sub': `\${B}` } }) }),
    /"B" \(in Resources\.A\.Properties\.Name\)/,
  ],
  ['an unknown pseudo parameter', template({ A: thing({ Name: { Ref: 'ALIYUN::Zone' } }) }), /"ALIYUN::Zone"/],
  ['DependsOn nothing', template({ A: thing({}, { DependsOn: 'B' }) }), /"B" \(in Resources\.A\.DependsOn\)/],
  [
    'an unknown attribute',
    template({ A: thing(), B: thing({ Name: { 'Fn::GetAtt': ['A', 'Uri'] } }) }),
    /^400 InvalidTemplateAttribute: The Referenced Attribute \(A Uri\) is incorrect.*Name, Url, Nothing/,
  ],
  [
    'an unknown attribute in an output',
    template({ A: thing() }, { Outputs: { O: { Value: { 'Fn::Sub': `\${A.Uri}` } } } }),
    /^400 InvalidTemplateAttribute: .*Outputs\.O\.Value/,
  ],
  [
    'Fn::GetAtt of a parameter',
    template({ A: thing({ Name: { 'Fn::GetAtt': ['P', 'x'] } }) }, { Parameters: { P: { Type: 'String' } } }),
    /^400 InvalidTemplateReference: .*"P"/,
  ],
  [
    'Fn::GetAtt that is not written out',
    template({ A: thing({ Name: { 'Fn::GetAtt': ['A', { Ref: 'B' }] } }) }),
    /^400 StackValidationFailed: Resources\.A\.Properties: expects the resource and the attribute/,
  ],
  [
    'a cycle of references',
    template({ A: thing({ Name: { Ref: 'B' } }), B: thing({ Name: { 'Fn::Sub': `\${A.Url}` } }) }),
    /^400 CircularDependency: Circular Dependency Found: A -> B -> A\.$/,
  ],
  [
    'a cycle with DependsOn',
    template({ A: thing({}, { DependsOn: 'B' }), B: thing({ Name: { Ref: 'A' } }) }),
    /CircularDependency/,
  ],
  ['a resource that needs itself', template({ A: thing({ Name: { Ref: 'A' } }) }), /A -> A/],
  [
    'an unknown condition of a resource',
    template({ A: thing({}, { Condition: 'C' }) }),
    /"C" \(in Resources\.A\.Condition\)/,
  ],
  [
    'an unknown condition of an output',
    template({}, { Outputs: { O: { Value: 1, Condition: 'C' } } }),
    /"C" \(in Outputs\.O\)/,
  ],
  [
    'an unknown condition in Fn::If',
    template({ A: thing({ Name: { 'Fn::If': ['C', 'a', 'b'] } }) }),
    /"C" \(in Resources\.A\.Properties\.Name\)/,
  ],
  [
    'conditions that need each other',
    template({}, { Conditions: { A: { 'Fn::Not': ['B'] }, B: { 'Fn::Or': ['A', 'A'] } } }),
    /Circular Dependency Found: A -> B -> A/,
  ],
  [
    'a condition that reads a resource',
    template({ R: thing() }, { Conditions: { A: { 'Fn::Equals': [{ Ref: 'R' }, 1] } } }),
    /"R" \(in Conditions\.A\.Fn::Equals\.0, where only parameters can be read\)/,
  ],
  [
    'an unknown mapping',
    template({ A: thing({ Name: { 'Fn::FindInMap': ['M', 'a', 'b'] } }) }),
    /"M" \(in Resources\.A\.Properties\.Name\)/,
  ],
  [
    'an unknown key of a mapping',
    template({ A: thing({ Name: { 'Fn::FindInMap': ['M', 'a', 'z'] } }) }, { Mappings: { M: { a: { b: 'x' } } } }),
    /"M\.a\.z"/,
  ],
  [
    'an unknown function',
    template({ A: thing({ Name: { 'Fn::ImportValue': 'x' } }) }),
    /Resources\.A\.Properties\.Name: Fn::ImportValue is not a function of ROS/,
  ],
  [
    'a function that is not local',
    template({ A: thing({ Name: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] } }) }),
    /^400 NotSupported: .*Fn::GetAZs is not supported by the local ROS/,
  ],
  [
    'wrong arguments of a function',
    template({ A: thing({ Name: { 'Fn::Join': ['-'] } }) }),
    /^400 StackValidationFailed: Resources\.A\.Properties\.Name: Fn::Join expects/,
  ],
  [
    'a parameter with a bad name',
    template({}, { Parameters: { 'my-param': { Type: 'String' } } }),
    /Parameters\.my-param: the name of a parameter can contain only letters and digits/,
  ],
  ['a parameter without Type', template({}, { Parameters: { P: {} } }), /Parameters\.P\.Type is missing/],
  [
    'a parameter of unknown type',
    template({}, { Parameters: { P: { Type: 'Text' } } }),
    /Parameters\.P\.Type "Text" should be one of String, Number/,
  ],
  [
    'a parameter of a remote type',
    template({}, { Parameters: { P: { Type: 'ALIYUN::OOS::Parameter::Value' } } }),
    /^400 NotSupported: .*not supported by the local ROS/,
  ],
  [
    'an unknown attribute of a parameter',
    template({}, { Parameters: { P: { Type: 'String', Defualt: 1 } } }),
    /Parameters\.P\.Defualt is not an attribute of a parameter/,
  ],
  [
    'a bad AllowedPattern',
    template({}, { Parameters: { P: { Type: 'String', AllowedPattern: '(' } } }),
    /AllowedPattern is not a regular expression/,
  ],
  [
    'AllowedValues that are no list',
    template({}, { Parameters: { P: { Type: 'String', AllowedValues: 'a' } } }),
    /AllowedValues must be a list/,
  ],
  [
    'a limit that is no number',
    template({}, { Parameters: { P: { Type: 'String', MinLength: 'a' } } }),
    /Parameters\.P\.MinLength must be a number/,
  ],
  [
    'Confirm without NoEcho',
    template({}, { Parameters: { P: { Type: 'String', Confirm: true } } }),
    /Confirm is only for parameters of type String with NoEcho/,
  ],
  [
    'a default that breaks its constraint',
    template({}, { Parameters: { P: { Type: 'Number', Default: 5, MaxValue: 3 } } }),
    /Parameter 'P' is invalid: its value should be at most 3, it is 5/,
  ],
  ['an output without Value', template({}, { Outputs: { O: {} } }), /Outputs\.O\.Value is missing/],
  [
    'an unknown key of an output',
    template({}, { Outputs: { O: { Value: 1, Values: 2 } } }),
    /^400 InvalidTemplateSection: .*Outputs\.O\.Values/,
  ],
  [
    'a rule that does not hold',
    template({}, { Rules: { R: { Assertions: [{ Assert: { 'Fn::Equals': [1, 2] }, AssertDescription: 'never' }] } } }),
    /Rules\.R\.Assertions\.0 does not hold: never/,
  ],
  ['a rule without assertions', template({}, { Rules: { R: {} } }), /Rules\.R must have a list of Assertions/],
];

describe('a template', () => {
  it.each(refused)('is refused with %s', async (_, value, error) => {
    expect(await refusal(validate(value))).toMatch(error);
  });

  it('is read with everything that a console form needs', async () => {
    const form = template(
      { A: thing({ Name: { Ref: 'P' } }, { Description: 'a', Metadata: { m: 1 }, DeletionPolicy: 'Retain' }) },
      {
        Description: { en: 'Demo', 'zh-cn': '演示' },
        Metadata: {
          'ALIYUN::ROS::Interface': { ParameterGroups: [{ Parameters: ['P'], Label: { default: { en: 'x' } } }] },
        },
        Parameters: {
          P: {
            Type: 'String',
            Label: { en: 'P', 'zh-cn': '参数' },
            NoEcho: true,
            Confirm: true,
            MinLength: 1,
            AssociationProperty: 'AutoCompleteInput',
            AssociationPropertyMetadata: { Length: 6 },
          },
        },
        Rules: {
          R: { RuleCondition: { 'Fn::Equals': [1, 2] }, Assertions: [{ Assert: { 'Fn::Equals': [1, 2] } }] },
          OnParameter: { Assertions: [{ Assert: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } }] },
        },
        Outputs: { 'Console.Url': { Value: { Ref: 'A' }, Description: 'd', Label: 'l' } },
      },
    );
    const answer = await validate(form);
    expect(answer).toMatchObject({
      Parameters: [{ ParameterKey: 'P', Type: 'String', Label: { en: 'P', 'zh-cn': '参数' } }],
      ResourceTypes: { Resources: ['ALIYUN::FAKE::Thing'], DataSources: [] },
      Resources: [{ ResourceType: 'ALIYUN::FAKE::Thing', LogicalResourceIdPattern: 'A' }],
      Outputs: [{ OutputKey: 'Console.Url', Description: 'd', Label: 'l' }],
    });
  });

  it('may be as large as 524,288 bytes, counted in UTF-8', async () => {
    const empty = JSON.stringify(template({}, { Description: '' }));
    const room = 524_288 - Buffer.byteLength(empty);
    const filled = (text: string) => JSON.stringify(template({}, { Description: text }));
    expect(await validate(filled('x'.repeat(room)))).toHaveProperty('Resources', []);
    expect(await refusal(validate(filled(`${'x'.repeat(room - 1)}é`)))).toMatch(/its size is 524289 bytes/);
  });

  it('may carry a large value in a mapping that several resources read', async () => {
    const { create, product } = harness({});
    const zip = 'A'.repeat(300_000);
    const id = await create(
      template(
        {
          A: thing({ Open: { Zip: { 'Fn::FindInMap': ['Code', 'Bundle', 'Zip'] } } }),
          B: thing({ Open: { Zip: { 'Fn::FindInMap': ['Code', 'Bundle', 'Zip'] } } }),
        },
        { Mappings: { Code: { Bundle: { Zip: zip } } } },
      ),
    );
    expect(id).not.toBe('');
    expect(product.calls.map(({ properties }) => (properties.Open as { Zip: string }).Zip.length)).toEqual([
      300_000, 300_000,
    ]);
  });
});
