/** Tokens and URLs of the ARTC service (live.md §6.4). */
import { createHash } from 'node:crypto';

/** Seconds; the service takes at most 24 h ahead, and a clock may be wrong by some minutes (W40). */
export const RTC_LIFETIME = 86_400 - 600;

export interface ArtcApp {
  readonly appId: string;
  readonly appKey: string;
}

/** @param timestamp expiry, seconds since the epoch */
export function rtcToken(app: ArtcApp, channelId: string, userId: string, timestamp: number): string {
  return createHash('sha256').update(`${app.appId}${app.appKey}${channelId}${userId}${timestamp}`).digest('hex');
}

/** The push and play URL of one user in one channel; both carry the same token. */
export function rtcUrls(app: ArtcApp, channelId: string, userId: string, timestamp: number) {
  const query = new URLSearchParams({
    sdkAppId: app.appId,
    userId,
    timestamp: String(timestamp),
    token: rtcToken(app, channelId, userId, timestamp),
  });
  const url = (verb: 'push' | 'play'): string => `artc://live.aliyun.com/${verb}/${channelId}?${query}`;
  return { rtc_push_url: url('push'), rtc_pull_url: url('play') };
}
