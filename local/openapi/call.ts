/** Recognises an RPC-style OpenAPI request in either form (RPC v1 or ACS3) and takes it apart. */
import type { CloudRequest } from '../product.ts';
import { ACS3_ALGORITHM, acs3Signature, parseAcs3Authorization, sha256 } from './acs3-signature.ts';
import { rpcSignature } from './rpc-signature.ts';

/** One call, not yet trusted: nothing here has been verified. */
export interface Call {
  readonly action: string;
  readonly version: string;
  /** Parameters by place, with those of the protocol (`Action`, `Timestamp`, …) in RPC v1 requests. */
  readonly query: ReadonlyMap<string, string>;
  readonly form: ReadonlyMap<string, string>;
  readonly accessKeyId: string | undefined;
  readonly securityToken: string | undefined;
  /** As sent. */
  readonly timestamp: string | undefined;
  readonly nonce: string | undefined;
  /** Whether the signature was made with this secret; undefined when there is no signature of a known method. */
  readonly signedBy: ((secret: string) => boolean) | undefined;
}

/** The call that a request makes; undefined when it is not RPC style (another path, or no action and version). */
export function callOf(request: CloudRequest): Call | undefined {
  if (request.path !== '/') return undefined;
  const query = new Map(request.query);
  const form = formOf(request);
  return acs3Call(request, query, form) ?? rpcCall(request, query, form);
}

function formOf(request: CloudRequest): Map<string, string> {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return isForm ? new Map(new URLSearchParams(request.body.toString('utf8'))) : new Map();
}

function acs3Call(request: CloudRequest, query: Map<string, string>, form: Map<string, string>): Call | undefined {
  const action = header(request, 'x-acs-action');
  const version = header(request, 'x-acs-version');
  const authorization = request.headers.authorization;
  if (!action || !version || !authorization?.startsWith(ACS3_ALGORITHM)) return undefined;
  const parts = parseAcs3Authorization(authorization);
  const bodyHash = sha256(request.body);
  return {
    action,
    version,
    query,
    form,
    accessKeyId: parts?.accessKeyId,
    securityToken: header(request, 'x-acs-security-token'),
    timestamp: header(request, 'x-acs-date'),
    nonce: header(request, 'x-acs-signature-nonce'),
    signedBy: parts && ((secret) => isSigned(parts.signedHeaders, request, bodyHash, query, parts.signature, secret)),
  };
}

/** What must be signed for the signature to protect the call. */
const SIGNED_AT_LEAST = ['host', 'x-acs-action', 'x-acs-content-sha256', 'x-acs-date', 'x-acs-version'];

function isSigned(
  signedHeaders: readonly string[],
  request: CloudRequest,
  bodyHash: string,
  query: ReadonlyMap<string, string>,
  signature: string,
  secret: string,
): boolean {
  const { method, path, headers } = request;
  const complete = SIGNED_AT_LEAST.every((name) => signedHeaders.includes(name));
  const hashMatches = header(request, 'x-acs-content-sha256') === bodyHash;
  return (
    complete &&
    hashMatches &&
    acs3Signature({ method, path, query, headers, signedHeaders, bodyHash }, secret) === signature
  );
}

function rpcCall(request: CloudRequest, query: Map<string, string>, form: Map<string, string>): Call | undefined {
  const all = new Map([...query, ...form]);
  const action = all.get('Action');
  const version = all.get('Version');
  if (!action || !version) return undefined;
  const known = all.get('SignatureMethod') === 'HMAC-SHA1' && all.get('SignatureVersion') === '1.0';
  const signature = all.get('Signature');
  return {
    action,
    version,
    query,
    form,
    accessKeyId: all.get('AccessKeyId'),
    securityToken: all.get('SecurityToken'),
    timestamp: all.get('Timestamp'),
    nonce: all.get('SignatureNonce'),
    signedBy: known && signature ? (secret) => rpcSignature(request.method, all, secret) === signature : undefined,
  };
}

function header(request: CloudRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
