/**
 * Times of RTP packets in milliseconds since the first one. Each track counts on its own; how they belong together is
 * guessed from their arrival until sender reports tell it.
 */
import { CLOCK_RATE, type ClockReport, distance } from './rtp-source.ts';

/** A correction is a jump that can be heard: smaller errors stay, once the first reports have been applied. */
const TOLERANCE_MS = 40;

interface TrackClock {
  readonly rate: number;
  lastTimestamp: number;
  /** Unwrapped, since the first packet. */
  units: number;
  /** What has to be added to the track's own milliseconds. */
  offsetMs: number;
  /** Wall clock of the sender minus the track's own milliseconds. */
  wallMs?: number;
}

export class MediaClock {
  #startMs: number | undefined;
  #isAligned = false;
  readonly #tracks = new Map<'video' | 'audio', TrackClock>();
  readonly #last = new Map<'video' | 'audio', number>();

  /** Never runs backwards within a track. */
  at(kind: 'video' | 'audio', timestamp: number, arrivedMs: number): number {
    this.#startMs ??= arrivedMs;
    const known = this.#tracks.get(kind);
    const clock = known ?? this.#begin(kind, timestamp, arrivedMs - this.#startMs);
    clock.units += distance(timestamp, clock.lastTimestamp, 32);
    clock.lastTimestamp = timestamp;
    const at = Math.max((clock.units * 1_000) / clock.rate + clock.offsetMs, this.#last.get(kind) ?? 0);
    this.#last.set(kind, at);
    return at;
  }

  report({ kind, wallMs, timestamp }: ClockReport): void {
    const clock = this.#tracks.get(kind);
    if (!clock) return;
    const units = clock.units + distance(timestamp, clock.lastTimestamp, 32);
    clock.wallMs = wallMs - (units * 1_000) / clock.rate;
    this.#align();
  }

  /** Sound follows pictures. */
  #align(): void {
    const [video, audio] = [this.#tracks.get('video'), this.#tracks.get('audio')];
    if (video?.wallMs === undefined || audio?.wallMs === undefined) return;
    const offsetMs = video.offsetMs + audio.wallMs - video.wallMs;
    if (!this.#isAligned || Math.abs(offsetMs - audio.offsetMs) > TOLERANCE_MS) audio.offsetMs = offsetMs;
    this.#isAligned = true;
  }

  #begin(kind: 'video' | 'audio', lastTimestamp: number, offsetMs: number): TrackClock {
    const clock: TrackClock = { rate: CLOCK_RATE[kind], lastTimestamp, units: 0, offsetMs };
    this.#tracks.set(kind, clock);
    return clock;
  }
}
