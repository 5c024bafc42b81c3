/** POST /whip/{app}/{stream}, POST /whep/{app}/{stream} (RFC 9725, WHEP draft) and DELETE /session/{id}. */
import { accessOf, type UrlChecks } from '../feed/access.ts';
import { MOST_OFFER_BYTES } from '../webrtc/peer.ts';
import { playSource } from '../webrtc/play-source.ts';
import { type Answered, publishStream, type WebRtcContext } from '../webrtc/publish-stream.ts';
import { OfferError } from '../webrtc/sdp.ts';
import { type Exchange, readText, sendText } from './exchange.ts';
import { admitted } from './playback.ts';
import type { Route } from './server.ts';

export interface WebRtcRouteOptions extends WebRtcContext {
  readonly live: UrlChecks;
  readonly host: string;
}

/** What is signed is the path of the stream, as in the `artc://` URL. */
function signedPart({ target }: Exchange): string {
  return target.replace(/^\/(?:whip|whep)/, '');
}

export function whipRoute(options: WebRtcRouteOptions): Route {
  return async (exchange) => {
    const [, app, stream] = /^\/whip\/([^/]{1,255})\/([^/]{1,255})$/.exec(exchange.path) ?? [];
    if (exchange.method !== 'POST' || app === undefined || stream === undefined) return false;
    const access = accessOf(options.live, 'liveEdge', exchange.host, signedPart(exchange));
    if ('problem' in access) {
      sendText(exchange.response, 403, `${access.problem}: ask the AppServer for a new URL`);
      return true;
    }
    const publishUrl = `artc://${access.domain}${signedPart(exchange)}`;
    const push = { domain: access.domain, app, stream, clientIp: options.host, publishUrl };
    await answerWith(exchange, (offer) => publishStream(push, offer, options));
    return true;
  };
}

export function whepRoute(options: WebRtcRouteOptions): Route {
  return async (exchange) => {
    const [, app, stream] = /^\/whep\/([^/]{1,255})\/([^/]{1,255})$/.exec(exchange.path) ?? [];
    if (exchange.method !== 'POST' || app === undefined || stream === undefined) return false;
    const found = admitted({ ...exchange, target: signedPart(exchange) }, { app, stream }, options);
    if (!found) return true;
    const { publication } = found;
    const source = publication && options.sources.get(publication.stream.pushId);
    if (!publication) sendText(exchange.response, 404, `${app}/${stream} is not live`);
    else if (!source) {
      sendText(
        exchange.response,
        406,
        `${app}/${stream} is pushed by RTMP, with sound that WebRTC lacks: play FLV or HLS`,
      );
    } else {
      const onEnd = (close: () => void): (() => void) =>
        publication.feed.attach({ tracks: () => undefined, frame: () => undefined, end: close });
      await answerWith(exchange, (offer) => playSource(source, offer, { ...options, onEnd }));
    }
    return true;
  };
}

/** Reads the offer, and sends the answer or what is wrong. */
export async function answerWith(
  { request, response }: Exchange,
  answer: (offer: string) => Promise<Answered | string>,
): Promise<void> {
  const offer = await readText(request, MOST_OFFER_BYTES);
  if (offer === undefined) {
    sendText(response, 413, `an offer has at most ${MOST_OFFER_BYTES} bytes`);
    return;
  }
  try {
    const answered = await answer(offer);
    if (typeof answered === 'string') {
      sendText(response, answered === 'FORBIDDEN' ? 403 : 409, answered);
      return;
    }
    const location = `/session/${answered.sessionId}`;
    response.writeHead(201, { 'content-type': 'application/sdp', location, 'cache-control': 'no-store' });
    response.end(answered.sdp);
  } catch (error) {
    if (!(error instanceof OfferError)) throw error;
    sendText(response, 400, error.message);
  }
}

export function sessionRoute({ sessions }: Pick<WebRtcContext, 'sessions'>): Route {
  return ({ path, method, response }) => {
    const [, id] = /^\/session\/([0-9a-f]{32})$/.exec(path) ?? [];
    if (id === undefined) return false;
    const session = sessions.find(id);
    if (method !== 'DELETE') sendText(response, 405, 'DELETE ends a session', { allow: 'DELETE, OPTIONS' });
    else if (!session) sendText(response, 404, 'this session is over');
    else {
      session.close();
      response.writeHead(200).end();
    }
    return true;
  };
}
