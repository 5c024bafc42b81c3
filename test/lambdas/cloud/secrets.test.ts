import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomKey } from '../../../lambdas/cloud/keys.ts';
import { createLogger } from '../../../lambdas/cloud/logger.ts';
import { redact, redactField } from '../../../lambdas/cloud/redact.ts';

/** The same bytes for the same seed. */
function seeded(seed: string) {
  let count = 0;
  return (size: number): Uint8Array => {
    count += 1;
    return createHash('shake256', { outputLength: size }).update(`${seed}${count}`).digest();
  };
}

describe('keys', () => {
  it('are letters and digits of the length asked for, whatever the random bytes', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 64 }), (seed, length) => {
        expect(randomKey(seeded(seed), length)).toMatch(new RegExp(`^[A-Za-z0-9]{${length}}$`));
      }),
    );
  });

  it('use every letter about equally often', () => {
    const counts = new Map<string, number>();
    for (const letter of randomKey(seeded('even'), 62_000)) {
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    expect(counts.size).toBe(62);
    expect(Math.min(...counts.values())).toBeGreaterThan(800);
    expect(Math.max(...counts.values())).toBeLessThan(1_200);
  });

  it('throw biased bytes away', () => {
    let first = true;
    const source = (size: number) => {
      const byte = first ? 255 : 0;
      first = false;
      return new Uint8Array(size).fill(byte);
    };
    expect(randomKey(source, 3)).toBe('AAA');
  });
});

describe('redaction', () => {
  it.each([
    ['https://a/?SecurityToken=abc%2Fdef&x=1', 'https://a/?SecurityToken=***&x=1'],
    ['SecurityToken%3Dabc%26Action%3DX', 'SecurityToken%3D***%26Action%3DX'],
    ['{"AppKey":"abcdef","AppId":"visible"}', '{"AppKey":"***","AppId":"visible"}'],
    ['rtmp://d/live/s?auth_key=1700-0-0-abcdef', 'rtmp://d/live/s?auth_key=***'],
    ['Authorization: Bearer abc.def.ghi', 'Authorization: Bearer ***'],
    ['server string to sign is:GET&%2F&everything', 'server string to sign is: ***'],
    ['nothing to hide in DomainName=a.example.com', 'nothing to hide in DomainName=a.example.com'],
  ])('of %s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it('finds given secrets as they are and as they look in a URL', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, maxLength: 30 }), fc.string(), fc.string(), (secret, before, after) => {
        const once = encodeURIComponent(secret.replace(/[\ud800-\udfff]/g, ''));
        fc.pre(secret === secret.replace(/[\ud800-\udfff]/g, '') && !'***'.includes(secret));
        for (const form of [secret, once, encodeURIComponent(once)]) {
          expect(redact(`${before}|${form}|${after}`, [secret])).not.toContain(`|${form}|`);
        }
      }),
    );
  });

  it('hides fields by name at every depth and keeps the others', () => {
    const field = { AppId: 'a', AppKey: 'b', list: [{ NotifyAuthKey: 'c', DomainName: 'd' }], accessKeySecret: 'e' };
    expect(redactField('config', field)).toEqual({
      AppId: 'a',
      AppKey: '***',
      list: [{ NotifyAuthKey: '***', DomainName: 'd' }],
      accessKeySecret: '***',
    });
  });
});

describe('log lines', () => {
  const lines: string[] = [];
  const secrets = new Set<string>();
  const log = createLogger(
    { write: (line) => lines.push(line), clock: { now: () => 0 }, secrets },
    { requestId: 'r1' },
  );

  it('are one JSON object each, with time, level, event and the fields of the logger', () => {
    log.with({ part: 'x' }).info('started', { ms: 5, text: 'two\nlines' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('\n');
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      time: '1970-01-01T00:00:00.000Z',
      level: 'info',
      event: 'started',
      requestId: 'r1',
      part: 'x',
      ms: 5,
      text: 'two\nlines',
    });
  });

  it('P11: hide secrets that became known later, also inside errors', () => {
    secrets.add('generatedKey123');
    const error = Object.assign(new Error('refused generatedKey123'), { url: 'https://a/?Signature=abc' });
    log.error('failed', { error, password: 'p', nested: { note: 'generatedKey123' } });
    const line = lines.at(-1) ?? '';
    expect(line).toContain('refused ***');
    expect(line).not.toContain('generatedKey123');
    expect(line).not.toContain('Signature');
    expect(JSON.parse(line)).toMatchObject({ level: 'error', password: '***' });
  });

  it('survive whatever is logged: deep, long and odd values', () => {
    const deep = { a: { b: { c: { d: { e: { f: { g: 1 } } } } } } };
    log.warn('odd', { deep, long: 'x'.repeat(100_000), big: 10n, nothing: undefined, list: Array(500).fill(1) });
    const line = lines.at(-1) ?? '';
    expect(line.length).toBeLessThan(5_000);
    expect(JSON.parse(line)).toMatchObject({ big: '10' });
  });
});
