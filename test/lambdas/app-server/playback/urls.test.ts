import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { authKey } from '../../../../lambdas/app-server/playback/url-signing.ts';
import { pullUrls, pushUrls, relayStream, type UrlConfig } from '../../../../lambdas/app-server/playback/urls.ts';

const config: UrlConfig = {
  ingestDomain: 'push.example.com',
  ingestOrigin: 'rtmp://push.example.com',
  streamingDomain: 'pull.example.com',
  streamingOrigin: 'https://pull.example.com',
  isLocal: false,
  appName: 'live',
  artcAppId: undefined,
  audioTemplate: undefined,
};

/** What the Live service does: splits the key, hashes the path that was asked for, and compares. */
function isValid(url: string, key: string): boolean {
  const { pathname, searchParams } = new URL(url.replace(/^(rtmp|artc):/, 'http:'));
  const [timestamp, rand, uid, hash] = String(searchParams.get('auth_key')).split('-');
  return hash === createHash('md5').update(`${pathname}-${timestamp}-${rand}-${uid}-${key}`).digest('hex');
}

describe('URL signing, type A', () => {
  it('A9: equals the published vector', () => {
    expect(authKey('/video/standard', 1_622_194_197, 'aliyunliveexp1234')).toBe(
      '1622194197-0-0-5552ff52b5e4e20387c6dc18afce206b',
    );
  });

  it('signs each playback URL over exactly the path that it carries', () => {
    const urls = pullUrls(config, 'live', 'room1', { key: 'secret', timestamp: 1_700_000_000 });
    expect(urls).toEqual({
      rtmp_url: expect.stringMatching(
        /^rtmp:\/\/pull\.example\.com\/live\/room1\?auth_key=1700000000-0-0-[0-9a-f]{32}$/,
      ),
      rts_url: expect.stringMatching(/^artc:\/\/pull\.example\.com\/live\/room1\?auth_key=/),
      flv_url: expect.stringMatching(/^https:\/\/pull\.example\.com\/live\/room1\.flv\?auth_key=/),
      hls_url: expect.stringMatching(/^https:\/\/pull\.example\.com\/live\/room1\.m3u8\?auth_key=/),
    });
    for (const url of Object.values(urls)) {
      expect(isValid(url, 'secret')).toBe(true);
      expect(isValid(url, 'other')).toBe(false);
      expect(isValid(url.replace('room1', 'room2'), 'secret')).toBe(false);
      expect(isValid(url.replace('1700000000', '1800000000'), 'secret')).toBe(false);
    }
  });

  it('W23, gotcha 15: offers no oriaac variants where no template was made for them', () => {
    expect(Object.keys(pullUrls(config, 'live', 'room1', { key: 'k', timestamp: 1 })).join()).not.toContain('oriaac');
  });

  it('W23: offers them where there is a template, under its name and signed with it', () => {
    const urls = pullUrls({ ...config, audioTemplate: 'aac2' }, 'live', 'room1', { key: 'secret', timestamp: 1 });
    expect(urls).toMatchObject({
      rtmp_oriaac_url: expect.stringContaining('rtmp://pull.example.com/live/room1_aac2?auth_key='),
      rts_oriaac_url: expect.stringContaining('artc://pull.example.com/live/room1_aac2?auth_key='),
      flv_oriaac_url: expect.stringContaining('https://pull.example.com/live/room1_aac2.flv?auth_key='),
      hls_oriaac_url: expect.stringContaining('https://pull.example.com/live/room1_aac2.m3u8?auth_key='),
    });
    expect(Object.values(urls)).toHaveLength(8);
    for (const url of Object.values(urls)) {
      expect(isValid(url, 'secret')).toBe(true);
      expect(isValid(url.replace('_aac2', ''), 'secret')).toBe(url === url.replace('_aac2', ''));
    }
  });

  it('signs both push URLs over the path that they carry', () => {
    const urls = pushUrls(config, 'room1', { key: 'secret', timestamp: 1_700_000_000 });
    expect(urls).toEqual({
      rtmp_url: expect.stringMatching(
        /^rtmp:\/\/push\.example\.com\/live\/room1\?auth_key=1700000000-0-0-[0-9a-f]{32}$/,
      ),
      rts_url: expect.stringMatching(
        /^artc:\/\/push\.example\.com\/live\/room1\?auth_key=1700000000-0-0-[0-9a-f]{32}$/,
      ),
    });
    for (const url of Object.values(urls))
      expect([isValid(url, 'secret'), isValid(url, 'other')]).toEqual([true, false]);
  });

  it('W15: offers no SRT, which is off unless somebody switched it on', () => {
    expect(Object.keys(pushUrls(config, 'room1', { key: 'k', timestamp: 1 }))).toEqual(['rtmp_url', 'rts_url']);
  });

  it('W22: signs the app name that it puts into the path', () => {
    const urls = pullUrls(config, 'other', 'room1', { key: 'secret', timestamp: 1 });
    expect(urls.flv_url).toContain('/other/room1.flv');
    expect(isValid(urls.flv_url, 'secret')).toBe(true);
  });

  it('hands out the origins where the domains do not resolve, without a change of the signature', () => {
    const origins = { ingestOrigin: 'rtmp://127.0.0.1:1935', streamingOrigin: 'http://127.0.0.1:7302' };
    const local = { ...config, ...origins, isLocal: true };
    const signing = { key: 'secret', timestamp: 1 };
    const query = (url: string): string => String(url.split('?')[1]);
    expect(pullUrls(local, 'live', 'r', signing).rtmp_url).toMatch(/^rtmp:\/\/127\.0\.0\.1:1935\/live\/r\?/);
    expect(pushUrls(local, 'r', signing).rtmp_url).toMatch(/^rtmp:\/\/127\.0\.0\.1:1935\/live\/r\?/);
    expect(pullUrls(local, 'live', 'r', signing).flv_url).toMatch(/^http:\/\/127\.0\.0\.1:7302\/live\/r\.flv\?/);
    expect(query(pushUrls(local, 'r', signing).rtmp_url)).toBe(query(pushUrls(config, 'r', signing).rtmp_url));
  });

  it('names the relayed stream as the ARTC service does', () => {
    expect(relayStream('app', '1b4e28ba-2fa1-4d22-883f-0016d3cca427', 'anna')).toBe(
      'app_1b4e28ba-2fa1-4d22-883f-0016d3cca427_anna_camera',
    );
  });
});
