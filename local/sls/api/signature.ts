/** Verifies `Authorization: LOG <ak>:<signature>`, as the vendor's SDK signs by default (gateway-sls 0.3.2, version v1 with HMAC-SHA256). */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { TIME_WINDOW_MS } from '../../openapi/authenticate.ts';
import type { CloudRequest } from '../../product.ts';
import type { Identities, Identity } from '../../ram/identities.ts';
import { SlsError } from './errors.ts';

type Signed = Pick<CloudRequest, 'method' | 'path' | 'query' | 'headers'>;

export function slsSignature({ method, path, query, headers }: Signed, secret: string): string {
  const one = (name: string): string => String(headers[name] ?? '');
  const own = Object.keys(headers).filter((name) => /^x-(log|acs)-/.test(name));
  const canonicalHeaders = own.sort().map((name) => `${name}:${one(name)}\n`);
  const parameters = [...query].sort(([left], [right]) => (left < right ? -1 : 1));
  const search = parameters.map(([name, value]) => `${name}=${value}`).join('&');
  const text = [
    `${method}\n${one('content-md5')}\n${one('content-type')}\n${one('date')}\n`,
    ...canonicalHeaders,
    search === '' ? path : `${path}?${search}`,
  ].join('');
  return createHmac('sha256', secret).update(text, 'utf8').digest('base64');
}

/** Throws `SlsError`. */
export function slsAuthentication(identities: Identities, clock: Clock): (request: CloudRequest) => Identity {
  return (request) => {
    const { headers } = request;
    const [, accessKeyId, signature] = /^LOG ([^:]+):(.+)$/.exec(headers.authorization ?? '') ?? [];
    if (!accessKeyId || !signature) throw new SlsError(401, 'Unauthorized', 'the request is not signed');
    if (headers['x-log-signaturemethod'] !== 'hmac-sha256') {
      throw new SlsError(400, 'InvalidSignatureMethod', 'x-log-signaturemethod: hmac-sha256 is expected');
    }
    const identity = identities.find(accessKeyId);
    if (!identity) throw new SlsError(401, 'InvalidAccessKeyId', `the access key ${accessKeyId} is not known`);
    if (!isSame(signature, slsSignature(request, identity.accessKeySecret))) {
      throw new SlsError(401, 'SignatureNotMatch', 'the signature does not match');
    }
    if (!(Math.abs(clock.now() - Date.parse(headers.date ?? '')) <= TIME_WINDOW_MS)) {
      throw new SlsError(400, 'RequestTimeTooSkewed', 'the date is more than 15 minutes away from that of the service');
    }
    const token = headers['x-acs-security-token'];
    const isCurrent = identity.expiresAt === undefined || identity.expiresAt > clock.now();
    if (token !== identity.securityToken || !isCurrent) {
      throw new SlsError(401, 'SecurityTokenInvalid', 'the security token is wrong or has expired');
    }
    return identity;
  };
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
