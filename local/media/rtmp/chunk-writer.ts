/** Cuts messages into chunks (RTMP 1.0 §5.3). */
import type { Message } from './message.ts';

/** Announced to the other side at the beginning; most messages fit into one chunk. */
export const CHUNK_SIZE = 60_000;
const EXTENDED = 0xffffff;

/** `chunkStreamId`: 2 to 63. `chunkSize`: what the receiver has been told. */
export function writeMessage(message: Message, chunkStreamId: number, chunkSize: number): Buffer[] {
  const { type, streamId, timestampMs, body } = message;
  const isExtended = timestampMs >= EXTENDED;
  const head = Buffer.alloc(12 + (isExtended ? 4 : 0));
  head.writeUInt8(chunkStreamId, 0);
  head.writeUIntBE(isExtended ? EXTENDED : timestampMs, 1, 3);
  head.writeUIntBE(body.length, 4, 3);
  head.writeUInt8(type, 7);
  head.writeUInt32LE(streamId, 8);
  if (isExtended) head.writeUInt32BE(timestampMs, 12);
  const parts = [head, body.subarray(0, chunkSize)];
  for (let position = chunkSize; position < body.length; position += chunkSize) {
    const next = Buffer.alloc(1 + (isExtended ? 4 : 0));
    next.writeUInt8(0xc0 | chunkStreamId, 0);
    if (isExtended) next.writeUInt32BE(timestampMs, 1);
    parts.push(next, body.subarray(position, position + chunkSize));
  }
  return parts;
}
