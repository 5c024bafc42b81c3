/** What passes through the media server: coded pictures and sound, never decoded. */

export interface VideoConfig {
  readonly kind: 'video';
  readonly codec: 'h264';
  /** AVCDecoderConfigurationRecord (ISO 14496-15 §5.3.3.1). */
  readonly record: Buffer;
  readonly width: number;
  readonly height: number;
}

export interface AudioConfig {
  readonly kind: 'audio';
  readonly codec: 'aac' | 'opus';
  /** AAC: AudioSpecificConfig (ISO 14496-3 §1.6.2.1). Opus: identification header (RFC 7845 §5.1). */
  readonly record: Buffer;
  /** Of the clock that timestamps count in. */
  readonly sampleRate: number;
  readonly channels: number;
}

export type TrackConfig = VideoConfig | AudioConfig;

export interface Frame {
  readonly kind: 'video' | 'audio';
  /** Decoding and presentation time in milliseconds since the first frame; may have fractions. */
  readonly dtsMs: number;
  readonly ptsMs: number;
  /** True for all sound. */
  readonly isKey: boolean;
  /** H.264: NAL units, each with its length before it in four bytes. Sound: one packet. */
  readonly data: Buffer;
}

/** The tracks of a feed as they are now. */
export interface Tracks {
  readonly video?: VideoConfig;
  readonly audio?: AudioConfig;
}
