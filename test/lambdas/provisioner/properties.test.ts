import { describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import {
  domainName,
  flag,
  optionalText,
  rotation,
  text,
  url,
  wholeNumber,
} from '../../../lambdas/provisioner/properties.ts';
import { Refusal } from '../../../lambdas/provisioner/resource.ts';
import { waitUntil } from '../../../lambdas/provisioner/wait.ts';
import { quickClock } from '../cloud/servers.ts';

/** Schemas are made in each test: what makes them is what is tested. */
type Make = () => z.ZodMiniType;

const accepted: [string, Make, unknown, unknown][] = [
  ['a number', () => wholeNumber(1, 100), 42, 42],
  ['a number as text', () => wholeNumber(1, 100), ' 42 ', 42],
  ['a negative number as text', () => wholeNumber(-5, 100), '-5', -5],
  ['true', () => flag(false), true, true],
  ['true as text', () => flag(false), 'true', true],
  ['true as Python writes it', () => flag(false), 'True', true],
  ['false as Python writes it', () => flag(true), 'False', false],
  ['the number of a rotation', () => rotation(), '2', 2],
  ['no rotation yet', () => rotation(), undefined, 1],
  ['false as text', () => flag(true), 'false', false],
  ['a flag that is absent', () => flag(true), undefined, true],
  ['a flag that is null', () => flag(true), null, true],
  ['a flag that is empty', () => flag(true), '', false],
  ['text with blanks around', () => text(), ' a b ', 'a b'],
  ['an empty optional text', () => optionalText(), '  ', undefined],
  ['an optional text with blanks around', () => optionalText(), ' a ', 'a'],
  ['an optional text that is null', () => optionalText(), null, undefined],
  ['an absent optional text', () => optionalText(), undefined, undefined],
  ['a domain in upper case', () => domainName(), 'Push.Example.COM', 'push.example.com'],
  ['a domain with blanks around', () => domainName(), ' live.example.com ', 'live.example.com'],
  ['a domain with a label of one character', () => domainName(), 'a.example.com', 'a.example.com'],
  ['a URL without encryption', () => url(), 'http://a.example.com', 'http://a.example.com'],
  ['a URL', () => url(), 'https://a.example.com/x?y=1', 'https://a.example.com/x?y=1'],
];

const refused: [string, Make, unknown, RegExp?][] = [
  ['a number that is too large', () => wholeNumber(1, 100), 101],
  ['a number that is too small', () => wholeNumber(1, 100), '0'],
  ['a fraction', () => wholeNumber(1, 100), '1.5', /expected a whole number/],
  ['a rotation before the first', () => rotation(), 0],
  ['text instead of a number', () => wholeNumber(1, 100), 'many'],
  ['an empty number', () => wholeNumber(0, 100), ''],
  ['hexadecimal', () => wholeNumber(1, 100), '0x10'],
  ['yes instead of true', () => flag(false), 'yes'],
  ['1 instead of true', () => flag(false), 1],
  ['an empty text', () => text(), '   '],
  ['a text that is too long', () => text(3), 'abcd'],
  ['a number instead of text', () => text(), 5],
  ['a host without a dot', () => domainName(), 'localhost', /expected a domain such as live\.example\.com/],
  ['a URL as a domain', () => domainName(), 'https://a.example.com'],
  ['a domain with a port', () => domainName(), 'a.example.com:80'],
  ['a path as a URL', () => url(), '/api', /expected an http or https URL/],
  ['a URL inside of a text', () => url(), 'see http://a.example.com'],
  ['a URL with a blank', () => url(), 'http://a.example.com/a b'],
  ['another scheme', () => url(), 'ftp://a.example.com'],
];

describe('P10: properties', () => {
  it.each(accepted)('take %s', (_case, make, value, expected) => {
    expect(make().parse(value)).toEqual(expected);
  });

  it.each(refused)('refuse %s', (_case, make, value, reason = /./) => {
    const parsed = make().safeParse(value);
    expect(parsed.error?.issues.map(({ message }) => message).join()).toMatch(reason);
  });
});

describe('P8: waiting', () => {
  it('asks at growing intervals until there is an answer', async () => {
    const clock = quickClock();
    let asked = 0;
    const check = async () => {
      asked += 1;
      return asked === 5 ? 'done' : undefined;
    };
    expect(await waitUntil('it', check, { clock, deadline: clock.now() + 60_000 })).toBe('done');
    expect(clock.sleeps).toEqual([200, 300, 450, 675]);
  });

  it('never sleeps beyond the deadline, and says what it waited for', async () => {
    const clock = quickClock();
    const deadline = clock.now() + 10_000;
    const waiting = waitUntil('the domain', async () => undefined, { clock, deadline });
    await expect(waiting).rejects.toThrowError(Refusal);
    await expect(waiting).rejects.toThrow(/^Waited 10 s for the domain/);
    expect(clock.now()).toBeLessThanOrEqual(deadline);
  });

  it('asks once more just at the deadline', async () => {
    const clock = quickClock();
    const asked: number[] = [];
    const start = clock.now();
    const check = async () => void asked.push(clock.now() - start);
    await expect(waitUntil('it', check, { clock, deadline: start + 500 })).rejects.toThrow('Waited 1 s for it');
    expect(asked).toEqual([0, 200, 500]);
  });

  it('passes an error of the question on at once', async () => {
    const clock = quickClock();
    const failing = waitUntil('it', () => Promise.reject(new Error('no')), { clock, deadline: clock.now() + 1_000 });
    await expect(failing).rejects.toThrow('no');
    expect(clock.sleeps).toEqual([]);
  });
});
