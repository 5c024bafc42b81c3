/** The HTTP side of the media server: playback, recordings, and the stand-in for `artc://`. */
import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ListenOptions, listen } from '../../listen.ts';
import { allowAnyOrigin, type Exchange, exchangeOf, preflight, sendText } from './exchange.ts';

/** Answers a request that is for it, and tells whether it was. */
export type Route = (exchange: Exchange) => boolean | Promise<boolean>;

export interface MediaHttpOptions extends ListenOptions {
  /** Asked in this order. */
  readonly routes: readonly Route[];
  /** Takes a WebSocket handshake; false when it is for nobody. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  readonly log: (line: string) => void;
}

export interface MediaHttp {
  readonly port: number;
  close(): Promise<void>;
}

const HELP = [
  'The media server of the local cloud.',
  'GET /{app}/{stream}.flv?auth_key=…, GET /{app}/{stream}.m3u8?auth_key=…, POST /whip/{app}/{stream}?auth_key=…,',
  'POST /whep/{app}/{stream}?auth_key=…, POST /rtc/push|play/{channel}?sdkAppId=…: see docs/local-media.md.',
].join('\n');

export async function openMediaHttp(options: MediaHttpOptions): Promise<MediaHttp> {
  const { routes, upgrade, log } = options;
  const server = createServer((request, response) => {
    allowAnyOrigin(response);
    const exchange = exchangeOf(request, response);
    if (!exchange) sendText(response, 400, 'the path is not well encoded');
    else if (exchange.method === 'OPTIONS') preflight(response);
    else serve(exchange);
  });
  const serve = (exchange: Exchange): void => {
    const { response } = exchange;
    answer(exchange, routes).catch((error: Error) => {
      log(`media: ${exchange.method} ${exchange.path} failed: ${error.message}`);
      if (response.headersSent) response.destroy();
      else sendText(response, 500, 'the media server failed; its log tells why');
    });
  };
  server.on('upgrade', (request, socket, head) => {
    if (upgrade(request, socket, head)) return;
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n', () => socket.destroy());
  });
  const port = await listen(server, options);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(exchange: Exchange, routes: readonly Route[]): Promise<void> {
  for (const route of routes) if (await route(exchange)) return;
  if (exchange.path === '/') sendText(exchange.response, 200, HELP);
  else sendText(exchange.response, 404, `nothing is at ${exchange.path}\n${HELP}`);
}
