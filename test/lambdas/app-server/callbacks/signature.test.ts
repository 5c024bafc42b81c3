import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signatureProblem } from '../../../../lambdas/app-server/callbacks/signature.ts';

const NOW = 1_700_000_000;
const ADDRESS = 'push.example.com';
const KEY = 'callbackKey';

/** Signs whatever is given as a time. */
const signed = (timestamp: string) => createHash('md5').update(`${ADDRESS}|${timestamp}|${KEY}`).digest('hex');

const problemOf = (timestamp: string | undefined, signature: string | undefined) =>
  signatureProblem({ timestamp, signature }, ADDRESS, KEY, NOW);

describe('A8: the signature of a callback', () => {
  it('is good in letters of either case', () => {
    expect(problemOf(String(NOW), signed(String(NOW)))).toBeUndefined();
    expect(problemOf(String(NOW), signed(String(NOW)).toUpperCase())).toBeUndefined();
  });

  it.each([
    ['neither time nor signature', undefined, undefined],
    ['no time', undefined, signed('')],
    ['an empty time', '', signed('')],
    ['no signature', String(NOW), undefined],
    ['an empty signature', String(NOW), ''],
    ['a time that is none at the beginning', ` ${NOW}`, signed(` ${NOW}`)],
    ['a time that is none at the end', `${NOW}x`, signed(`${NOW}x`)],
    ['a time of thirteen digits', `${NOW}000`, signed(`${NOW}000`)],
    ['an empty text and a time', '', String(NOW)],
  ])('is not there with %s', (_, timestamp, signature) => {
    expect(problemOf(timestamp, signature)).toBe('not signed');
  });

  it.each([
    ['of another time', signed(String(NOW + 1))],
    ['with something before it', `00${signed(String(NOW))}`],
    ['with something behind it', `${signed(String(NOW))}00`],
    ['that is cut off', signed(String(NOW)).slice(0, 30)],
    ['that is no hexadecimal number', 'x'.repeat(32)],
  ])('is wrong when it is one %s', (_, signature) => {
    expect(problemOf(String(NOW), signature)).toBe('wrong signature');
  });

  it('holds for five minutes before and after, to the second', () => {
    const at = (seconds: number) => problemOf(String(NOW + seconds), signed(String(NOW + seconds)));
    expect([at(-300), at(300)]).toEqual([undefined, undefined]);
    expect([at(-301), at(301)]).toEqual(['wrong time', 'wrong time']);
  });
});
