/** The signature of RPC style requests, version 1.0: HMAC-SHA1 over all parameters (live.md §2.2). */
import { createHmac } from 'node:crypto';
import { percentEncode } from './percent-encode.ts';

/** `METHOD&%2F&<encoded parameters>`; `parameters` are those of query and form body together, without `Signature`. */
export function rpcStringToSign(method: string, parameters: ReadonlyMap<string, string>): string {
  const canonical = [...parameters]
    .filter(([name]) => name !== 'Signature')
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&');
  return `${method}&${percentEncode('/')}&${percentEncode(canonical)}`;
}

export function rpcSignature(method: string, parameters: ReadonlyMap<string, string>, secret: string): string {
  return createHmac('sha1', `${secret}&`).update(rpcStringToSign(method, parameters)).digest('base64');
}
