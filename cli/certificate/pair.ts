/** Whether a certificate and its key can serve a domain: found before anything is deployed, not by the service half-way. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { CertificatePair } from '../../cdk/custom-domain-certificate.ts';

/** A pair that fits, in the form that Function Compute takes. */
export interface SoundPair extends CertificatePair {
  /** Milliseconds since 1970. */
  readonly validUntil: number;
}

/** The pair does not fit: what is wrong, in words that hold nothing of the key. */
export class UnfitPair extends Error {}

/** Function Compute refuses PKCS#8 (github.com/certd/certd/issues/501). UNCERTAIN: whether it takes EC keys. */
const CLASSIC_FORMS: Readonly<Record<string, 'pkcs1' | 'sec1'>> = { rsa: 'pkcs1', ec: 'sec1' };

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** @throws UnfitPair */
export function soundPair({ chain, privateKey }: CertificatePair, domain: string, now: number): SoundPair {
  const certificates = certificatesIn(chain);
  const [own] = certificates as [X509Certificate, ...X509Certificate[]];
  const key = keyIn(privateKey);
  if (!own.checkPrivateKey(key)) throw new UnfitPair('the key does not belong to the first certificate of the chain');
  if (own.checkHost(domain) === undefined) {
    throw new UnfitPair(`the certificate is for ${own.subjectAltName ?? own.subject}, not for ${domain}`);
  }
  const [from, until] = [Date.parse(own.validFrom), Date.parse(own.validTo)];
  if (now < from) throw new UnfitPair(`the certificate is not valid before ${day(from)}`);
  if (now >= until) throw new UnfitPair(`the certificate expired on ${day(until)}`);
  certificates.slice(1).forEach((issuer, index) => {
    const issued = certificates[index];
    if (issued?.checkIssued(issuer) && issued.verify(issuer.publicKey)) return;
    throw new UnfitPair(`certificate ${index + 2} of the chain did not issue the one before it`);
  });
  return { chain: certificates.map(String).join(''), privateKey: classicForm(key), validUntil: until };
}

function certificatesIn(chain: string): X509Certificate[] {
  const found = chain.match(CERTIFICATE) ?? [];
  if (found.length === 0) throw new UnfitPair('the chain holds no certificate in PEM');
  return found.map((text, index) => {
    try {
      return new X509Certificate(text);
    } catch (error) {
      throw new UnfitPair(`certificate ${index + 1} of the chain cannot be read`, { cause: error });
    }
  });
}

/** OpenSSL's own words are left out: what they quote is not known. */
function keyIn(text: string): KeyObject {
  if (/\bENCRYPTED\b/.test(text)) throw new UnfitPair('the key asks for a passphrase');
  try {
    return createPrivateKey(text);
  } catch {
    throw new UnfitPair('the key cannot be read: expected PEM');
  }
}

function classicForm(key: KeyObject): string {
  const type = CLASSIC_FORMS[key.asymmetricKeyType ?? ''];
  if (type === undefined) throw new UnfitPair(`expected an RSA or EC key, got ${key.asymmetricKeyType}`);
  return key.export({ format: 'pem', type }).toString();
}

export function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
