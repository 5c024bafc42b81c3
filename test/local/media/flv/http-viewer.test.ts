import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { opusConfig } from '../../../../local/media/audio/opus.ts';
import { Feed } from '../../../../local/media/feed/feed.ts';
import { playFlv } from '../../../../local/media/flv/http-viewer.ts';
import { TagStream } from '../../../../local/media/flv/tag-stream.ts';
import { FlvReader } from '../support/flv-reader.ts';

/** A feed of sound alone, and a viewer of it over HTTP. */
async function viewed(): Promise<{ feed: Feed; response: IncomingMessage; flv: FlvReader }> {
  const feed = new Feed({ expects: { video: false, audio: true } });
  feed.configure(opusConfig());
  const stream = new TagStream(feed);
  const server = createServer((_request, response) => playFlv(stream, response, () => undefined));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const [response] = await once(get({ port: (server.address() as AddressInfo).port }), 'response');
  const flv = new FlvReader();
  response.on('data', (bytes: Buffer) => flv.push(bytes));
  return { feed, response, flv };
}

const sound = (feed: Feed, atMs: number): void =>
  feed.push({ kind: 'audio', dtsMs: atMs, ptsMs: atMs, isKey: true, data: Buffer.from([atMs]) });

/** Of coded sound, without its configuration. */
const timesOf = ({ tags }: FlvReader): number[] =>
  tags.filter(({ type, body }) => type === 8 && ((body[0] ?? 0) & 15) === 1).map(({ timeMs }) => timeMs);

describe('an HTTP-FLV viewer', () => {
  it('gets each sound when it comes, and not with the next one', async () => {
    const { feed, response, flv } = await viewed();
    for (const atMs of [0, 20, 40]) {
      sound(feed, atMs);
      while (timesOf(flv).at(-1) !== atMs) await once(response, 'data');
    }
    expect(timesOf(flv)).toEqual([0, 20, 40]);
  });

  it('loses nothing at the end', async () => {
    const { feed, response, flv } = await viewed();
    sound(feed, 0);
    sound(feed, 20);
    feed.end('stopped');
    await once(response, 'end');
    expect(timesOf(flv)).toEqual([0, 20]);
  });
});
