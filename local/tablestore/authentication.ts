/** Who calls: verifies the headers, time, digest, signature and token of a request (tablestore.md §3). */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { CloudRequest } from '../product.ts';
import type { Identities, Identity } from '../ram/identities.ts';
import { parameterInvalid, TablestoreError } from './errors.ts';

const MAX_CLOCK_SKEW_MS = 15 * 60_000;
const REQUIRED = [
  'x-ots-date',
  'x-ots-apiversion',
  'x-ots-accesskeyid',
  'x-ots-instancename',
  'x-ots-contentmd5',
  'x-ots-signature',
] as const;
const ISO_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Throws OTSParameterInvalid for headers that are missing or malformed, OTSAuthFailed for everything else. */
export function authenticate(request: CloudRequest, identities: Identities, now: number): Identity {
  for (const name of REQUIRED) header(request.headers, name);
  checkDate(header(request.headers, 'x-ots-date'), now);
  if (!sameText(header(request.headers, 'x-ots-contentmd5'), contentMd5(request.body))) {
    throw authFailed('Mismatch between MD5 value of request body and x-ots-contentmd5 in header.');
  }
  const identity = identities.find(header(request.headers, 'x-ots-accesskeyid'));
  if (identity === undefined) throw authFailed('The AccessKeyID does not exist.');
  const expected = signRequest(identity.accessKeySecret, request.path, request.headers);
  if (!sameText(header(request.headers, 'x-ots-signature'), expected)) throw authFailed('Signature mismatch.');
  checkToken(identity, request.headers['x-ots-ststoken'], now);
  return identity;
}

function checkDate(date: string, now: number): void {
  const time = ISO_DATE.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(time)) throw parameterInvalid(`Invalid date format: ${date}.`);
  if (Math.abs(time - now) > MAX_CLOCK_SKEW_MS) {
    throw authFailed(`Mismatch between system time and x-ots-date: ${date}.`);
  }
}

/** UNCERTAIN: the service's messages for a wrong or expired token; the code and status are documented. */
function checkToken(identity: Identity, token: string | string[] | undefined, now: number): void {
  if (identity.securityToken !== undefined) {
    if (typeof token !== 'string' || !sameText(token, identity.securityToken)) {
      throw authFailed('The security token is missing or does not belong to the AccessKeyID.');
    }
  } else if (token !== undefined) {
    throw authFailed('The AccessKeyID takes no security token.');
  }
  if (identity.expiresAt !== undefined && identity.expiresAt <= now)
    throw authFailed('The security token has expired.');
}

export function contentMd5(body: Buffer): string {
  return createHash('md5').update(body).digest('base64');
}

function signRequest(secret: string, path: string, headers: IncomingHttpHeaders): string {
  return hmac(secret, `${path}\nPOST\n\n${canonicalHeaders(headers)}\n`);
}

/** The value of `authorization` in an answer, so that SDKs can tell the service from an impostor. */
export function authorization(identity: Identity, path: string, headers: Readonly<Record<string, string>>): string {
  const signature = hmac(identity.accessKeySecret, `${canonicalHeaders(headers)}\n${path}`);
  return `OTS ${identity.accessKeyId}:${signature}`;
}

function canonicalHeaders(headers: IncomingHttpHeaders | Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .filter(([name]) => name.startsWith('x-ots-') && name !== 'x-ots-signature')
    .map(([name, value]) => `${name}:${value}`)
    .sort()
    .join('\n');
}

function header(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  if (typeof value !== 'string' || value === '') throw parameterInvalid(`Missing header: '${name}'.`);
  return value;
}

function hmac(secret: string, text: string): string {
  return createHmac('sha1', secret).update(text).digest('base64');
}

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

function authFailed(message: string): TablestoreError {
  return new TablestoreError('OTSAuthFailed', message);
}
