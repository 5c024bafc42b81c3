import { describe, expect, it } from 'vitest';
import { liveCallbackHeaders, rtcCallbackHeaders, vodCallbackHeaders } from '../../../local/callbacks/signatures.ts';
import { md5Of } from './md5.ts';

const AT = 1_519_375_990;
const URL_WITH_PORT = 'https://app.example:7301/api/cb?x=1';

describe('signatures of callbacks', () => {
  it.each([
    ['stream status', liveCallbackHeaders('push.example.com', 'k'.repeat(16), AT * 1000), 'push.example.com'],
    ['a recording', liveCallbackHeaders('app.example', 'k'.repeat(16), AT * 1000 + 999), 'app.example'],
  ])('of %s cover domain, time in whole seconds and key', (_case, headers, domain) => {
    expect(headers).toEqual({
      'ALI-LIVE-TIMESTAMP': String(AT),
      'ALI-LIVE-SIGNATURE': md5Of(`${domain}|${AT}|${'k'.repeat(16)}`),
    });
  });

  it('of VOD match the published example over the whole callback URL', () => {
    const headers = vodCallbackHeaders('https://www.example.com/your/callback', 'test123', AT * 1000);
    expect(headers['X-VOD-TIMESTAMP']).toBe('1519375990');
    expect(headers['X-VOD-SIGNATURE']).toMatch(/^c72b60894140fa98920f1279219b/);
  });

  it('of relay tasks cover the host, the time and the key of the application', () => {
    expect(rtcCallbackHeaders(URL_WITH_PORT, 'key', AT * 1000)).toEqual({
      'Ali-Rtc-Timestamp': String(AT),
      'Ali-Rtc-Signature': md5Of(`app.example|${AT}|key`),
    });
  });

  it.each([
    ['domain', liveCallbackHeaders('other', 'k', 0), liveCallbackHeaders('a', 'k', 0)],
    ['key', liveCallbackHeaders('a', 'other', 0), liveCallbackHeaders('a', 'k', 0)],
    ['time', liveCallbackHeaders('a', 'k', 1000), liveCallbackHeaders('a', 'k', 0)],
  ])('change with the %s', (_case, one, other) => {
    expect(one['ALI-LIVE-SIGNATURE']).not.toBe(other['ALI-LIVE-SIGNATURE']);
  });
});
