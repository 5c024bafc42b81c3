/** A viewer by RTMP: the tags of the feed as messages. */

import { SlowViewerPolicy } from '../flv/slow-viewer.ts';
import type { Tag } from '../flv/tag.ts';
import { tagBody } from '../flv/tag.ts';
import type { TagStream } from '../flv/tag-stream.ts';
import type { Message } from './message.ts';

export interface PlayerOutput {
  send(message: Message): void;
  /** Bytes that the connection has not taken yet. */
  waitingBytes(): number;
  ended(): void;
  tooSlow(): void;
}

/** Answers how to stop. */
export function playRtmp(stream: TagStream, streamId: number, output: PlayerOutput): () => void {
  const policy = new SlowViewerPolicy();
  const send = (tag: Tag): void =>
    output.send({ type: tag.type, streamId, timestampMs: Math.round(tag.timestampMs) >>> 0, body: tagBody(tag) });
  return stream.join({
    start: (tags) => {
      for (const tag of tags) send(tag);
    },
    tag: (tag) => {
      const verdict = policy.judge(tag, output.waitingBytes());
      if (verdict === 'send') send(tag);
      if (verdict === 'drop') output.tooSlow();
    },
    end: () => output.ended(),
  });
}
