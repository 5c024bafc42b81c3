import { createConnection } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GREETING_MS } from '../../../../local/media/rtmp/server.ts';
import { INGEST } from '../../live/stage.ts';
import { clipTags } from '../support/clip.ts';
import { INGEST_KEY, mediaStage } from '../support/media-stage.ts';
import { RtmpClient } from '../support/rtmp-client.ts';

/** Sends bytes; resolves when the server has closed the connection. */
function send(port: number, pieces: readonly Uint8Array[]): Promise<void> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    for (const piece of pieces) socket.write(piece);
    socket.end();
    socket.resume();
  });
}

describe('malformed input closes that connection only', () => {
  it('whatever bytes come, at the handshake or behind it', async () => {
    const held = await mediaStage();
    const publisher = await held.publisher();
    publisher.tags(clipTags(1));
    const viewer = await held.watch();
    const hello = Buffer.alloc(1_537 + 1_536, 3);
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 400 }), { maxLength: 4 }),
        async (greets, pieces) => {
          await send(held.rtmpPort, greets ? [hello, ...pieces] : pieces);
        },
      ),
      { numRuns: 60 },
    );
    const before = viewer.flv.tags.length;
    publisher.tags(clipTags(1));
    await viewer.until(({ tags }) => tags.length > before);
    expect(held.live.streams.onlineOn(INGEST)).toHaveLength(1);
  });

  it('whatever a publisher sends as pictures, sound and metadata', async () => {
    const held = await mediaStage();
    const steady = await held.publisher('steady');
    steady.tags(clipTags(1));
    const viewer = await held.watch('steady');
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      // Almost right: a configuration or a picture with anything in it.
      fc
        .tuple(
          fc.constantFrom([0x17, 0, 0, 0, 0, 1], [0x17, 1, 0, 0, 0], [0xaf, 0], [0xaf, 1]),
          fc.uint8Array({ maxLength: 60 }),
        )
        .map(([head, rest]) => Uint8Array.from([...head, ...rest])),
    );
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom(8, 9, 18), body), { maxLength: 12 }), async (tags) => {
        round += 1;
        const client = await held.publisher(`fuzz${round}`);
        for (const [index, [type, bytes]] of tags.entries())
          client.tag({ type, timeMs: index * 700, body: Buffer.from(bytes) });
        client.socket.end();
        await client.closed();
      }),
      { numRuns: 60 },
    );
    const before = viewer.flv.tags.length;
    steady.tags(clipTags(1));
    await viewer.until(({ tags }) => tags.length > before);
    expect(held.live.streams.onlineOn(INGEST).map(({ stream }) => stream)).toEqual(['steady']);
  });
});

describe('a connection', () => {
  it('that does not speak RTMP is closed at once', async () => {
    const held = await mediaStage();
    await send(held.rtmpPort, [Buffer.from(`GET / HTTP/1.1\r\n${'x'.repeat(2_000)}`)]);
    expect(held.logged.join()).toContain('the handshake is not that of RTMP');
  });

  it('that neither publishes nor plays is closed after a while', async () => {
    const held = await mediaStage();
    const client = new RtmpClient(held.rtmpPort);
    await client.connect('live');
    for (let passed = 0; passed < GREETING_MS; passed += 1_000) {
      held.clock.advance(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await client.closed();
    expect(client.isClosed).toBe(true);
  });

  it.each([
    [
      'pictures that are not H.264',
      { type: 9, timeMs: 0, body: Buffer.from([0x12, 0, 0, 0, 0, 0]) },
      'pictures must be H.264',
    ],
    ['pictures in HEVC', { type: 9, timeMs: 0, body: Buffer.from('\x90hvc1', 'latin1') }, 'not hvc1'],
    ['sound that is not AAC', { type: 8, timeMs: 0, body: Buffer.from([0x2f, 0, 0]) }, 'sound must be AAC'],
    [
      'a broken configuration',
      { type: 9, timeMs: 0, body: Buffer.from([0x17, 0, 0, 0, 0, 1, 2, 3]) },
      'configuration is malformed',
    ],
  ])('with %s is closed, and the log says why', async (_name, tag, why) => {
    const held = await mediaStage();
    const client = await held.publisher();
    client.tag(tag);
    await client.closed();
    expect(held.logged.join()).toContain(why);
  });

  it('publishes one stream, not two', async () => {
    const held = await mediaStage();
    const client = await held.publisher();
    client.command('publish', 9, null, held.sign('/live/s2', INGEST_KEY).replace('/live/', ''), 'live');
    await client.closed();
    expect(held.live.streams.onlineOn(INGEST)).toEqual([]);
  });
});
