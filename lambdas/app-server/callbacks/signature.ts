/** The signature of stream-status callbacks (live.md §4). */
import { createHash, timingSafeEqual } from 'node:crypto';

/** Seconds that a callback may be old, or a clock ahead: the documents suggest five minutes. */
const WINDOW = 300;

export interface SignedHeaders {
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
}

/**
 * What is wrong with a callback, or undefined. The signature covers the domain and the time of the call, and nothing of
 * what the callback says.
 *
 * @param now seconds since the epoch
 */
export function signatureProblem(
  headers: SignedHeaders,
  domain: string,
  key: string,
  now: number,
): 'not signed' | 'wrong signature' | 'wrong time' | undefined {
  const { timestamp, signature } = headers;
  if (!timestamp || !signature || !/^\d{1,12}$/.test(timestamp)) {
    return 'not signed';
  }
  const expected = createHash('md5').update(`${domain}|${timestamp}|${key}`).digest();
  const given = Buffer.from(signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return 'wrong signature';
  }
  return Math.abs(now - Number(timestamp)) > WINDOW ? 'wrong time' : undefined;
}
