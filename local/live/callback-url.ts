/** Which URLs the platform accepts as callback addresses. */
import { isIP } from 'node:net';

/** Undefined when acceptable, else what is wrong. `strict`: the rule of IM, "no port, no private IP" (live.md §0.11). */
export function callbackUrlProblem(url: string, rule: 'strict' | 'any-port'): string | undefined {
  if (!URL.canParse(url)) return 'an absolute URL';
  const { protocol, hostname, port, username } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return 'a URL with http or https';
  if (username !== '') return 'a URL without a user name';
  if (Buffer.byteLength(url) > MAX_BYTES) return `a URL of at most ${MAX_BYTES} bytes`;
  // The real service could not reach this machine; here functions listen on it, so loopback passes with any port.
  if (isLoopback(hostname) || rule === 'any-port') return undefined;
  if (port !== '') return 'a URL without a port';
  return isIP(hostname) !== 0 && isPrivate(hostname) ? 'a public address' : undefined;
}

/** UNCERTAIN: the longest URL; no source was found that states it for each callback. */
const MAX_BYTES = 1024;

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host.startsWith('127.') || host === '[::1]';
}

function isPrivate(ip: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|0\.)/.test(ip);
}
