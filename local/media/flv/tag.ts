/** Frames as FLV tags, and back from the bodies that RTMP messages share with them (Adobe FLV 10.1, Enhanced RTMP v2). */
import { aacConfig } from '../audio/aac.ts';
import type { AudioConfig, Frame, TrackConfig, VideoConfig } from '../feed/frame.ts';

export const TAG = { audio: 8, video: 9, script: 18 } as const;
const HEADER_BYTES = 11;
const TRAILER_BYTES = 4;
/** Codec ids and packet types. */
const AVC = 7;
const AAC = 10;
const EXTENDED_AUDIO = 9;
const SEQUENCE_HEADER = 0;
const CODED = 1;
/** 44 kHz, 16 bit, stereo: what AAC always says here; its own configuration tells the truth. */
const AAC_FLAGS = (AAC << 4) | 0x0f;
const OPUS = Buffer.from('Opus', 'latin1');

export interface Tag {
  readonly type: number;
  /** Milliseconds. */
  readonly timestampMs: number;
  /** A picture from which decoding can begin. */
  readonly isKeyPicture: boolean;
  readonly isVideo: boolean;
  /** Header, body and the size that follows each tag. */
  readonly bytes: Buffer;
}

export function tagBody({ bytes }: Tag): Buffer {
  return bytes.subarray(HEADER_BYTES, bytes.length - TRAILER_BYTES);
}

export function tagOf(type: number, timestampMs: number, parts: readonly Buffer[], isKeyPicture = false): Tag {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + size + TRAILER_BYTES);
  const time = Math.round(timestampMs) >>> 0;
  bytes.writeUInt8(type, 0);
  bytes.writeUIntBE(size, 1, 3);
  bytes.writeUIntBE(time & 0xffffff, 4, 3);
  bytes.writeUInt8(time >>> 24, 7);
  bytes.writeUIntBE(0, 8, 3);
  let position = HEADER_BYTES;
  for (const part of parts) position += part.copy(bytes, position);
  bytes.writeUInt32BE(HEADER_BYTES + size, position);
  return { type, timestampMs, isKeyPicture, isVideo: type === TAG.video, bytes };
}

export function frameTag(frame: Frame, audio: AudioConfig | undefined): Tag {
  if (frame.kind === 'audio') {
    const head = audio?.codec === 'opus' ? opusHead(CODED) : Buffer.from([AAC_FLAGS, CODED]);
    return tagOf(TAG.audio, frame.dtsMs, [head, frame.data]);
  }
  const head = Buffer.from([(frame.isKey ? 0x10 : 0x20) | AVC, CODED, 0, 0, 0]);
  const offset = Math.round(frame.ptsMs) - Math.round(frame.dtsMs);
  head.writeIntBE(Math.max(-0x800000, Math.min(0x7fffff, offset)), 2, 3);
  return tagOf(TAG.video, frame.dtsMs, [head, frame.data], frame.isKey);
}

export function configTag(config: TrackConfig, timestampMs: number): Tag {
  if (config.kind === 'video') {
    return tagOf(TAG.video, timestampMs, [Buffer.from([0x10 | AVC, SEQUENCE_HEADER, 0, 0, 0]), config.record]);
  }
  const head = config.codec === 'opus' ? opusHead(SEQUENCE_HEADER) : Buffer.from([AAC_FLAGS, SEQUENCE_HEADER]);
  return tagOf(TAG.audio, timestampMs, [head, config.record]);
}

function opusHead(packetType: number): Buffer {
  return Buffer.concat([Buffer.from([(EXTENDED_AUDIO << 4) | packetType]), OPUS]);
}

/** What the body of a video message holds. */
export type VideoBody =
  | { readonly kind: 'config'; readonly record: Buffer }
  | { readonly kind: 'frame'; readonly isKey: boolean; readonly offsetMs: number; readonly data: Buffer }
  | { readonly kind: 'nothing' };

export class UnsupportedCodecError extends Error {
  override readonly name = 'UnsupportedCodecError';
}

/** Throws UnsupportedCodecError for anything but H.264. The end of a sequence (packet type 2) is nothing. */
export function parseVideoBody(body: Buffer): VideoBody {
  const [first = 0, packetType] = body;
  const frameType = first >> 4;
  // Frame type 5 is a command of a player, not a picture.
  if (body.length < 5 || frameType === 5) return { kind: 'nothing' };
  if (first & 0x80) {
    throw new UnsupportedCodecError(`pictures must be H.264, not ${body.toString('latin1', 1, 5)}: set the encoder so`);
  }
  if ((first & 0x0f) !== AVC) throw new UnsupportedCodecError('pictures must be H.264: set the encoder so');
  if (packetType === SEQUENCE_HEADER) return { kind: 'config', record: body.subarray(5) };
  if (packetType !== CODED || body.length === 5) return { kind: 'nothing' };
  return { kind: 'frame', isKey: frameType === 1, offsetMs: body.readIntBE(2, 3), data: body.subarray(5) };
}

export type AudioBody =
  | { readonly kind: 'config'; readonly config: AudioConfig | undefined }
  | { readonly kind: 'frame'; readonly data: Buffer }
  | { readonly kind: 'nothing' };

/** Throws UnsupportedCodecError for anything but AAC. */
export function parseAudioBody(body: Buffer): AudioBody {
  if (body.length < 2) return { kind: 'nothing' };
  const [first = 0, packetType] = body;
  if (first >> 4 !== AAC) throw new UnsupportedCodecError('sound must be AAC: set the encoder so');
  if (packetType === SEQUENCE_HEADER) return { kind: 'config', config: aacConfig(Buffer.from(body.subarray(2))) };
  return packetType === CODED && body.length > 2 ? { kind: 'frame', data: body.subarray(2) } : { kind: 'nothing' };
}

/** A description of the picture for players that want one before the first frame. */
export function metadata(
  video: VideoConfig | undefined,
  audio: AudioConfig | undefined,
): Record<string, number | boolean> {
  return {
    ...(video && { width: video.width, height: video.height, videocodecid: AVC }),
    ...(audio && {
      audiosamplerate: audio.sampleRate,
      stereo: audio.channels > 1,
      audiocodecid: audio.codec === 'aac' ? AAC : EXTENDED_AUDIO,
    }),
  };
}
