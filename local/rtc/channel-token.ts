/** Tokens by which people join ARTC channels, and the co-streaming URLs that carry them (live.md §6.4). */
import { createHash } from 'node:crypto';

export interface ChannelLogin {
  readonly appId: string;
  readonly channelId: string;
  readonly userId: string;
  /** Expiry, in seconds since the epoch. */
  readonly timestamp: string;
  readonly token: string;
  /** Empty in URLs. */
  readonly nonce?: string;
}

/** What is wrong with a login. */
export type ChannelLoginProblem = 'UNKNOWN APP' | 'INVALID ID' | 'INVALID TIMESTAMP' | 'EXPIRED' | 'INVALID TOKEN';

/** A token is good for at most a day from now. */
const FARTHEST_SECONDS = 24 * 60 * 60;
/** Clocks differ a little: a token of exactly a day must not fail at the door. */
const CLOCK_SECONDS = 60;
const ID = /^[A-Za-z0-9\-_=]{1,64}$/;

export function channelToken(appKey: string, login: Omit<ChannelLogin, 'token'>): string {
  const { appId, channelId, userId, nonce = '', timestamp } = login;
  return createHash('sha256').update(`${appId}${appKey}${channelId}${userId}${nonce}${timestamp}`).digest('hex');
}

/** Undefined when the login is good. `appKey` is undefined for an application that does not exist. */
export function channelLoginProblem(
  appKey: string | undefined,
  login: ChannelLogin,
  nowMs: number,
): ChannelLoginProblem | undefined {
  if (appKey === undefined) return 'UNKNOWN APP';
  if (!ID.test(login.channelId) || !ID.test(login.userId)) return 'INVALID ID';
  if (!/^\d{1,10}$/.test(login.timestamp)) return 'INVALID TIMESTAMP';
  const left = Number(login.timestamp) - nowMs / 1000;
  if (left > FARTHEST_SECONDS + CLOCK_SECONDS) return 'INVALID TIMESTAMP';
  if (left < 0) return 'EXPIRED';
  return channelToken(appKey, login) === login.token ? undefined : 'INVALID TOKEN';
}

/** `artc://live.aliyun.com/push|play/{channel}?sdkAppId&userId&timestamp&token`; the host is not looked at. */
export function parseChannelUrl(
  url: string,
): { readonly purpose: 'push' | 'play'; readonly login: ChannelLogin } | undefined {
  const [, purpose, channelId = '', query = ''] = /^[a-z]+:\/\/[^/?]+\/(push|play)\/([^/?]+)\?(.*)$/.exec(url) ?? [];
  if (purpose !== 'push' && purpose !== 'play') return undefined;
  const given = new URLSearchParams(query);
  const [appId, userId, timestamp, token] = ['sdkAppId', 'userId', 'timestamp', 'token'].map((name) => given.get(name));
  if (!appId || !userId || !timestamp || !token) return undefined;
  return { purpose, login: { appId, channelId: safeDecode(channelId), userId, timestamp, token } };
}

/** The single-parameter form of the SDK: base64 of `{appid, channelid, userid, nonce, timestamp, token}`. */
export function parseJoinToken(text: string): ChannelLogin | undefined {
  let given: Record<string, unknown>;
  try {
    given = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const { appid, channelid, userid, nonce = '', timestamp, token } = given ?? {};
  const texts = [appid, channelid, userid, nonce, token];
  if (!texts.every((value) => typeof value === 'string') || !Number.isInteger(timestamp)) return undefined;
  const [appId, channelId, userId, , secret] = texts as string[];
  if (!appId || !channelId || !userId || !secret) return undefined;
  return { appId, channelId, userId, nonce: String(nonce), timestamp: String(timestamp), token: secret };
}

/** An id that is not well encoded is refused later, as an id. */
function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
