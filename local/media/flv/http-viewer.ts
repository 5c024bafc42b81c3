/** An HTTP-FLV viewer: an answer that never ends. */
import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import type { Tracks } from '../feed/frame.ts';
import { SlowViewerPolicy } from './slow-viewer.ts';
import type { Tag } from './tag.ts';
import type { TagStream, TagViewer } from './tag-stream.ts';

const HAS_AUDIO = 4;
const HAS_VIDEO = 1;

/** Signature, version, flags, length of this header, and the size of the tag before the first one, which is none. */
function flvHeader({ video, audio }: Tracks): Buffer {
  const flags = (audio ? HAS_AUDIO : 0) | (video ? HAS_VIDEO : 0);
  return Buffer.from([0x46, 0x4c, 0x56, 1, flags, 0, 0, 0, 9, 0, 0, 0, 0]);
}

/** Plays until the feed ends, the viewer leaves, or it is too slow. The answer's head is sent at once. */
export function playFlv(stream: TagStream, response: ServerResponse, log: (line: string) => void): void {
  // Chunked coding would cost two more writes a tag; the end of the connection is the end of the stream.
  response.useChunkedEncodingByDefault = false;
  response.writeHead(200, { 'content-type': 'video/x-flv', 'cache-control': 'no-store', connection: 'close' });
  response.flushHeaders();
  // Each write of an answer waits for the end of the turn and is counted anew; of fifty viewers that is a third of the cost.
  const out: Writable = response.socket ?? response;
  const policy = new SlowViewerPolicy();
  const viewer: TagViewer = {
    start: (tags, tracks) => {
      out.cork();
      out.write(flvHeader(tracks));
      for (const { bytes } of tags) out.write(bytes);
      out.uncork();
    },
    tag: (tag: Tag) => {
      const verdict = policy.judge(tag, out.writableLength);
      if (verdict === 'send') out.write(tag.bytes);
      if (verdict === 'drop') {
        log('media: dropped a viewer who was too slow (FLV)');
        leave();
        response.destroy();
      }
    },
    end: () => response.end(),
  };
  let leave: () => void = () => undefined;
  leave = stream.join(viewer);
  response.on('error', () => leave());
  response.on('close', () => leave());
}
