/** GET /vod/{id}.mp4 and .m3u8: recordings, by parts, so that players can seek. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { byteRange } from './byte-range.ts';
import { type Exchange, sendText } from './exchange.ts';
import type { Route } from './server.ts';

const TYPES: Readonly<Record<string, string>> = { mp4: 'video/mp4', m3u8: 'application/vnd.apple.mpegurl' };

export function recordingRoute(directory: string): Route {
  return async (exchange) => {
    const [, file, extension = ''] = /^\/vod\/([0-9a-f]{32}\.(mp4|m3u8))$/.exec(exchange.path) ?? [];
    if (file === undefined || !['GET', 'HEAD'].includes(exchange.method)) return false;
    const path = join(directory, file);
    const found = await stat(path).catch(() => undefined);
    if (!found) return false;
    await sendFile(exchange, path, found.size, TYPES[extension] ?? '');
    return true;
  };
}

async function sendFile(
  { request, response, method }: Exchange,
  path: string,
  size: number,
  type: string,
): Promise<void> {
  const range = byteRange(request.headers.range, size);
  if (range === 'unsatisfiable') {
    sendText(response, 416, 'this range lies behind the end', { 'content-range': `bytes */${size}` });
    return;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  response.writeHead(range ? 206 : 200, {
    ...{ 'content-type': type, 'accept-ranges': 'bytes', 'cache-control': 'max-age=3600' },
    'content-length': end - start + 1,
    ...(range ? { 'content-range': `bytes ${start}-${end}/${size}` } : {}),
  });
  if (method === 'HEAD' || size === 0) {
    response.end();
    return;
  }
  // A viewer who seeks goes away in the middle: that is no failure.
  await pipeline(createReadStream(path, { start, end }), response).catch(() => response.destroy());
}
