import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../local/product.ts';
import { referencesIn } from '../../../../local/ros/template/references.ts';

const found = (value: Json) =>
  referencesIn(value, 'P')
    .filter(({ kind }) => kind !== 'function')
    .map(({ kind, name, attribute, path }) =>
      [kind, attribute === undefined ? name : `${name}.${attribute}`, path].join(' '),
    );

describe('the references of a value', () => {
  it.each<[string, Json, string[]]>([
    ['a literal', { a: ['Ref', { b: 'Fn::GetAtt' }] }, []],
    ['Ref', { a: [{ Ref: 'X' }] }, ['name X P.a.0']],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['X', 'A.B'] }, ['attribute X.A.B P']],
    [
      'Fn::Sub',
      { 'Fn::Sub': `\${X} \${Y.Z} \${!No} \${ALIYUN::Region}` },
      ['name X P', 'attribute Y.Z P', 'name ALIYUN::Region P'],
    ],
    [
      'Fn::Sub with variables',
      { 'Fn::Sub': [`\${X}\${V}`, { V: { Ref: 'Y' } }] },
      ['name X P', 'name Y P.Fn::Sub.1.V'],
    ],
    [
      'Fn::If',
      { 'Fn::If': ['C', { Ref: 'X' }, { 'Fn::Str': { Ref: 'Y' } }] },
      ['condition C P', 'name X P.Fn::If.1', 'name Y P.Fn::If.2.Fn::Str'],
    ],
    [
      'Fn::And',
      { 'Fn::And': ['C', { Condition: 'D' }, { 'Fn::Not': ['E'] }] },
      ['condition C P', 'condition D P', 'condition E P.Fn::And.2'],
    ],
    ['Fn::Equals, whose texts are not conditions', { 'Fn::Equals': ['C', { Ref: 'X' }] }, ['name X P.Fn::Equals.1']],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['M', { Ref: 'X' }, 'k'] }, ['mapping M P', 'name X P.Fn::FindInMap.1']],
  ])('%s', (_, value, expected) => {
    expect(found(value)).toEqual(expected);
  });

  it('include the names of all functions that are called', () => {
    const names = referencesIn({ 'Fn::Join': ['', [{ 'Fn::Nope': 1 }]] }, 'P').map(({ name }) => name);
    expect(names).toEqual(['Fn::Join', 'Fn::Nope']);
  });

  it('must be written as such', () => {
    expect(() => referencesIn({ 'Fn::GetAtt': ['X'] }, 'P')).toThrow(/expects \[resource, attribute\]/);
    expect(() => referencesIn({ 'Fn::Sub': [{ Ref: 'X' }] }, 'P')).toThrow(
      /expects its text to be written as a string/,
    );
  });
});
