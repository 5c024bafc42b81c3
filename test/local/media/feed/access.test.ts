import { describe, expect, it } from 'vitest';
import { accessOf } from '../../../../local/media/feed/access.ts';

/** Domains with what is wrong with a URL on each of them. */
const checks = (problems: Record<string, string | undefined>) => ({
  onlineDomains: () => Object.keys(problems),
  urlProblem: (domain: string) => problems[domain],
});

describe('the domain of a URL that carries this machine’s address', () => {
  it.each<[string, Record<string, string | undefined>, string, object]>([
    ['is the only one', { a: undefined }, '127.0.0.1', { domain: 'a' }],
    ['is the one whose key signed it', { a: 'INVALID MD5HASH', b: undefined }, '127.0.0.1', { domain: 'b' }],
    [
      'is the one that it names, and no other',
      { a: undefined, b: 'INVALID MD5HASH' },
      'B',
      { problem: 'INVALID MD5HASH' },
    ],
    ['is none when no domain exists', {}, 'a', { problem: 'UNKNOWN DOMAIN' }],
    ['is none when no key fits', { a: 'INVALID MD5HASH', b: 'INVALID MD5HASH' }, 'c', { problem: 'INVALID MD5HASH' }],
    [
      'is told to have expired rather than to be wrong',
      { a: 'INVALID MD5HASH', b: 'INVALID TIMESTAMP' },
      'c',
      { problem: 'INVALID TIMESTAMP' },
    ],
    [
      'the same the other way round',
      { a: 'INVALID TIMESTAMP', b: 'INVALID MD5HASH' },
      'c',
      { problem: 'INVALID TIMESTAMP' },
    ],
  ])('%s', (_name, problems, host, expected) => {
    expect(accessOf(checks(problems), 'liveEdge', host, '/live/s1?auth_key=x')).toEqual(expected);
  });
});
