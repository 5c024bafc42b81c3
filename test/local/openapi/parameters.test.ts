import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionRule } from '../../../local/openapi/action-rule.ts';
import { page } from '../../../local/openapi/page.ts';
import { checkParameters } from '../../../local/openapi/parameters.ts';
import * as read from '../../../local/openapi/read.ts';
import { LIVE_RULES, RTC_RULES, VOD_RULES } from '../../../local/openapi/rules.ts';
import { type ActionRule, type ParameterRule, type Params, ServiceError } from '../../../local/openapi/service.ts';

const NONE: ReadonlyMap<string, string> = new Map();

function check(request: readonly ParameterRule[], query: Record<string, string>, form: Record<string, string> = {}) {
  const rule: ActionRule = { request, response: [] };
  return checkParameters('Act', rule, { query: new Map(Object.entries(query)), form: new Map(Object.entries(form)) });
}

function problem(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ServiceError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'none';
}

const TAGS: ParameterRule = {
  name: 'Tag',
  type: 'object[]',
  serialize: 'flattened',
  fields: [
    { name: 'Key', type: 'string', required: true },
    { name: 'Values', type: 'number[]', serialize: 'flattened' },
  ],
};

describe('parameters', () => {
  it.each<[string, ParameterRule, Record<string, string>, unknown]>([
    ['a text', { name: 'A', type: 'string' }, { A: 'x' }, { A: 'x' }],
    ['an empty text', { name: 'A', type: 'string' }, { A: '' }, { A: '' }],
    ['a whole number', { name: 'A', type: 'number' }, { A: '-12' }, { A: -12 }],
    ['a fraction', { name: 'A', type: 'number' }, { A: '1.5' }, { A: 1.5 }],
    ['a boolean in any case', { name: 'A', type: 'boolean' }, { A: 'True' }, { A: true }],
    ['a comma-joined list', { name: 'A', type: 'string[]', serialize: 'comma' }, { A: 'a,b' }, { A: ['a', 'b'] }],
    ['an empty comma-joined list', { name: 'A', type: 'string[]', serialize: 'comma' }, { A: '' }, { A: [] }],
    [
      'comma-joined numbers',
      { name: 'A', type: 'number[]', serialize: 'comma-joined string' },
      { A: '1,2' },
      { A: [1, 2] },
    ],
    [
      'a flat list in any order',
      { name: 'A', type: 'string[]' },
      { 'A.2': 'b', 'A.10': 'c', 'A.1': 'a' },
      { A: ['a', 'b', 'c'] },
    ],
    ['a flat list of objects', TAGS, { 'Tag.1.Key': 'k', 'Tag.1.Values.1': '7' }, { Tag: [{ Key: 'k', Values: [7] }] }],
    [
      'a flat object',
      { name: 'A', type: 'object', fields: [{ name: 'B', type: 'number' }] },
      { 'A.B': '1' },
      { A: { B: 1 } },
    ],
    ['a JSON object', { name: 'A', type: 'object', serialize: 'json' }, { A: '{"b":[1]}' }, { A: { b: [1] } }],
    ['a JSON list', { name: 'A', type: 'object[]', serialize: 'JSON string' }, { A: '[{"b":1}]' }, { A: [{ b: 1 }] }],
    ['a JSON map', { name: 'A', type: 'map<string>', serialize: 'json' }, { A: '{"any":"x"}' }, { A: { any: 'x' } }],
  ])('take the form of their rule: %s', (_case, rule, query, params) => {
    expect(check([rule], query)).toEqual(params);
  });

  it.each<[string, ParameterRule, Record<string, string>, string]>([
    ['a missing one', { name: 'A', type: 'string', required: true }, {}, 'MissingA: A is mandatory'],
    ['an empty one that is required', { name: 'A', type: 'string', required: true }, { A: '' }, 'MissingA'],
    [
      'an unknown one',
      { name: 'A', type: 'string' },
      { B: '1' },
      'InvalidParameter: The specified parameter "B" is not valid: Act knows A',
    ],
    [
      'a text for a number',
      { name: 'A', type: 'number' },
      { A: '1e3' },
      'InvalidParameter: The specified parameter "A"',
    ],
    ['nothing for a number', { name: 'A', type: 'number' }, { A: '' }, 'a number is expected'],
    ['a number for a boolean', { name: 'A', type: 'boolean' }, { A: '1' }, 'true or false is expected'],
    ['a list for a text', { name: 'A', type: 'string' }, { 'A.1': 'x' }, 'a single value is expected'],
    ['a text for a list', { name: 'A', type: 'string[]' }, { A: 'x' }, 'a list is expected, as A.1, A.2'],
    [
      'a list that counts from 0',
      { name: 'A', type: 'string[]' },
      { 'A.0': 'x' },
      '"A.0" is not valid: lists count from 1',
    ],
    [
      'an unknown member',
      TAGS,
      { 'Tag.1.Key': 'k', 'Tag.1.Kay': 'k' },
      '"Tag.1.Kay" is not valid: no such member; known are Key, Values',
    ],
    ['a missing member', TAGS, { 'Tag.1.Values.1': '1' }, 'MissingTag.1.Key'],
    [
      'text that is not JSON',
      { name: 'A', type: 'object', serialize: 'json' },
      { A: '{' },
      'a JSON string is expected',
    ],
    [
      'a JSON list for an object',
      { name: 'A', type: 'object', serialize: 'json' },
      { A: '[]' },
      'a JSON object is expected',
    ],
    [
      'a JSON object for a list',
      { name: 'A', type: 'object[]', serialize: 'json' },
      { A: '{}' },
      'a JSON array is expected',
    ],
    ['an object’s value', { name: 'A', type: 'object', fields: [] }, { A: 'x' }, 'members are expected, as A.Name'],
  ])('are refused: %s', (_case, rule, query, expected) => {
    expect(problem(() => check([rule], query))).toContain(expected);
  });

  it('of the protocol are not the action’s, and the common ones are always accepted', () => {
    const protocol = {
      Action: 'Act',
      Version: '1',
      Signature: 's',
      SecurityToken: 't',
      Timestamp: 'now',
      Format: 'JSON',
    };
    const query = { ...protocol, RegionId: 'cn-shanghai', OwnerId: '1' };
    expect(check([{ name: 'SecurityToken', type: 'string' }], query)).toEqual({});
    expect(check([{ name: 'RegionId', type: 'string' }], query)).toEqual({ RegionId: 'cn-shanghai' });
  });

  it('travel where their rule says: a query parameter in the body is refused, the reverse is not', () => {
    const [inQuery, inBody] = [
      { name: 'Q', type: 'string', in: 'query' },
      { name: 'B', type: 'string', in: 'body' },
    ];
    expect(problem(() => check([inQuery], {}, { Q: 'x' }))).toContain('"Q" is not valid: it belongs into the query');
    expect(check([inQuery, inBody], { Q: 'x' }, { B: 'y' })).toEqual({ Q: 'x', B: 'y' });
    expect(check([inBody], { B: 'y' })).toEqual({ B: 'y' });
  });

  it('come out as they were flattened, whatever is in them', () => {
    const text = fc.string({ maxLength: 8 });
    const tags = fc.array(fc.record({ Key: text, Values: fc.array(fc.integer(), { minLength: 1, maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(tags, (list) => {
        const query: Record<string, string> = {};
        for (const [i, tag] of list.entries()) {
          query[`Tag.${i + 1}.Key`] = tag.Key;
          for (const [j, value] of tag.Values.entries()) query[`Tag.${i + 1}.Values.${j + 1}`] = String(value);
        }
        expect(check([TAGS], query)).toEqual({ Tag: list });
      }),
    );
  });
});

describe('reads of checked parameters', () => {
  const params = { t: 'x', e: '', n: 1, b: false, l: ['a', 1], o: [{ a: 1 }, 2] };
  it('answer the value of the type asked for, or undefined', () => {
    expect([read.text(params, 't'), read.text(params, 'e'), read.text(params, 'n')]).toEqual([
      'x',
      undefined,
      undefined,
    ]);
    expect([read.number(params, 'n'), read.number(params, 't')]).toEqual([1, undefined]);
    expect([read.flag(params, 'b'), read.flag(params, 't')]).toEqual([false, undefined]);
    expect([read.texts(params, 'l'), read.texts(params, 't')]).toEqual([['a', '1'], undefined]);
    expect([read.objects(params, 'o'), read.objects(params, 't')]).toEqual([[{ a: 1 }], undefined]);
    expect(read.requiredText(params, 't')).toBe('x');
    expect(() => read.requiredText(params, 'none')).toThrow('none is not a text');
  });
});

describe('pages', () => {
  const rule = { number: 'PageNum', size: 'PageSize', defaultSize: 2, maxSize: 5 };
  it('cut a list into pieces that together are the list', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 5 }), (list, PageSize) => {
        const { pages } = page(list, { PageSize }, rule);
        const all = Array.from(
          { length: pages },
          (_, i) => page(list, { PageSize, PageNum: i + 1 }, rule).items,
        ).flat();
        expect(all).toEqual(list);
      }),
    );
  });

  it.each<Params>([{ PageNum: 0 }, { PageNum: 1.5 }, { PageSize: 0 }, { PageSize: 6 }])('refuse %j', (params) => {
    expect(problem(() => page([1], params, rule))).toContain('InvalidParameter');
  });
});

describe('the data files', () => {
  const ALL = { live: [LIVE_RULES, 156], rtc: [RTC_RULES, 17], vod: [VOD_RULES, 11] } as const;

  it.each(Object.entries(ALL))('of %s hold every action with well-formed rules', (_product, [rules, count]) => {
    expect(Object.keys(rules)).toHaveLength(count);
    const known = /^(string|number|boolean|object|map(<.*>)?)(\[\])?$/;
    const walk = (rule: ParameterRule): void => {
      expect(rule.type).toMatch(known);
      expect([undefined, 'flattened', 'comma', 'json']).toContain(rule.serialize);
      for (const field of rule.fields ?? []) walk(field);
    };
    for (const { request, response } of Object.values(rules)) for (const rule of [...request, ...response]) walk(rule);
  });

  it('keep the service’s own spelling', () => {
    const names = (rules: readonly ParameterRule[] | undefined): string[] => rules?.map(({ name }) => name) ?? [];
    expect(names(LIVE_RULES.ModifyLiveMessageGroupBand?.request)).toContain('BannnedUsers');
    expect(names(LIVE_RULES.ListLiveMessageGroups?.response)).toContain('Hasmore');
    expect(names(LIVE_RULES.DescribeLiveMessageGroup?.response)).toContain('Deletatime');
  });

  it('say in short form what the long form says', () => {
    expect(actionRule(['A*', 'B:number', 'C*:boolean'], ['D:object'])).toEqual({
      request: [
        { name: 'A', type: 'string', required: true, in: 'query' },
        { name: 'B', type: 'number', in: 'query' },
        { name: 'C', type: 'boolean', required: true, in: 'query' },
      ],
      response: [{ name: 'D', type: 'object' }],
    });
  });

  it('accept the example of a call that the live service documents', () => {
    const rule = LIVE_RULES.StartLiveMPUTask;
    if (!rule) throw new Error('StartLiveMPUTask is missing');
    const query = new Map([
      ['AppId', 'yourAppId'],
      ['ChannelId', 'c'],
      ['TaskId', 't'],
      ['MixMode', '0'],
      ['SingleSubParams', '{"UserId":"u","StreamType":"0","SourceType":"camera"}'],
    ]);
    expect(checkParameters('StartLiveMPUTask', rule, { query, form: NONE })).toMatchObject({
      SingleSubParams: { UserId: 'u' },
    });
  });
});
