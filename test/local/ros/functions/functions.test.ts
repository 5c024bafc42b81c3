import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../local/product.ts';
import { evaluator, functionOf, UNKNOWN } from '../../../../local/ros/functions/evaluate.ts';
import { NO_VALUE, NotYetKnown } from '../../../../local/ros/functions/function.ts';

const PARAMETERS: Record<string, Json> = {
  Name: 'demo',
  Count: 3,
  Empty: null,
  List: ['a', 'b'],
  'ALIYUN::Region': 'cn-shanghai',
};

const subject = evaluator({
  parameter: (name) => (name === 'ALIYUN::NoValue' ? NO_VALUE : PARAMETERS[name]),
  reference: (id) => {
    if (id === 'Later') throw new NotYetKnown(id);
    return `${id}-id`;
  },
  attribute: (id, name) => {
    if (id === 'Later') throw new NotYetKnown(id);
    return name === 'Numbers' ? [1, 2] : `${id}.${name}`;
  },
  condition: (name) => name === 'Yes',
  mappings: { Sizes: { small: { cpu: 1, name: 's' }, 'cn-shanghai': { zone: 'z' } } },
  now: () => Date.UTC(2026, 10, 22, 8, 5, 9),
});

const run = (value: Json) => subject.resolve(value, 'Outputs.X.Value');

const cases: [name: string, value: Json, expected: Json][] = [
  ['Ref of a parameter', { Ref: 'Count' }, 3],
  ['Ref of an empty parameter', { Ref: 'Empty' }, null],
  ['Ref of a resource', { Ref: 'Thing' }, 'Thing-id'],
  ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Thing', 'Url'] }, 'Thing.Url'],
  ['Fn::GetAtt as text, with dots in the attribute', { 'Fn::GetAtt': 'Thing.A.B' }, 'Thing.A.B'],
  ['Fn::FindInMap', { 'Fn::FindInMap': ['Sizes', 'small', 'cpu'] }, 1],
  ['Fn::FindInMap with a function as key', { 'Fn::FindInMap': ['Sizes', { Ref: 'ALIYUN::Region' }, 'zone'] }, 'z'],
  [
    'Fn::Sub',
    { 'Fn::Sub': `\${Name}/\${Count}/\${ALIYUN::Region}/\${Thing}/\${Thing.Url}` },
    'demo/3/cn-shanghai/Thing-id/Thing.Url',
  ],
  ['Fn::Sub with variables of its own', { 'Fn::Sub': [`\${X}-\${Name}`, { X: { Ref: 'Count' } }] }, '3-demo'],
  ['Fn::Sub with text to be left', { 'Fn::Sub': `\${!Name} \${Empty}.` }, `\${Name} .`],
  ['Fn::Sub with values that are not text', { 'Fn::Sub': `\${List}` }, '["a","b"]'],
  ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Count' }, true]] }, 'a-3-true'],
  ['Fn::Join without a value', { 'Fn::Join': ['-', ['a', { Ref: 'ALIYUN::NoValue' }]] }, 'a'],
  ['Fn::Split', { 'Fn::Split': [',', 'a,b'] }, ['a', 'b']],
  ['Fn::Replace', { 'Fn::Replace': [{ a: 'x', b: '1' }, 'abba'] }, 'x11x'],
  ['Fn::Str', { 'Fn::Str': 12 }, '12'],
  ['Fn::Indent', { 'Fn::Indent': ['a\nb\n\nc', 1] }, '  a\n  b\n\n  c'],
  ['Fn::Indent with a size', { 'Fn::Indent': ['a', '2', 3] }, '      a'],
  ['Fn::Base64Encode', { 'Fn::Base64Encode': '你好' }, '5L2g5aW9'],
  ['Fn::Base64Decode', { 'Fn::Base64Decode': '5L2g5aW9' }, '你好'],
  ['Fn::MatchPattern', { 'Fn::MatchPattern': ['[a-z]+', 'abc'] }, true],
  ['Fn::MatchPattern that does not match', { 'Fn::MatchPattern': ['b', 'abc'] }, false],
  ['Fn::Select by index', { 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
  ['Fn::Select from the end', { 'Fn::Select': [-1, ['a', 'b']] }, 'b'],
  ['Fn::Select of comma text', { 'Fn::Select': [0, 'a,b'] }, 'a'],
  ['Fn::Select by slice', { 'Fn::Select': ['0:4:2', [1, 2, 3, 4, 5]] }, [1, 3]],
  ['Fn::Select by key', { 'Fn::Select': ['k', { k: 'v' }] }, 'v'],
  ['Fn::Select of nothing', { 'Fn::Select': [5, ['a']] }, ''],
  ['Fn::Select of nothing with a default', { 'Fn::Select': ['x', { k: 'v' }, 'd'] }, 'd'],
  ['Fn::ListMerge', { 'Fn::ListMerge': [['a'], { Ref: 'List' }, []] }, ['a', 'a', 'b']],
  [
    'Fn::MergeMapToList',
    { 'Fn::MergeMapToList': [{ a: [1, 2] }, { b: [3] }] },
    [
      { a: 1, b: 3 },
      { a: 2, b: 3 },
    ],
  ],
  ['Fn::SelectMapList', { 'Fn::SelectMapList': ['k', [{ k: 1 }, { x: 2 }, { k: 3 }]] }, [1, 3]],
  ['Fn::Index', { 'Fn::Index': ['b', ['a', 'b']] }, 1],
  ['Fn::Length of text', { 'Fn::Length': '你好' }, 2],
  ['Fn::Length of a list', { 'Fn::Length': { Ref: 'List' } }, 2],
  ['Fn::Length of a map', { 'Fn::Length': { a: 1, b: 2 } }, 2],
  ['Fn::Contains', { 'Fn::Contains': [{ Ref: 'List' }, 'b'] }, true],
  ['Fn::Any', { 'Fn::Any': [false, 'true'] }, true],
  ['Fn::EachMemberIn', { 'Fn::EachMemberIn': [['a'], { Ref: 'List' }] }, true],
  ['Fn::EachMemberIn that fails', { 'Fn::EachMemberIn': [['a', 'z'], { Ref: 'List' }] }, false],
  ['Fn::Add of numbers', { 'Fn::Add': [1, '2', 3.5] }, 6.5],
  ['Fn::Add of lists', { 'Fn::Add': [[1], [2]] }, [1, 2]],
  ['Fn::Add of maps', { 'Fn::Add': [{ a: 1 }, { b: 2 }] }, { a: 1, b: 2 }],
  ['Fn::Avg', { 'Fn::Avg': [1, [1, 2, '6.0']] }, 3],
  ['Fn::Max', { 'Fn::Max': [1, 5, 3] }, 5],
  ['Fn::Min', { 'Fn::Min': { 'Fn::GetAtt': ['Thing', 'Numbers'] } }, 1],
  ['Fn::Calculate of whole numbers', { 'Fn::Calculate': ['(2+3)/2*3-1', 1] }, 5],
  ['Fn::Calculate with decimals', { 'Fn::Calculate': ['(2.0+3)/2*3-1', 1] }, 6.5],
  ['Fn::Calculate with given numbers', { 'Fn::Calculate': ['({0}+{1})%3', 0, [5, 6]] }, 2],
  ['Fn::Calculate with a power and signs', { 'Fn::Calculate': ['-2**2+{0}', 0, [-1]] }, -5],
  ['Fn::If', { 'Fn::If': ['Yes', 'a', 'b'] }, 'a'],
  ['Fn::If without a value', { list: [{ 'Fn::If': ['No', 'a', { Ref: 'ALIYUN::NoValue' }] }, 'x'] }, { list: ['x'] }],
  ['Fn::And', { 'Fn::And': ['Yes', { 'Fn::Equals': [1, 1] }] }, true],
  ['Fn::Or', { 'Fn::Or': ['No', { Condition: 'Yes' }] }, true],
  ['Fn::Not', { 'Fn::Not': ['Yes'] }, false],
  ['Fn::Not without a list', { 'Fn::Not': 'No' }, true],
  ['Fn::Equals looks at types', { 'Fn::Equals': [{ Ref: 'Count' }, '3'] }, false],
  [
    'Fn::Equals of maps',
    {
      'Fn::Equals': [
        { a: [1], b: 2 },
        { b: 2, a: [1] },
      ],
    },
    true,
  ],
  ['Fn::GetJsonValue', { 'Fn::GetJsonValue': ['a', '{"a":{"b":1}}'] }, { b: 1 }],
  ['Fn::FormatTime', { 'Fn::FormatTime': ['%Y-%m-%d %H:%M:%S %%', 'Asia/Shanghai'] }, '2026-11-22 16:05:09 %'],
  ['Fn::FormatTime in UTC', { 'Fn::FormatTime': '%FT%T' }, '2026-11-22T08:05:09'],
  ['Fn::Cidr', { 'Fn::Cidr': ['10.0.0.0/16', 3, 8] }, ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
  ['functions inside functions', { 'Fn::Join': ['', { 'Fn::Split': ['-', { 'Fn::Sub': `a-\${Name}` }] }] }, 'ademo'],
  ['a map with more keys than a function', { Ref: 'Name', Other: 1 }, { Ref: 'Name', Other: 1 }],
];

describe('template functions', () => {
  it.each(cases)('%s', (_, value, expected) => {
    expect(run(value)).toEqual(expected);
  });

  it('do not look at the branch of Fn::If that is not taken', () => {
    expect(run({ 'Fn::If': ['Yes', 1, { Ref: 'Later' }] })).toBe(1);
    expect(() => run({ 'Fn::If': ['No', 1, { Ref: 'Later' }] })).toThrow(NotYetKnown);
  });

  it('give an unknown value where a resource is not there yet', () => {
    expect(subject.resolveKnown({ A: { 'Fn::Join': ['', ['x', { Ref: 'Later' }]] }, B: { Ref: 'Name' } }, 'P')).toEqual(
      {
        A: UNKNOWN,
        B: 'demo',
      },
    );
  });

  it('leave the results of functions alone: what looks like a function in a value is not one', () => {
    expect(run({ 'Fn::GetJsonValue': ['a', '{"a":{"Ref":"Name"}}'] })).toEqual({ Ref: 'Name' });
  });

  it('are maps with one key', () => {
    expect(functionOf({ Ref: 'X' })).toEqual({ name: 'Ref', argument: 'X' });
    expect(functionOf({ Reference: 'X' })).toBeUndefined();
    expect(functionOf({})).toBeUndefined();
  });
});

const errors: [value: Json, message: RegExp][] = [
  [{ 'Fn::Join': ['-'] }, /^Outputs\.X\.Value: Fn::Join expects \[delimiter, list\], it has 1 items$/],
  [
    { A: { 'Fn::Join': ['-', 'text'] } },
    /^Outputs\.X\.Value\.A: Fn::Join expects the second item to be a list, it is a string$/,
  ],
  [[{ 'Fn::Str': [] }], /^Outputs\.X\.Value\.0: Fn::Str expects its argument to be a string, it is a list$/],
  [{ 'Fn::Join': ['', [{ 'Fn::Split': ['', 'a'] }]] }, /Value: Fn::Split expects a delimiter that is not empty/],
  [{ 'Fn::FindInMap': ['Sizes', 'huge', 'cpu'] }, /finds no Mappings\.Sizes\.huge/],
  [{ 'Fn::FindInMap': ['Nope', 'huge', 'cpu'] }, /finds no Mappings\.Nope/],
  [{ 'Fn::Select': ['x', ['a']] }, /expects an index, a slice or the key of a map/],
  [{ 'Fn::Select': ['0:x', ['a']] }, /expects a slice/],
  [{ 'Fn::Base64Decode': '***' }, /expects Base64 text/],
  [{ 'Fn::MatchPattern': ['(', 'a'] }, /expects a regular expression/],
  [{ 'Fn::Index': ['z', ['a']] }, /finds no "z" in the list/],
  [{ 'Fn::Indent': ['a', 21] }, /integer from 0 to 20/],
  [{ 'Fn::Add': [] }, /at least one value/],
  [{ 'Fn::Add': [1, 'x'] }, /expects each item to be a number, it is "x"/],
  [{ 'Fn::Avg': [1, []] }, /at least one number/],
  [{ 'Fn::Max': [] }, /at least one number/],
  [{ 'Fn::Calculate': ['1/0', 0] }, /divides by zero/],
  [{ 'Fn::Calculate': ['process.exit()', 0] }, /cannot calculate/],
  [{ 'Fn::Calculate': ['(1+2', 0] }, /ends too early/],
  [{ 'Fn::Calculate': ['1 2', 0] }, /did not expect "2"/],
  [{ 'Fn::Calculate': ['{3}', 0, [1]] }, /has no number for \{3\}/],
  [{ 'Fn::And': ['Yes'] }, /2 to 10 conditions/],
  [{ 'Fn::If': [{ Ref: 'Count' }, 1, 2] }, /expects a condition, it has a number/],
  [{ 'Fn::GetJsonValue': ['a', 'text'] }, /expects JSON of a map/],
  [{ 'Fn::GetJsonValue': ['b', '{"a":1}'] }, /finds no key b/],
  [{ 'Fn::FormatTime': ['%Q'] }, /does not know %Q/],
  [{ 'Fn::FormatTime': ['%Y', 'Mars/Base'] }, /does not know the time zone/],
  [{ 'Fn::Cidr': ['10.0.0.0', 1, 8] }, /expects an IPv4 block/],
  [{ 'Fn::Cidr': ['10.0.0.0/24', 2, 8] }, /cannot cut 2 blocks/],
  [{ 'Fn::Sub': `\${ALIYUN::NoValue}` }, /cannot put ALIYUN::NoValue into a text/],
  [{ 'Fn::Nothing': 1 }, /Fn::Nothing is not a function/],
];

describe('template functions with wrong arguments', () => {
  it.each(errors)('%j is refused with the path', (value, message) => {
    expect(() => run(value)).toThrow(message);
  });
});
