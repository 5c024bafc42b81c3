/**
 * Times of RTP packets in milliseconds since the first one. Each track counts on its own; how they belong together is
 * guessed from their arrival until sender reports tell it. A busy browser leaves sound out and counts on as if nothing were
 * missing; its next report comes seconds later, and until then pictures would wait for sound: so its arrival is watched too.
 */
import { Lateness } from './lateness.ts';
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
  lateness: Lateness;
}

export class MediaClock {
  #startMs: number | undefined;
  #arrivedMs = 0;
  #isAligned = false;
  /** How much later than pictures sound arrives when nothing is missing; undefined until that is known. */
  #usualMs: number | undefined;
  readonly #tracks = new Map<'video' | 'audio', TrackClock>();
  readonly #last = new Map<'video' | 'audio', number>();

  /** Never runs backwards within a track. */
  at(kind: 'video' | 'audio', timestamp: number, arrivedMs: number): number {
    this.#startMs ??= arrivedMs;
    this.#arrivedMs = arrivedMs;
    const known = this.#tracks.get(kind);
    const clock = known ?? this.#begin(kind, timestamp, arrivedMs);
    clock.units += distance(timestamp, clock.lastTimestamp, 32);
    clock.lastTimestamp = timestamp;
    const at = Math.max((clock.units * 1_000) / clock.rate + clock.offsetMs, this.#last.get(kind) ?? 0);
    this.#last.set(kind, at);
    if (clock.lateness.observe(arrivedMs, arrivedMs - this.#startMs - at) && kind === 'audio') this.#catchUp();
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
    if (this.#isAligned && Math.abs(offsetMs - audio.offsetMs) <= TOLERANCE_MS) return;
    audio.offsetMs = offsetMs;
    audio.lateness = new Lateness(this.#arrivedMs);
    this.#isAligned = true;
    this.#usualMs = undefined;
  }

  #catchUp(): void {
    const [video, audio] = [this.#tracks.get('video'), this.#tracks.get('audio')];
    if (!this.#isAligned || video?.lateness.leastMs === undefined || audio?.lateness.leastMs === undefined) return;
    const laterMs = audio.lateness.leastMs - video.lateness.leastMs;
    this.#usualMs ??= laterMs;
    const missingMs = laterMs - this.#usualMs;
    if (missingMs <= TOLERANCE_MS) return;
    audio.offsetMs += missingMs;
    // Its last report is of before: the next one of the pictures must not bring that back.
    audio.wallMs = (audio.wallMs ?? 0) + missingMs;
    audio.lateness = new Lateness(this.#arrivedMs);
  }

  #begin(kind: 'video' | 'audio', lastTimestamp: number, arrivedMs: number): TrackClock {
    const offsetMs = arrivedMs - (this.#startMs ?? arrivedMs);
    const lateness = new Lateness(arrivedMs);
    const clock: TrackClock = { rate: CLOCK_RATE[kind], lastTimestamp, units: 0, offsetMs, lateness };
    this.#tracks.set(kind, clock);
    return clock;
  }
}
