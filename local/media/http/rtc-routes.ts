/** POST /rtc/push/{channel} and /rtc/play/{channel}: the stand-in for `artc://live.aliyun.com/…` (live.md §6.4). */
import { type ChannelLogin, parseChannelUrl } from '../../rtc/channel-token.ts';
import type { Rtc } from '../../rtc/rtc.ts';
import type { ChannelDoor } from '../artc/channel-door.ts';
import { playSource } from '../webrtc/play-source.ts';
import type { WebRtcContext } from '../webrtc/publish-stream.ts';
import { type Exchange, sendText } from './exchange.ts';
import type { Route } from './server.ts';
import { answerWith } from './webrtc-routes.ts';

export interface RtcRouteOptions extends Pick<WebRtcContext, 'schedule' | 'sessions'> {
  readonly rtc: Pick<Rtc, 'loginProblem'>;
  readonly door: ChannelDoor;
}

const EXPECTED = '/rtc/push|play/{channel}?sdkAppId=…&userId=…&timestamp=…&token=… is expected';

export function rtcRoute({ rtc, door, schedule, sessions }: RtcRouteOptions): Route {
  return async (exchange) => {
    if (exchange.method !== 'POST' || !exchange.path.startsWith('/rtc/')) return false;
    const url = parseChannelUrl(`artc://live.aliyun.com${exchange.target.slice('/rtc'.length)}`);
    if (!url) {
      sendText(exchange.response, 400, EXPECTED);
      return true;
    }
    const problem = rtc.loginProblem(url.login);
    if (problem) sendText(exchange.response, 403, `${problem}: ask the AppServer for a new URL`);
    else if (url.purpose === 'push') await answerWith(exchange, (offer) => door.push(userOf(url.login), offer));
    else await play(exchange, url.login);
    return true;
  };

  /** The user of a play URL is the one who is seen. */
  async function play(exchange: Exchange, login: ChannelLogin): Promise<void> {
    const push = door.find(userOf(login));
    if (!push) {
      sendText(exchange.response, 404, `${login.userId} sends nothing into this channel`);
      return;
    }
    const onEnd = (close: () => void): (() => void) => push.onClose(close);
    await answerWith(exchange, (offer) => playSource(push.camera, offer, { schedule, sessions, onEnd }));
  }
}

function userOf({ appId, channelId, userId }: ChannelLogin) {
  return { appId, channelId, userId };
}
