/** The signature of callbacks of Live, VOD and messaging: an md5 over what is called, when, and a key (live.md §4). */
import { createHash, timingSafeEqual } from 'node:crypto';

/** Seconds that a callback may be old, or a clock ahead: the documents suggest five minutes. */
const WINDOW = 300;

export interface SignedHeaders {
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
}

/**
 * What is wrong with a callback, or undefined. The signature covers the address and the time of the call, and nothing of
 * what the callback says.
 *
 * @param address the ingest domain for stream states, the host of the callback URL for recordings, the whole URL for VOD
 * @param now seconds since the epoch
 */
export function signatureProblem(
  headers: SignedHeaders,
  address: string,
  key: string,
  now: number,
): 'not signed' | 'wrong signature' | 'wrong time' | undefined {
  const { timestamp, signature } = headers;
  if (!timestamp || !signature || !/^\d{1,12}$/.test(timestamp)) {
    return 'not signed';
  }
  const expected = createHash('md5').update(`${address}|${timestamp}|${key}`).digest();
  // A decoder of hexadecimal digits would stop at the first character that is none, and believe what came before.
  const given = Buffer.from(/^[0-9a-f]{32}$/i.test(signature) ? signature : '', 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return 'wrong signature';
  }
  return Math.abs(now - Number(timestamp)) > WINDOW ? 'wrong time' : undefined;
}
