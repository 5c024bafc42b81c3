/** Cuts a feed into pieces of fragmented MP4, each beginning with a key picture: for HLS and for recordings. */
import type { EndReason, FeedSink } from '../feed/feed.ts';
import type { Frame, Tracks } from '../feed/frame.ts';
import { joinUnits, NAL, nalType, parseAvcRecord, splitUnits } from '../h264/avc.ts';
import type { Sample, TrackRun } from './fragment.ts';
import { timescaleOf } from './init-segment.ts';
import { SampleClock } from './sample-clock.ts';

/** Pieces are at least so long; the next key picture ends them. */
const PIECE_MS = 900;
/** A run without a key picture (OBS: 8 s by default) is cut here all the same when it grows beyond this. */
const MOST_BYTES = 32 * 1024 * 1024;

export interface Piece {
  readonly runs: readonly TrackRun[];
  /** Milliseconds since the first frame of the feed. */
  readonly startMs: number;
  readonly durationMs: number;
}

export interface PieceSink {
  /** Before the first piece, and whenever the tracks have changed. */
  tracks(tracks: Tracks): void;
  piece(piece: Piece): void;
  end(reason: EndReason): void;
}

export class Packager implements FeedSink {
  readonly #sinks: readonly PieceSink[];
  #tracks: Tracks = {};
  #video: Frame[] = [];
  #audio: Frame[] = [];
  #bytes = 0;
  #clocks = new Map<'video' | 'audio', SampleClock>();
  #parameterSets: readonly Buffer[] = [];

  constructor(sinks: readonly PieceSink[]) {
    this.#sinks = sinks;
  }

  tracks(tracks: Tracks): void {
    this.#flush(undefined);
    this.#tracks = tracks;
    const sets = tracks.video && parseAvcRecord(tracks.video.record);
    this.#parameterSets = sets ? [...sets.sps, ...sets.pps] : [];
    for (const config of [tracks.video, tracks.audio]) {
      if (config) this.#clocks.set(config.kind, new SampleClock(timescaleOf(config)));
    }
    for (const sink of this.#sinks) sink.tracks(tracks);
  }

  frame(frame: Frame): void {
    const leads = this.#tracks.video ? frame.kind === 'video' : true;
    const [first] = this.#tracks.video ? this.#video : this.#audio;
    if (leads && frame.isKey && first && frame.dtsMs - first.dtsMs >= PIECE_MS) this.#flush(frame.dtsMs);
    if (frame.kind === 'audio') this.#audio.push(frame);
    else if (this.#video.length > 0 || frame.isKey) this.#video.push(frame);
    else return;
    this.#bytes += frame.data.length;
    if (this.#bytes > MOST_BYTES) this.#flush(frame.dtsMs);
  }

  end(reason: EndReason): void {
    this.#flush(undefined);
    for (const sink of this.#sinks) sink.end(reason);
  }

  /** `endMs`: when the next piece begins; undefined when nothing follows. */
  #flush(endMs: number | undefined): void {
    const [video, audio] = [this.#video, this.#audio];
    const first = this.#tracks.video ? video[0] : audio[0];
    this.#video = [];
    this.#audio = [];
    this.#bytes = 0;
    // Sound before the first picture belongs to nothing that can be shown.
    if (!first) return;
    const heard = audio.filter(({ dtsMs }) => dtsMs >= first.dtsMs - 500);
    const runs = [this.#run('video', video, endMs), this.#run('audio', heard, undefined)].filter(
      (run) => run !== undefined,
    );
    const last = (this.#tracks.video ? video : heard).at(-1) ?? first;
    const durationMs = (endMs ?? last.dtsMs + SampleClock.lastMs(this.#tracks.video ? video : heard)) - first.dtsMs;
    for (const sink of this.#sinks) sink.piece({ runs, startMs: first.dtsMs, durationMs });
  }

  #run(kind: 'video' | 'audio', frames: readonly Frame[], endMs: number | undefined): TrackRun | undefined {
    const clock = this.#clocks.get(kind);
    const config = this.#tracks[kind];
    if (frames.length === 0 || !clock || !config) return undefined;
    const codec = config.kind === 'audio' ? config.codec : undefined;
    const times = clock.times(frames, endMs, codec);
    const samples = frames.map((frame, index): Sample => {
      const { duration = 0, offset = 0 } = times.samples[index] ?? {};
      const data = kind === 'video' ? this.#decodable(frame) : frame.data;
      return { duration, compositionOffset: offset, isKey: frame.isKey, data };
    });
    return { kind, baseTime: times.base, samples };
  }

  /**
   * A key picture with its parameter sets: they may have changed since the file began. Access unit delimiters and filler
   * are left out: MP4 has no use for them.
   */
  #decodable(frame: Frame): Buffer {
    const units = splitUnits(frame.data);
    if (!units) return frame.data;
    const without: readonly number[] = frame.isKey
      ? [NAL.delimiter, NAL.fillerData, NAL.sps, NAL.pps]
      : [NAL.delimiter, NAL.fillerData];
    const kept = units.filter((unit) => !without.includes(nalType(unit)));
    return joinUnits(frame.isKey ? [...this.#parameterSets, ...kept] : kept);
  }
}
