/**
 * Watching as the pages need it: low latency first, then FLV, then HLS. Two adapters implement it: `local` (WHEP, mpegts.js,
 * hls.js) and `aliyun` (the vendor's SDKs for RTS and those on stage, the same FLV and HLS players otherwise).
 */

export interface PlayUrls {
  /** `artc://…`, low latency. */
  readonly rts?: string;
  readonly flv?: string;
  readonly hls?: string;
  /** A recording. */
  readonly file?: string;
}

export type PlayProtocol = 'rts' | 'flv' | 'hls' | 'file';

export type PlaybackState = 'connecting' | 'playing' | 'stalled' | 'reconnecting' | 'ended' | 'failed';

/** `blocked`: the browser wants a click before it plays sound. */
export type PlayingProblem = 'expired' | 'not-found' | 'unreachable' | 'unsupported' | 'blocked';

export interface Playback {
  readonly protocol: PlayProtocol;
  readonly state: PlaybackState;
  onState(listener: (state: PlaybackState, problem?: PlayingProblem) => void): () => void;
  stop(): void;
}

export interface Playing {
  /** Plays the first that works, in the order rts, flv, hls; falls back by itself. */
  play(video: HTMLVideoElement, urls: PlayUrls): Playback;
  /** Somebody on stage, by the `artc://live.aliyun.com/play/…` URL, as a stream for an element or the mix. */
  playMember(url: string): Promise<MemberPlayback>;
}

export interface MemberPlayback {
  readonly stream: MediaStream;
  onEnded(listener: () => void): () => void;
  stop(): void;
}

export interface PlayingOptions {
  readonly streamingOrigin: string;
}
