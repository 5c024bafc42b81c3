import { describe, expect, it } from 'vitest';
import {
  type ChannelLogin,
  channelLoginProblem,
  channelToken,
  parseChannelUrl,
  parseJoinToken,
} from '../../../local/rtc/channel-token.ts';
import { createRtc } from '../../../local/rtc/rtc.ts';
import { DrivenClock } from '../openapi/driven-clock.ts';

/** The vector `artc_token` of the facts. */
const LOGIN = { appId: 'abc', channelId: 'abcChannel', userId: 'abcUser', timestamp: '1699423634' };
const KEY = 'abckey';
const TOKEN = '3c9ee8d9f8734f0b7560ed8022a0590659113955819724fc9345ab8eedf84f31';
const EXPIRY_MS = 1_699_423_634_000;
const DAY_MS = 24 * 60 * 60 * 1000;

function problemOf(change: Partial<ChannelLogin> = {}, nowMs = EXPIRY_MS - 1000, key: string | undefined = KEY) {
  return channelLoginProblem(key, { ...LOGIN, token: TOKEN, ...change }, nowMs);
}

describe('a channel token', () => {
  it('matches the published vector byte for byte (A10)', () => {
    expect(channelToken(KEY, LOGIN)).toBe(TOKEN);
    expect(problemOf()).toBeUndefined();
  });

  it('puts the nonce before the time stamp', () => {
    const token = channelToken(KEY, { ...LOGIN, nonce: 'AK-1' });
    expect(token).toBe(channelToken(KEY, { ...LOGIN, timestamp: `AK-1${LOGIN.timestamp}` }));
    expect(problemOf({ nonce: 'AK-1', token })).toBeUndefined();
    expect(problemOf({ nonce: 'AK-2', token })).toBe('INVALID TOKEN');
  });

  it.each([
    ['another user', { userId: 'abcUser2' }, 'INVALID TOKEN'],
    ['another channel', { channelId: 'abcChannel2' }, 'INVALID TOKEN'],
    ['another application', { appId: 'abcd' }, 'INVALID TOKEN'],
    ['a longer life', { timestamp: '1699423635' }, 'INVALID TOKEN'],
    ['capitals', { token: TOKEN.toUpperCase() }, 'INVALID TOKEN'],
    ['no token', { token: '' }, 'INVALID TOKEN'],
    ['an id with forbidden characters', { userId: 'a b' }, 'INVALID ID'],
    ['an id that is too long', { channelId: 'c'.repeat(65) }, 'INVALID ID'],
    ['a time that is no number', { timestamp: 'soon' }, 'INVALID TIMESTAMP'],
  ] as const)('is refused with %s (A10)', (_case, change, problem) => {
    expect(problemOf(change)).toBe(problem);
  });

  it('lives until its time stamp, which is at most a day away', () => {
    expect(problemOf({}, EXPIRY_MS)).toBeUndefined();
    expect(problemOf({}, EXPIRY_MS + 1)).toBe('EXPIRED');
    expect(problemOf({}, EXPIRY_MS - DAY_MS)).toBeUndefined();
    expect(problemOf({}, EXPIRY_MS - DAY_MS - 61_000)).toBe('INVALID TIMESTAMP');
  });

  it('of an unknown application is refused', () => {
    expect(channelLoginProblem(undefined, { ...LOGIN, token: TOKEN }, 0)).toBe('UNKNOWN APP');
    const clock = new DrivenClock(EXPIRY_MS - 1000);
    const rtc = createRtc({ clock, accountId: '1', apps: [{ appId: 'abc', appKey: KEY, name: 'n' }] });
    expect(rtc.loginProblem({ ...LOGIN, token: TOKEN })).toBeUndefined();
    expect(rtc.loginProblem({ ...LOGIN, appId: 'none', token: TOKEN })).toBe('UNKNOWN APP');
    expect([rtc.appKey('abc'), rtc.appKey('none')]).toEqual([KEY, undefined]);
  });
});

describe('co-streaming URLs', () => {
  const query = `sdkAppId=abc&userId=abcUser&timestamp=1699423634&token=${TOKEN}`;
  it.each([
    ['artc://live.aliyun.com/push', 'push'],
    ['artc://live.aliyun.com/play', 'play'],
    ['http://127.0.0.1:7302/push', 'push'],
  ])('are read: %s', (address, purpose) => {
    expect(parseChannelUrl(`${address}/abcChannel?${query}`)).toEqual({ purpose, login: { ...LOGIN, token: TOKEN } });
  });

  it.each([
    ['another purpose', `artc://live.aliyun.com/other/abcChannel?${query}`],
    ['no channel', `artc://live.aliyun.com/push/?${query}`],
    ['no query', 'artc://live.aliyun.com/push/abcChannel'],
    ['no token', 'artc://live.aliyun.com/push/abcChannel?sdkAppId=a&userId=u&timestamp=1'],
    ['no URL', 'abc'],
  ])('are not taken for one: %s', (_case, url) => {
    expect(parseChannelUrl(url)).toBeUndefined();
  });

  it('with a badly encoded channel end as an invalid id', () => {
    const parsed = parseChannelUrl(`artc://live.aliyun.com/push/%E0%A4%A?${query}`);
    expect(parsed && channelLoginProblem(KEY, parsed.login, 0)).toBe('INVALID ID');
  });
});

describe('the single-parameter token of the SDK', () => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
  const GOOD = {
    appid: 'abc',
    channelid: 'abcChannel',
    userid: 'abcUser',
    nonce: '',
    timestamp: 1_699_423_634,
    token: TOKEN,
  };

  it('is read', () => {
    expect(parseJoinToken(encode(GOOD))).toEqual({ ...LOGIN, nonce: '', token: TOKEN });
  });

  it.each([
    ['no base64 of JSON', '%%%'],
    ['null', encode(null)],
    ['a time stamp as text', encode({ ...GOOD, timestamp: '1699423634' })],
    ['a missing user', encode({ ...GOOD, userid: undefined })],
    ['an empty channel', encode({ ...GOOD, channelid: '' })],
    ['a nonce that is a number', encode({ ...GOOD, nonce: 1 })],
  ])('is refused when it is %s', (_case, text) => {
    expect(parseJoinToken(text)).toBeUndefined();
  });
});
