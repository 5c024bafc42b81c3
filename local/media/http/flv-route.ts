/** GET /{app}/{stream}.flv: HTTP-FLV. */
import { playFlv } from '../flv/http-viewer.ts';
import { admitted, type PlaybackOptions, sendNotLive } from './playback.ts';
import { playbackPath } from './playback-path.ts';
import type { Route } from './server.ts';

export function flvRoute(options: PlaybackOptions & { readonly log: (line: string) => void }): Route {
  return (exchange) => {
    const name = playbackPath(exchange.path, 'flv');
    if (!name || !['GET', 'HEAD'].includes(exchange.method)) return false;
    const found = admitted(exchange, name, options);
    if (!found) return true;
    if (!found.publication) sendNotLive(exchange, name);
    else if (exchange.method === 'HEAD') exchange.response.writeHead(200, { 'content-type': 'video/x-flv' }).end();
    else playFlv(found.publication.tags, exchange.response, options.log);
    return true;
  };
}
