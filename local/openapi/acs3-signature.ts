/** The ACS3-HMAC-SHA256 signature, which current SDKs put into the `Authorization` header (live.md §2.1). */
import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { percentEncode } from './percent-encode.ts';

export const ACS3_ALGORITHM = 'ACS3-HMAC-SHA256';

/** What `Authorization: ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=…` says. */
export interface Acs3Authorization {
  readonly accessKeyId: string;
  /** Lower-case names, in the order of the header. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** The parts of the header; undefined when it is not of this algorithm or not well formed. */
export function parseAcs3Authorization(header: string | undefined): Acs3Authorization | undefined {
  const match = /^ACS3-HMAC-SHA256 +Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=([0-9a-f]+)$/.exec(
    header ?? '',
  );
  if (!match) return undefined;
  const [, accessKeyId = '', signedHeaders = '', signature = ''] = match;
  return { accessKeyId, signedHeaders: signedHeaders.toLowerCase().split(';'), signature };
}

export interface Acs3Request {
  readonly method: string;
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  readonly headers: IncomingHttpHeaders;
  readonly signedHeaders: readonly string[];
  /** Lower-case hex of the SHA-256 of the body. */
  readonly bodyHash: string;
}

/** Query keys are sorted but not encoded: so do the official SDKs (live.md §2.1). */
export function acs3CanonicalRequest(request: Acs3Request): string {
  const query = [...request.query]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${percentEncode(value)}`)
    .join('&');
  const headers = request.signedHeaders
    .map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`)
    .join('');
  const names = request.signedHeaders.join(';');
  return [request.method, request.path, query, headers, names, request.bodyHash].join('\n');
}

export function acs3Signature(request: Acs3Request, secret: string): string {
  const stringToSign = `${ACS3_ALGORITHM}\n${sha256(acs3CanonicalRequest(request))}`;
  return createHmac('sha256', secret).update(stringToSign).digest('hex');
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
