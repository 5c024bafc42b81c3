import { createConnection } from 'node:net';
import { describe, expect, it } from 'vitest';
import { MOST_WAITING_BYTES } from '../../../../local/media/flv/slow-viewer.ts';
import { CLIP_HEAD } from '../support/clip.ts';
import { mediaStage } from '../support/media-stage.ts';

describe('a viewer who reads nothing', () => {
  it('is dropped, does not grow memory, and holds up nobody else', async () => {
    const held = await mediaStage();
    const publisher = await held.publisher();
    publisher.tags(CLIP_HEAD);
    const url = new URL(held.playUrl('s1.flv'));
    const lazy = createConnection({ host: '127.0.0.1', port: Number(url.port) });
    lazy.on('error', () => undefined);
    const closed = new Promise((resolve) => lazy.on('close', resolve));
    lazy.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\nhost: x\r\n\r\n`);
    lazy.pause();
    const other = await held.watch();
    // 60 MB in twelve seconds of stream time; pictures begin once both are there.
    const picture = (index: number) => ({
      ...{
        type: 9,
        timeMs: index * 40,
        body: Buffer.concat([Buffer.from([index % 25 === 0 ? 0x17 : 0x27, 1, 0, 0, 0]), unit(200_000)]),
      },
    });
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    for (let index = 0; index < 300; index += 1) {
      publisher.tag(picture(index));
      await other.until(({ frames }) => frames.length > index);
      other.flv.tags.splice(
        0,
        other.flv.tags.length,
        ...other.flv.frames.map((tag) => ({ ...tag, body: tag.body.subarray(0, 2) })),
      );
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    lazy.resume();
    await closed;
    expect(held.logged).toContain('media: dropped a viewer who was too slow (FLV)');
    // What waits for it, a run of pictures for who joins, a piece for HLS with those before it, and what is being written.
    expect(most).toBeLessThan(MOST_WAITING_BYTES + 220 * 1024 * 1024);
  });
});

/** A NAL unit that is no key, with its length before it. */
function unit(bytes: number): Buffer {
  const content = Buffer.alloc(bytes + 4, 1);
  content.writeUInt32BE(bytes);
  return content;
}
