/** GET /{app}/{stream}.m3u8, and the segments that it names. */
import type { Streams } from '../../live/streams/streams.ts';
import type { HlsWindow } from '../hls/window.ts';
import type { HlsWindows } from '../hls/windows.ts';
import { type Exchange, sendBytes, sendText } from './exchange.ts';
import { admitted, type PlaybackOptions, sendNotLive } from './playback.ts';
import { playbackPath } from './playback-path.ts';
import type { Route } from './server.ts';

const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl';

export interface HlsOptions extends PlaybackOptions {
  readonly windows: HlsWindows;
  readonly streams: Pick<Streams, 'ingestOf'>;
}

/**
 * The signature is checked whenever the playlist is read; UNCERTAIN whether the service does (`auth_m3u8`, live.md §6.1).
 * Segments are reached through the playlist only, by a name that cannot be guessed.
 */
export function hlsRoute(options: HlsOptions): Route {
  return async (exchange) => {
    if (!['GET', 'HEAD'].includes(exchange.method)) return false;
    const name = playbackPath(exchange.path, 'm3u8');
    if (!name) return sendPart(exchange, options.windows);
    const found = admitted(exchange, name, options);
    if (!found) return true;
    const window = found.publication
      ? options.windows.of(found.publication)
      : options.windows.ended(options.streams.ingestOf(found.domain), name.app, name.stream);
    // Who asks just after the beginning waits for the first segment instead of being told that there is none.
    await window?.ready();
    const playlist = window?.playlist();
    if (playlist === undefined) sendNotLive(exchange, name);
    else sendBytes(exchange.response, PLAYLIST_TYPE, playlist, 'no-store');
    return true;
  };
}

function sendPart({ path, response }: Exchange, windows: HlsWindows): boolean {
  const [, token = '', init, sequence] =
    /^\/hls\/([0-9a-f]{32})\/(?:init-(\d{1,9})\.mp4|(\d{1,9})\.m4s)$/.exec(path) ?? [];
  if (token === '') return false;
  const window: HlsWindow | undefined = windows.byToken(token);
  const bytes = sequence === undefined ? window?.init(Number(init)) : window?.segment(Number(sequence));
  if (bytes) sendBytes(response, 'video/mp4', bytes, 'max-age=60');
  else sendText(response, 404, 'this segment is no longer there');
  return true;
}
