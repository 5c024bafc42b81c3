/** The signature rules of callbacks, one for each product; all are md5 over texts joined by `|`. */
import { createHash } from 'node:crypto';

type Headers = Record<string, string>;

function md5(...parts: readonly string[]): string {
  return createHash('md5').update(parts.join('|')).digest('hex');
}

function secondsOf(nowMs: number): string {
  return String(Math.floor(nowMs / 1000));
}

/**
 * Live: `domain` is the ingest domain for stream status, the host of the callback URL for recordings (live.md §4, §0.9).
 * UNCERTAIN for the latter: whether the host carries a port; it does not here.
 */
export function liveCallbackHeaders(domain: string, key: string, nowMs: number): Headers {
  const timestamp = secondsOf(nowMs);
  return { 'ALI-LIVE-TIMESTAMP': timestamp, 'ALI-LIVE-SIGNATURE': md5(domain, timestamp, key) };
}

/** VOD: over the whole callback URL as it was set (help.aliyun.com/en/vod/user-guide/http-callbacks). */
export function vodCallbackHeaders(callbackUrl: string, key: string, nowMs: number): Headers {
  const timestamp = secondsOf(nowMs);
  return { 'X-VOD-TIMESTAMP': timestamp, 'X-VOD-SIGNATURE': md5(callbackUrl, timestamp, key) };
}

/**
 * Events of relay tasks carry `Ali-Rtc-Timestamp` and `Ali-Rtc-Signature` (help.aliyun.com/zh/live/developer-reference/
 * api-creatertcmpueventsub). UNCERTAIN: what is signed; host, time stamp and the application's key by analogy with Live.
 */
export function rtcCallbackHeaders(callbackUrl: string, appKey: string, nowMs: number): Headers {
  const timestamp = secondsOf(nowMs);
  return {
    'Ali-Rtc-Timestamp': timestamp,
    'Ali-Rtc-Signature': md5(new URL(callbackUrl).hostname, timestamp, appKey),
  };
}
