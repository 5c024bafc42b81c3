/** Verifies requests to HTTP triggers with `authType: function`: signed by ACS3 (live.md §2.1). */
import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../clock.ts';
import { acs3Signature, parseAcs3Authorization, sha256 } from '../../openapi/acs3-signature.ts';
import { TIME_WINDOW_MS } from '../../openapi/authenticate.ts';
import type { Identities, Identity } from '../../ram/identities.ts';
import { FcError, fcError } from '../errors.ts';

/**
 * Answers who signed. Throws 400 when something is missing, 403 when it is wrong (statuses of the official table).
 * UNCERTAIN: whether the platform compares `x-acs-content-sha256` with the body; here the body is streamed and is not read.
 */
export function signerOf(request: IncomingMessage, identities: Identities, clock: Clock): Identity {
  const { headers, method = 'GET', url = '/' } = request;
  const date = header(request, 'x-acs-date');
  if (!date) throw missing('x-acs-date');
  if (!headers.authorization) throw missing('Authorization');
  const authorization = parseAcs3Authorization(headers.authorization);
  if (!authorization?.signedHeaders.includes('x-acs-date')) throw fcError.wrongSignature();
  const identity = identities.find(authorization.accessKeyId);
  if (!identity) throw fcError.unknownAccessKey(authorization.accessKeyId);
  const [path = '/', search = ''] = url.split('?', 2);
  const signature = acs3Signature(
    {
      method,
      path,
      query: new Map(new URLSearchParams(search)),
      headers,
      signedHeaders: authorization.signedHeaders,
      bodyHash: header(request, 'x-acs-content-sha256') ?? sha256(''),
    },
    identity.accessKeySecret,
  );
  const age = Math.abs(clock.now() - Date.parse(date));
  if (signature !== authorization.signature || !(age <= TIME_WINDOW_MS)) throw fcError.wrongSignature();
  checkToken(header(request, 'x-acs-security-token'), identity, clock);
  return identity;
}

/** Temporary credentials need their token, and must be current. */
export function checkToken(token: string | undefined, identity: Identity, clock: Clock): void {
  if (identity.securityToken !== token) throw fcError.denied('the security token does not belong to the access key');
  if (identity.expiresAt !== undefined && identity.expiresAt <= clock.now()) {
    throw fcError.denied('the security token has expired');
  }
}

function missing(name: string): FcError {
  const { code, status, message } = fcError.missingHeader(name);
  return new FcError(code, status, `${message}: the trigger wants requests signed by ACS3-HMAC-SHA256`);
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
