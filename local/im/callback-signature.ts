/** How the service proves to a callback that a request is its own. */
import { createHash } from 'node:crypto';
import { seconds } from '../live/timestamps.ts';

/**
 * UNCERTAIN: the formula of IM is not published; this is that of recording callbacks, with the key of the application
 * (live.md §4).
 */
export function callbackHeaders(url: string, appKey: string, nowMs: number): Record<string, string> {
  const timestamp = seconds(nowMs);
  const text = `${new URL(url).hostname}|${timestamp}|${appKey}`;
  return {
    'Ali-Live-Timestamp': String(timestamp),
    'Ali-Live-Signature': createHash('md5').update(text).digest('hex'),
  };
}
