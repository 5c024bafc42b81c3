/** Certificates made on the spot: for a domain, by an authority, for a span of time; their keys are in no repository. */
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const { subtle } = webcrypto;

export interface MadeCertificate {
  /** PEM: the certificate, then that of the authority which issued it. */
  readonly chain: string;
  /** PEM in PKCS#8, as certificate authorities' tools write it. */
  readonly privateKey: string;
}

export interface CertificateWishes {
  readonly domain: string;
  readonly from?: Date;
  readonly until?: Date;
  readonly algorithm?: 'rsa' | 'ec' | 'ed25519';
}

const ALGORITHMS = {
  rsa: {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: 2048,
  },
  ec: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  ed25519: { name: 'Ed25519' },
} as const;

type Pair = webcrypto.CryptoKeyPair;

async function keyPair(algorithm: keyof typeof ALGORITHMS): Promise<Pair> {
  return (await subtle.generateKey(ALGORITHMS[algorithm], true, ['sign', 'verify'])) as Pair;
}

const DAY_MS = 86_400_000;

export async function madeCertificate(wishes: CertificateWishes): Promise<MadeCertificate> {
  const { domain, algorithm = 'rsa' } = wishes;
  const { from = new Date(Date.now() - DAY_MS), until = new Date(Date.now() + 90 * DAY_MS) } = wishes;
  const [authorityKeys, keys] = await Promise.all([keyPair('ec'), keyPair(algorithm)]);
  const span = { notBefore: from, notAfter: until };
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...span,
    name: 'CN=Test Authority',
    keys: authorityKeys,
    signingAlgorithm: ALGORITHMS.ec,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
  });
  const own = await x509.X509CertificateGenerator.create({
    ...span,
    subject: `CN=${domain}`,
    issuer: authority.subject,
    signingKey: authorityKeys.privateKey,
    signingAlgorithm: ALGORITHMS.ec,
    publicKey: keys.publicKey,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: domain }])],
  });
  const der = Buffer.from(await subtle.exportKey('pkcs8', keys.privateKey));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  const privateKey = ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');
  return { chain: `${own.toString('pem')}\n${authority.toString('pem')}\n`, privateKey };
}
