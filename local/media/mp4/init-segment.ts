/** The beginning of a fragmented MP4 file: what tracks there are and how they are coded (ISO 14496-12 §8, 14496-15, -3). */
import { opusSpecificBox } from '../audio/opus.ts';
import type { AudioConfig, TrackConfig, Tracks, VideoConfig } from '../feed/frame.ts';
import { box, fullBox, text, u8, u16, u32, zeros } from './box.ts';

export const TRACK_ID = { video: 1, audio: 2 } as const;
/** As RTP counts pictures; sound counts in its own samples, so that nothing is lost by rounding. */
const VIDEO_TIMESCALE = 90_000;
const MOVIE_TIMESCALE = 1_000;
const UNITY_MATRIX = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
const UNDEFINED_LANGUAGE = 0x55c4;
const ENABLED_IN_MOVIE = 3;

/** Units of the track's clock in a second. */
export function timescaleOf(config: TrackConfig): number {
  return config.kind === 'video' ? VIDEO_TIMESCALE : config.sampleRate;
}

export function initSegment({ video, audio }: Tracks): Buffer {
  const configs = [video, audio].filter((config) => config !== undefined);
  const ftyp = box('ftyp', text('iso6'), u32(1), text('iso6mp41cmfc'));
  const mvhd = fullBox(
    ...(['mvhd', 0, 0] as const),
    u32(0, 0, MOVIE_TIMESCALE, 0, 0x10000),
    ...[u16(0x100), zeros(10), UNITY_MATRIX, zeros(24), u32(3)],
  );
  const extends_ = configs.map(({ kind }) => fullBox('trex', 0, 0, u32(TRACK_ID[kind], 1, 0, 0, 0)));
  return Buffer.concat([ftyp, box('moov', mvhd, ...configs.map(track), box('mvex', ...extends_))]);
}

function track(config: TrackConfig): Buffer {
  const { kind } = config;
  const [width, height] = config.kind === 'video' ? [config.width, config.height] : [0, 0];
  const tkhd = fullBox(
    ...(['tkhd', 0, ENABLED_IN_MOVIE] as const),
    ...[u32(0, 0, TRACK_ID[kind], 0, 0), zeros(8), u16(0, 0, kind === 'audio' ? 0x100 : 0, 0), UNITY_MATRIX],
    u32(width * 0x10000, height * 0x10000),
  );
  const mdhd = fullBox('mdhd', 0, 0, u32(0, 0, timescaleOf(config), 0), u16(UNDEFINED_LANGUAGE, 0));
  const handler = kind === 'video' ? 'vide' : 'soun';
  const hdlr = fullBox('hdlr', 0, 0, u32(0), text(handler), zeros(12), text(`${kind}\0`));
  const header = kind === 'video' ? fullBox('vmhd', 0, 1, zeros(8)) : fullBox('smhd', 0, 0, zeros(4));
  const dinf = box('dinf', fullBox('dref', 0, 0, u32(1), fullBox('url ', 0, 1)));
  const entry = config.kind === 'video' ? videoEntry(config) : audioEntry(config);
  const empty = ['stts', 'stsc', 'stco'].map((type) => fullBox(type, 0, 0, u32(0)));
  const stsz = fullBox('stsz', 0, 0, u32(0, 0));
  const stbl = box('stbl', fullBox('stsd', 0, 0, u32(1), entry), ...empty, stsz);
  return box('trak', tkhd, box('mdia', mdhd, hdlr, box('minf', header, dinf, stbl)));
}

function videoEntry({ width, height, record }: VideoConfig): Buffer {
  return box(
    'avc1',
    ...[zeros(6), u16(1), zeros(16), u16(width, height), u32(0x480000, 0x480000, 0), u16(1), zeros(32)],
    ...[u16(0x18, 0xffff), box('avcC', record)],
  );
}

function audioEntry(config: AudioConfig): Buffer {
  const { codec, channels, sampleRate, record } = config;
  // Rates above 65535 do not fit; the codec's own configuration tells the truth.
  const rate = u32(Math.min(sampleRate, 0xffff) * 0x10000);
  const head = [zeros(6), u16(1), zeros(8), u16(channels, 16, 0, 0), rate];
  return codec === 'opus'
    ? box('Opus', ...head, box('dOps', opusSpecificBox(record)))
    : box('mp4a', ...head, fullBox('esds', 0, 0, elementaryStream(record)));
}

/** MPEG-4 descriptors (ISO 14496-1 §7.2.6): stream, decoder, its configuration, and how packets are synchronised. */
function elementaryStream(record: Buffer): Buffer {
  const MPEG4_AUDIO = 0x40;
  const AUDIO_STREAM = 0x15;
  const specific = descriptor(5, record);
  const decoder = descriptor(4, Buffer.concat([u8(MPEG4_AUDIO, AUDIO_STREAM, 0, 0, 0), u32(0, 0), specific]));
  return descriptor(3, Buffer.concat([u16(0), u8(0), decoder, descriptor(6, u8(2))]));
}

/** Configurations are short, so that lengths fit into one byte. */
function descriptor(tag: number, content: Buffer): Buffer {
  return Buffer.concat([u8(tag, content.length), content]);
}
