import { describe, expect, it } from 'vitest';
import { RTC_LIFETIME, rtcToken, rtcUrls } from '../../../../lambdas/app-server/costreaming/rtc-token.ts';

describe('ARTC tokens', () => {
  it('A10: equal the published vector', () => {
    expect(rtcToken({ appId: 'abc', appKey: 'abckey' }, 'abcChannel', 'abcUser', 1_699_423_634)).toBe(
      '3c9ee8d9f8734f0b7560ed8022a0590659113955819724fc9345ab8eedf84f31',
    );
  });

  it('push and play URL of a user carry the same token, in the documented form', () => {
    const app = { appId: 'abc', appKey: 'abckey' };
    const token = rtcToken(app, 'room', 'anna', 1_700_000_000);
    expect(rtcUrls(app, 'room', 'anna', 1_700_000_000)).toEqual({
      rtc_push_url: `artc://live.aliyun.com/push/room?sdkAppId=abc&userId=anna&timestamp=1700000000&token=${token}`,
      rtc_pull_url: `artc://live.aliyun.com/play/room?sdkAppId=abc&userId=anna&timestamp=1700000000&token=${token}`,
    });
  });

  it('W40: lives shorter than the 24 hours that the service takes at most', () => {
    expect(RTC_LIFETIME).toBeLessThan(86_400);
    expect(RTC_LIFETIME).toBeGreaterThan(80_000);
  });
});
