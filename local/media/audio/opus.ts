/** Opus as WebRTC sends it and FLV and MP4 carry it (RFC 6716, RFC 7587, RFC 7845). */
import type { AudioConfig } from '../feed/frame.ts';

/** Timestamps of Opus always count at this rate. */
export const OPUS_RATE = 48_000;
/** RTP negotiates `opus/48000/2` whatever is sent. */
const CHANNELS = 2;

export function opusConfig(): AudioConfig {
  const record = Buffer.alloc(19);
  record.write('OpusHead', 0, 'latin1');
  record.writeUInt8(1, 8); // version
  record.writeUInt8(CHANNELS, 9);
  record.writeUInt16LE(0, 10); // pre-skip: a live stream is joined in the middle
  record.writeUInt32LE(OPUS_RATE, 12);
  record.writeInt16LE(0, 16); // output gain
  record.writeUInt8(0, 18); // channel mapping family
  return { kind: 'audio', codec: 'opus', record, sampleRate: OPUS_RATE, channels: CHANNELS };
}

/** The `dOps` box's content is the header with its numbers the other way round, and without the magic (Opus in ISOBMFF §4.3.2). */
export function opusSpecificBox(record: Buffer): Buffer {
  const box = Buffer.from(record.subarray(8));
  box.writeUInt8(0, 0);
  box.writeUInt16BE(record.readUInt16LE(10), 2);
  box.writeUInt32BE(record.readUInt32LE(12), 4);
  box.writeInt16BE(record.readInt16LE(16), 8);
  return box;
}
