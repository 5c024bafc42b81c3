/** What Function Compute asks of the certificate and the key of a custom domain. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { fcError } from '../errors.ts';
import { objectAt, stringAt } from '../json.ts';
import type { Input } from '../records.ts';

/**
 * PKCS#1 or SEC 1: a key in PKCS#8 is refused with the text below (seen in github.com/certd/certd/issues/501). Names begin
 * with a letter or `_` (…/issues/522). UNCERTAIN: the other texts, and whether validity and host name are looked at.
 */
const KEY = /^\s*-----BEGIN (RSA|EC) PRIVATE KEY-----\n[^-]+\n-----END \1 PRIVATE KEY-----\s*$/;
const NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,127}$/;

export function checkHttps(input: Input): void {
  const wantsHttps = stringAt(input, 'protocol')?.includes('HTTPS') ?? false;
  const config = objectAt(input, 'certConfig');
  if (!config) {
    if (wantsHttps) throw fcError.invalid("'certConfig' is required when the protocol includes HTTPS");
    return;
  }
  const name = stringAt(config, 'certName') ?? '';
  if (!NAME.test(name)) throw fcError.invalid(`'cert name' ${name} has to begin with a letter or an underscore`);
  const certificate = certificateIn(stringAt(config, 'certificate') ?? '');
  const key = keyIn(stringAt(config, 'privateKey') ?? '');
  if (!certificate.checkPrivateKey(key)) throw fcError.invalid("'private key' does not match 'certificate'");
}

function certificateIn(text: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    throw fcError.invalid("'certificate' has to be in PEM format");
  }
}

function keyIn(text: string): KeyObject {
  const refusal = fcError.invalid("'private key' has to be in PEM format");
  if (!KEY.test(text)) throw refusal;
  try {
    return createPrivateKey(text);
  } catch {
    throw refusal;
  }
}
