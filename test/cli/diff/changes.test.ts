import { describe, expect, it } from 'vitest';
import type { Template, TemplateResource } from '../../../cdk/template.ts';
import type { Deployable } from '../../../cdk/updates.ts';
import { changesOf, isEmpty, losesData } from '../../../cli/diff/changes.ts';
import { changesText } from '../../../cli/diff/text.ts';

const deployable = (
  resources: Record<string, TemplateResource>,
  parameters: Record<string, string> = {},
  more: Partial<Template> = {},
): Deployable => ({
  template: { ROSTemplateFormatVersion: '', Parameters: {}, Outputs: {}, Resources: resources, ...more },
  parameters,
});
const logstore = (TTL: number): TemplateResource => ({ Type: 'ALIYUN::SLS::Logstore', Properties: { TTL } });
const table: TemplateResource = { Type: 'ALIYUN::OTS::Table', Properties: { TableName: 'rooms' } };

describe('what a deployment changes', () => {
  it('of a new stack is everything, counted by what it is for', () => {
    const changes = changesOf('app-test', undefined, deployable({ Rooms: table, Logs: logstore(1) }));
    expect(changes).toMatchObject({ creates: true, resources: [{ action: 'add' }, { action: 'add' }] });
    expect(changesText(changes)).toMatch(/app-test is new: 2 resources\n {2}\+ +1 Database\n {2}\+ +1 Logs/);
  });

  it('is nothing when only the spelling differs', () => {
    const a = deployable({ A: { Type: 'T', Properties: { X: { Ref: 'P' }, Y: 1 } } }, { P: 'v' });
    const b = deployable({ A: { Type: 'T', Properties: { Y: 1, X: 'v' } } });
    const changes = changesOf('s', a, b);
    expect(isEmpty(changes)).toBe(true);
    expect(changesText(changes)).toBe('Stack s: no changes');
  });

  it('names each property with its old and new value', () => {
    const before = deployable({ L: { Type: 'T', Properties: { A: { B: [1, 2] }, Gone: 'x' } } });
    const after = deployable({ L: { Type: 'T', Properties: { A: { B: [1, 3] }, New: 'y' } } });
    expect(changesOf('s', before, after).resources).toEqual([
      {
        logicalId: 'L',
        type: 'T',
        action: 'change',
        properties: [
          { path: 'A.B[1]', from: '2', to: '3' },
          { path: 'Gone', from: 'x' },
          { path: 'New', to: 'y' },
        ],
      },
    ]);
  });

  it('keeps secrets to itself, and tells code by its hash', () => {
    const Parameters = { Key: { NoEcho: true } };
    const code = (text: string): Partial<Template> => ({
      Parameters,
      Mappings: { Code: { F: { Zip: text.repeat(300) } } },
    });
    const fn = {
      F: { Type: 'T', Properties: { Key: { Ref: 'Key' }, Zip: { 'Fn::FindInMap': ['Code', 'F', 'Zip'] } } },
    };
    const changes = changesOf(
      's',
      deployable(fn, { Key: 's3cret' }, code('a')),
      deployable(fn, { Key: 'n3w' }, code('b')),
    );
    expect(JSON.stringify(changes)).not.toMatch(/s3cret|n3w|aaa/);
    expect(changes.resources[0]?.properties).toEqual([
      {
        path: 'Zip',
        from: expect.stringMatching(/^300 characters, sha256 /),
        to: expect.stringMatching(/^300 characters/),
      },
    ]);
  });

  it.each([
    ['a shorter retention', { L: logstore(30) }, { L: logstore(7) }, /logs older than 7 days/],
    ['a table that goes', { R: table }, {}, /the rows of the table/],
  ])('says which data %s takes away', (_, before, after, loses) => {
    const changes = changesOf('s', deployable(before), deployable(after));
    expect(losesData(changes)).toBe(true);
    expect(changesText(changes)).toMatch(new RegExp(`DATA AT RISK: ${loses.source}`));
  });

  it.each([
    ['a longer retention', { L: logstore(7) }, { L: logstore(30) }],
    ['a table that is let go of', { R: { ...table, DeletionPolicy: 'Retain' } }, {}],
    ['a new resource', {}, { R: table }],
  ])('puts no data at risk with %s', (_, before, after) => {
    expect(losesData(changesOf('s', deployable(before), deployable(after)))).toBe(false);
  });

  it('marks what cannot change in place, with the way out', () => {
    const before = deployable({ R: table });
    const after = deployable({ R: { Type: 'ALIYUN::OTS::Table', Properties: { TableName: 'halls' } } });
    const changes = changesOf('s', before, after);
    expect(changes.resources).toMatchObject([{ action: 'refused', waysOut: [expect.stringContaining('add a stage')] }]);
    expect(changesText(changes)).toMatch(/! R \(ALIYUN::OTS::Table\): CANNOT CHANGE IN PLACE/);
  });
});
