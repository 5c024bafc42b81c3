import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../local/product.ts';
import { isAllowed, parsePolicy } from '../../../local/ram/policy.ts';
import { systemPolicy } from '../../../local/ram/system-policies.ts';
import { checkTrustPolicy, isTrusted } from '../../../local/ram/trust.ts';
import { wildcardMatches } from '../../../local/ram/wildcard.ts';

const policy = (...statements: Json[]): Json => ({ Version: '1', Statement: statements });
const allow = (Action: Json, Resource: Json): Json => ({ Effect: 'Allow', Action, Resource });
const deny = (Action: Json, Resource: Json): Json => ({ Effect: 'Deny', Action, Resource });
const says = (document: Json, action: string, resource: string) =>
  isAllowed(parsePolicy(document, 'p'), action, resource);

describe('policies', () => {
  const TABLE = 'acs:ots:cn-shanghai:1:instance/a/table/rooms';
  it.each<[string, Json, string, string, boolean]>([
    ['an exact action and resource', allow('ots:GetRow', TABLE), 'ots:GetRow', TABLE, true],
    ['another action', allow('ots:GetRow', TABLE), 'ots:PutRow', TABLE, false],
    ['a longer action', allow('ots:Get', TABLE), 'ots:GetRow', TABLE, false],
    ['actions in any case', allow('OTS:getrow', TABLE), 'ots:GetRow', TABLE, true],
    ['an asterisk in the action', allow('ots:Get*', TABLE), 'ots:GetRange', TABLE, true],
    ['every action', allow('*', TABLE), 'live:AddLiveDomain', TABLE, true],
    ['a list of actions', allow(['ots:PutRow', 'ots:GetRow'], TABLE), 'ots:GetRow', TABLE, true],
    ['an asterisk for region and account', allow('ots:*', 'acs:ots:*:*:instance/a*'), 'ots:GetRow', TABLE, true],
    ['another instance', allow('ots:*', 'acs:ots:*:*:instance/b*'), 'ots:GetRow', TABLE, false],
    ['a question mark for one character', allow('ots:*', 'acs:ots:*:?:instance/a/*'), 'ots:GetRow', TABLE, true],
    [
      'a question mark is not two characters',
      allow('ots:*', 'acs:ots:*:?:instance/a/*'),
      'ots:GetRow',
      TABLE.replace(':1:', ':12:'),
      false,
    ],
    [
      'a dot is a dot',
      allow('live:*', 'acs:cdn:*:1:domain/a.example.com'),
      'live:X',
      'acs:cdn:*:1:domain/aXexample.com',
      false,
    ],
    ['resources in their own case', allow('ots:*', TABLE.toUpperCase()), 'ots:GetRow', TABLE, false],
    [
      'a call on everything needs a grant on everything',
      allow('live:*', 'acs:cdn:*:1:domain/a'),
      'live:DescribeLiveDomainConfigs',
      '*',
      false,
    ],
    ['a grant on everything', allow('live:*', '*'), 'live:DescribeLiveDomainConfigs', '*', true],
  ])('%s', (_case, statement, action, resource, expected) => {
    expect(says(policy(statement), action, resource)).toBe(expected);
  });

  it('deny wins, in whatever order the statements come', () => {
    const statements = [allow('*', '*'), deny('ots:Delete*', '*'), allow('ots:DeleteRow', '*')];
    fc.assert(
      fc.property(fc.shuffledSubarray(statements, { minLength: 3 }), (shuffled) => {
        expect(says(policy(...shuffled), 'ots:DeleteRow', TABLE)).toBe(false);
        expect(says(policy(...shuffled), 'ots:GetRow', TABLE)).toBe(true);
      }),
    );
  });

  it('allow nothing that no statement names', () => {
    expect(isAllowed([], 'ots:GetRow', TABLE)).toBe(false);
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,6}:[A-Za-z]{1,8}$/), (action) => {
        fc.pre(!action.startsWith('ots:'));
        expect(says(policy(allow('ots:*', '*')), action, TABLE)).toBe(false);
      }),
    );
  });

  it.each<[string, Json, string]>([
    ['no document', null, 'a document'],
    ['another version', { Version: '2012-10-17', Statement: [allow('*', '*')] }, 'Version must be "1"'],
    ['no statement', { Version: '1', Statement: [] }, 'at least one statement'],
    ['a statement that is a text', policy('Allow'), 'an object is expected'],
    ['an unknown effect', policy({ Effect: 'allow', Action: '*', Resource: '*' }), 'Effect must be Allow or Deny'],
    ['no action', policy({ Effect: 'Allow', Resource: '*' }), 'Action must be a text'],
    ['no resource', policy({ Effect: 'Allow', Action: '*' }), 'Resource must be a text'],
    ['an action without a service', policy(allow('GetRow', '*')), 'of the form service:Action'],
    [
      'a condition',
      policy({ Effect: 'Allow', Action: '*', Resource: '*', Condition: {} }),
      'Condition is not evaluated',
    ],
  ])('are refused with %s', (_case, document, message) => {
    expect(() => parsePolicy(document, 'mine')).toThrow(message);
  });

  it('of the system are known by name, and give full access to one product', () => {
    expect(isAllowed(systemPolicy('AliyunLiveFullAccess'), 'live:AddLiveDomain', 'x')).toBe(true);
    expect(isAllowed(systemPolicy('AliyunLiveFullAccess'), 'ots:GetRow', 'x')).toBe(false);
    expect(() => systemPolicy('AliyunMoonFullAccess')).toThrow('not known to the local cloud');
    expect(() => systemPolicy('constructor')).toThrow('not known to the local cloud');
  });
});

describe('wildcards', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });

  it('match as the textbook definition says', () => {
    const textbook = (pattern: string, text: string): boolean => {
      if (pattern === '') return text === '';
      const [head, rest] = [pattern[0], pattern.slice(1)];
      if (head === '*') return textbook(rest, text) || (text !== '' && textbook(pattern, text.slice(1)));
      return text !== '' && (head === '?' || head === text[0]) && textbook(rest, text.slice(1));
    };
    fc.assert(
      fc.property(letters, letters, (pattern, text) => {
        expect(wildcardMatches(pattern, text)).toBe(textbook(pattern, text));
      }),
      { numRuns: 500 },
    );
  });

  it('end for a pattern that would keep a regular expression busy for ever', () => {
    expect(wildcardMatches(`${'*a'.repeat(50)}*b`, 'a'.repeat(500))).toBe(false);
  });
});

describe('trust policies', () => {
  const trust = (Principal: Json, Effect = 'Allow'): Json => ({ Effect, Action: 'sts:AssumeRole', Principal });
  it('name services and accounts', () => {
    const document = policy(
      trust({ Service: ['fc.aliyuncs.com', 'ros.aliyuncs.com'] }),
      trust({ RAM: 'acs:ram::1:root' }),
    );
    expect(isTrusted(document, { service: 'ros.aliyuncs.com' })).toBe(true);
    expect(isTrusted(document, { service: 'ecs.aliyuncs.com' })).toBe(false);
    expect(isTrusted(document, { account: '1' })).toBe(true);
    expect(isTrusted(document, { account: '2' })).toBe(false);
  });

  it('can take a trust back', () => {
    const principal = { Service: ['fc.aliyuncs.com'] };
    expect(isTrusted(policy(trust(principal), trust(principal, 'Deny')), { service: 'fc.aliyuncs.com' })).toBe(false);
    expect(isTrusted('none', { service: 'fc.aliyuncs.com' })).toBe(false);
  });

  it.each<[string, Json]>([
    ['nothing', null],
    ['no statement', policy()],
    ['another action', policy({ Effect: 'Allow', Action: 'fc:*', Principal: { Service: ['x'] } })],
    ['no principal', policy({ Effect: 'Allow', Action: 'sts:AssumeRole' })],
  ])('are refused with %s', (_case, document) => {
    expect(() => checkTrustPolicy(document, 'r')).toThrow('role r');
  });
});
