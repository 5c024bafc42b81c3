/** Verifies REST requests signed by ACS3, as the SDKs of FC 3.0 send them (live.md §2.1, function-compute.md §9.1). */
import type { Clock } from '../../clock.ts';
import { acs3Signature, parseAcs3Authorization, sha256 } from '../../openapi/acs3-signature.ts';
import { authenticate, TIME_WINDOW_MS } from '../../openapi/authenticate.ts';
import { Nonces } from '../../openapi/nonces.ts';
import type { CloudRequest } from '../../product.ts';
import type { Identities, Identity } from '../../ram/identities.ts';

const SIGNED_AT_LEAST = ['host', 'x-acs-action', 'x-acs-content-sha256', 'x-acs-date', 'x-acs-version'];

/** The answered function throws `ServiceError` of the gateway: wrong key, time, signature, token, or a used nonce. */
export function acs3Authentication(identities: Identities, clock: Clock): (request: CloudRequest) => Identity {
  const nonces = new Nonces(clock, TIME_WINDOW_MS);
  return (request) => {
    const authorization = parseAcs3Authorization(request.headers.authorization);
    const query = new Map(request.query);
    return authenticate(
      {
        action: header(request, 'x-acs-action') ?? '',
        version: header(request, 'x-acs-version') ?? '',
        query,
        form: new Map(),
        accessKeyId: authorization?.accessKeyId,
        securityToken: header(request, 'x-acs-security-token'),
        timestamp: header(request, 'x-acs-date'),
        nonce: header(request, 'x-acs-signature-nonce'),
        signedBy:
          authorization &&
          ((secret) => {
            const { method, path, headers } = request;
            const { signedHeaders, signature } = authorization;
            const bodyHash = sha256(request.body);
            return (
              SIGNED_AT_LEAST.every((name) => signedHeaders.includes(name)) &&
              header(request, 'x-acs-content-sha256') === bodyHash &&
              acs3Signature({ method, path, query, headers, signedHeaders, bodyHash }, secret) === signature
            );
          }),
      },
      identities,
      nonces,
      clock,
    );
  };
}

function header(request: CloudRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
