/** Verifies `Authorization: FC <ak>:<signature>`, the signature of FC 2.0 (function-compute.md §9.2). */
import { createHash, createHmac } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { TIME_WINDOW_MS } from '../../openapi/authenticate.ts';
import type { CloudRequest } from '../../product.ts';
import type { Identities, Identity } from '../../ram/identities.ts';
import { fcError } from '../errors.ts';
import { checkToken } from '../triggers/function-auth.ts';

/** Throws `FcError`: a missing header (400), an unknown key or a wrong signature (403). */
export function fcAuthentication(identities: Identities, clock: Clock): (request: CloudRequest) => Identity {
  return (request) => {
    const date = header(request, 'date');
    if (!date) throw fcError.missingHeader('date');
    const [, accessKeyId, signature] = /^FC ([^:]+):(.+)$/.exec(request.headers.authorization ?? '') ?? [];
    if (!accessKeyId || !signature) throw fcError.missingHeader('authorization');
    const identity = identities.find(accessKeyId);
    if (!identity) throw fcError.unknownAccessKey(accessKeyId);
    if (fcSignature(request, identity.accessKeySecret) !== signature) throw fcError.wrongSignature();
    if (!(Math.abs(clock.now() - Date.parse(date)) <= TIME_WINDOW_MS)) {
      throw fcError.denied(`the date '${date}' is more than 15 minutes away from the time of the service`);
    }
    checkBody(request);
    checkToken(header(request, 'x-fc-security-token'), identity, clock);
    return identity;
  };
}

function fcSignature(request: Pick<CloudRequest, 'method' | 'path' | 'headers'>, secret: string): string {
  const { method, path, headers } = request;
  const ownHeaders = Object.keys(headers)
    .filter((name) => name.startsWith('x-fc-'))
    .sort()
    .map((name) => `${name}:${String(headers[name])}\n`)
    .join('');
  const one = (name: string): string => String(headers[name] ?? '');
  const stringToSign = [method, one('content-md5'), one('content-type'), one('date'), `${ownHeaders}${path}`].join(
    '\n',
  );
  return createHmac('sha256', secret).update(stringToSign, 'utf8').digest('base64');
}

/** The digest is base64 of the hexadecimal MD5: so does the official SDK. */
function checkBody(request: CloudRequest): void {
  const given = header(request, 'content-md5');
  if (given === undefined) return;
  const hex = createHash('md5').update(request.body).digest('hex');
  if (Buffer.from(hex).toString('base64') !== given) throw fcError.invalid('content-md5 does not fit the body');
}

function header(request: CloudRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
