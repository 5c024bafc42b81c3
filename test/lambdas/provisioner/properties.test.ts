import { describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { domainName, flag, optionalText, text, url, wholeNumber } from '../../../lambdas/provisioner/properties.ts';
import { Refusal } from '../../../lambdas/provisioner/resource.ts';
import { waitUntil } from '../../../lambdas/provisioner/wait.ts';
import { quickClock } from '../cloud/servers.ts';

const accepted: [string, z.ZodMiniType, unknown, unknown][] = [
  ['a number', wholeNumber(1, 100), 42, 42],
  ['a number as text', wholeNumber(1, 100), ' 42 ', 42],
  ['a negative number as text', wholeNumber(-5, 100), '-5', -5],
  ['true', flag(false), true, true],
  ['true as text', flag(false), 'true', true],
  ['true as Python writes it', flag(false), 'True', true],
  ['false as text', flag(true), 'false', false],
  ['a flag that is absent', flag(true), undefined, true],
  ['a flag that is null', flag(true), null, true],
  ['a flag that is empty', flag(true), '', false],
  ['text with blanks around', text(), ' a b ', 'a b'],
  ['an empty optional text', optionalText(), '  ', undefined],
  ['an absent optional text', optionalText(), undefined, undefined],
  ['a domain in upper case', domainName(), 'Push.Example.COM', 'push.example.com'],
  ['a URL', url(), 'https://a.example.com/x?y=1', 'https://a.example.com/x?y=1'],
];

const refused: [string, z.ZodMiniType, unknown][] = [
  ['a number that is too large', wholeNumber(1, 100), 101],
  ['a number that is too small', wholeNumber(1, 100), '0'],
  ['a fraction', wholeNumber(1, 100), '1.5'],
  ['text instead of a number', wholeNumber(1, 100), 'many'],
  ['an empty number', wholeNumber(0, 100), ''],
  ['hexadecimal', wholeNumber(1, 100), '0x10'],
  ['yes instead of true', flag(false), 'yes'],
  ['1 instead of true', flag(false), 1],
  ['an empty text', text(), '   '],
  ['a text that is too long', text(3), 'abcd'],
  ['a number instead of text', text(), 5],
  ['a host without a dot', domainName(), 'localhost'],
  ['a URL as a domain', domainName(), 'https://a.example.com'],
  ['a domain with a port', domainName(), 'a.example.com:80'],
  ['a path as a URL', url(), '/api'],
  ['another scheme', url(), 'ftp://a.example.com'],
];

describe('P10: properties', () => {
  it.each(accepted)('take %s', (_case, schema, value, expected) => {
    expect(schema.parse(value)).toEqual(expected);
  });

  it.each(refused)('refuse %s', (_case, schema, value) => {
    expect(schema.safeParse(value).success).toBe(false);
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
    await expect(waiting).rejects.toThrow(/Waited \d+ s for the domain/);
    expect(clock.now()).toBeLessThanOrEqual(deadline);
  });

  it('passes an error of the question on at once', async () => {
    const clock = quickClock();
    const failing = waitUntil('it', () => Promise.reject(new Error('no')), { clock, deadline: clock.now() + 1_000 });
    await expect(failing).rejects.toThrow('no');
    expect(clock.sleeps).toEqual([]);
  });
});
