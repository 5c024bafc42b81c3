import { describe, expect, it } from 'vitest';
import { localUrl } from '../../clients/shared/local-urls.ts';

const ORIGIN = 'http://127.0.0.1:7302';

describe('where the local cloud answers for a vendor URL', () => {
  it.each([
    ['artc://ingest.localhost/live/room?auth_key=1-0-0-a', 'push', '/whip/live/room?auth_key=1-0-0-a'],
    ['artc://streaming.localhost/live/room?auth_key=1-0-0-a', 'play', '/whep/live/room?auth_key=1-0-0-a'],
    [
      'artc://live.aliyun.com/push/c-1?sdkAppId=a&userId=u&token=t',
      'push',
      '/rtc/push/c-1?sdkAppId=a&userId=u&token=t',
    ],
    [
      'artc://live.aliyun.com/play/c-1?sdkAppId=a&userId=u&token=t',
      'play',
      '/rtc/play/c-1?sdkAppId=a&userId=u&token=t',
    ],
  ] as const)('%s to %s', (url, way, expected) => {
    expect(localUrl(url, way, ORIGIN)).toBe(ORIGIN + expected);
  });
});
