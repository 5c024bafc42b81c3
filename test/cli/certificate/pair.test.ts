import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CertificatePair } from '../../../cdk/custom-domain-certificate.ts';
import { soundPair, UnfitPair } from '../../../cli/certificate/pair.ts';
import { madeCertificate } from '../../certificates.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');
const at = (day: string): Date => new Date(`${day}T00:00:00Z`);
const SPAN = { from: at('2026-11-01'), until: at('2027-01-30') };
const DOMAIN = 'api.live.cn';

const rsa = await madeCertificate({ domain: DOMAIN, ...SPAN });
const other = await madeCertificate({ domain: DOMAIN, ...SPAN });
const ec = await madeCertificate({ domain: '*.live.cn', algorithm: 'ec', ...SPAN });
const edwards = await madeCertificate({ domain: DOMAIN, algorithm: 'ed25519', ...SPAN });

const locked = createPrivateKey(rsa.privateKey).export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase: 'p',
});

describe('a certificate and its key', () => {
  it.each([
    ['RSA', rsa, 'RSA PRIVATE KEY'],
    ['EC and a wildcard', ec, 'EC PRIVATE KEY'],
  ])('with %s fit, and the key takes the classic form that Function Compute asks for', (_case, pair, form) => {
    const sound = soundPair(pair, DOMAIN, NOW);
    expect(sound.privateKey).toMatch(new RegExp(`^-----BEGIN ${form}-----\n`));
    expect(createPrivateKey(sound.privateKey).equals(createPrivateKey(pair.privateKey))).toBe(true);
    expect(sound.chain.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(sound.validUntil).toBe(SPAN.until.getTime());
  });

  it('may come with line ends of Windows and notes around the certificates', () => {
    const chain = `subject=CN = api\r\n${rsa.chain.replaceAll('\n', '\r\n')}`;
    const sound = soundPair({ chain, privateKey: rsa.privateKey.replaceAll('\n', '\r\n') }, DOMAIN, NOW);
    expect(sound).toEqual(soundPair(rsa, DOMAIN, NOW));
    expect(new X509Certificate(sound.chain).checkHost(DOMAIN)).toBe(DOMAIN);
  });

  const [leaf = '', authority = ''] = rsa.chain.split(/(?<=-----END CERTIFICATE-----\n)/);
  const foreign = other.chain.split(/(?<=-----END CERTIFICATE-----\n)/)[1] ?? '';
  it.each<[string, CertificatePair, string, number, RegExp]>([
    ['another key', { ...rsa, privateKey: other.privateKey }, DOMAIN, NOW, /does not belong to the first certificate/],
    [
      'the order reversed',
      { ...rsa, chain: authority + leaf },
      DOMAIN,
      NOW,
      /does not belong to the first certificate/,
    ],
    ['an authority that did not issue it', { ...rsa, chain: leaf + foreign }, DOMAIN, NOW, /2 .* did not issue/],
    ['another domain', rsa, 'www.live.cn', NOW, /for DNS:api\.live\.cn, not for www\.live\.cn/],
    ['a wildcard one level too high', ec, 'a.b.live.cn', NOW, /not for a\.b\.live\.cn/],
    ['a time before it', rsa, DOMAIN, at('2026-10-31').getTime(), /not valid before 2026-11-01/],
    ['the second of its end', rsa, DOMAIN, SPAN.until.getTime(), /expired on 2027-01-30/],
    ['no certificate', { ...rsa, chain: 'none' }, DOMAIN, NOW, /holds no certificate in PEM/],
    [
      'a broken certificate',
      { ...rsa, chain: leaf.replace('MII', 'AAA') },
      DOMAIN,
      NOW,
      /certificate 1 .* cannot be read/,
    ],
    ['no key', { ...rsa, privateKey: 'none' }, DOMAIN, NOW, /key cannot be read/],
    ['a locked key', { ...rsa, privateKey: String(locked) }, DOMAIN, NOW, /passphrase/],
    ['a key of another kind', edwards, DOMAIN, NOW, /expected an RSA or EC key, got ed25519/],
  ])('with %s are refused', (_case, pair, domain, now, says) => {
    expect(() => soundPair(pair, domain, now)).toThrow(UnfitPair);
    expect(() => soundPair(pair, domain, now)).toThrow(says);
  });

  it('P11: a refusal repeats nothing of the key', () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 1024,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const line = privateKey.split('\n')[3] ?? '';
    for (const key of [privateKey, privateKey.slice(0, 300)]) {
      const error = refusalOf(() => soundPair({ ...rsa, privateKey: key }, DOMAIN, NOW));
      expect(line.length).toBeGreaterThan(40);
      expect(`${error.message} ${error.stack} ${JSON.stringify(error.cause ?? '')}`).not.toContain(line);
    }
  });
});

function refusalOf(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('expected a refusal');
}
