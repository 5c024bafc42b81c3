/** The last pieces of a feed, in memory, as an HLS media playlist and its segments (RFC 8216). */
import { randomBytes } from 'node:crypto';
import type { Tracks } from '../feed/frame.ts';
import { fragment } from '../mp4/fragment.ts';
import { initSegment } from '../mp4/init-segment.ts';
import type { Piece, PieceSink } from '../mp4/packager.ts';
import { type ListedSegment, mediaPlaylist } from './playlist.ts';

/** Segments in the playlist; a few more stay, because players ask for what they have read a moment ago. */
const LISTED = 6;
const KEPT = 10;
/** A stream with a very high bit rate keeps fewer. */
const MOST_BYTES = 64 * 1024 * 1024;

interface HeldSegment extends ListedSegment {
  readonly bytes: Buffer;
}

export class HlsWindow implements PieceSink {
  /** Part of the segments' addresses: nobody knows it who has not been given the playlist. */
  readonly token: string;
  readonly #startedAtMs: number;
  #segments: HeldSegment[] = [];
  readonly #inits = new Map<number, Buffer>();
  #sequence = 0;
  #bytes = 0;
  #hasEnded = false;
  /** They wait for the first segment. */
  #waiting: (() => void)[] = [];

  constructor(startedAtMs: number, random: (bytes: number) => Buffer = randomBytes) {
    this.#startedAtMs = startedAtMs;
    this.token = random(16).toString('hex');
  }

  /** Resolves when there is a first segment, or there will not be any. */
  ready(): Promise<void> {
    if (this.#segments.length > 0 || this.#hasEnded) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Undefined while there is nothing to play. */
  playlist(): string | undefined {
    const listed = this.#segments.slice(-LISTED);
    return listed.length === 0
      ? undefined
      : mediaPlaylist(listed, { base: `/hls/${this.token}`, isOver: this.#hasEnded });
  }

  segment(sequence: number): Buffer | undefined {
    return this.#segments.find((held) => held.sequence === sequence)?.bytes;
  }

  init(number: number): Buffer | undefined {
    return this.#inits.get(number);
  }

  get keptBytes(): number {
    return this.#bytes;
  }

  tracks(tracks: Tracks): void {
    const next = Math.max(0, ...this.#inits.keys()) + 1;
    this.#inits.set(next, initSegment(tracks));
    const oldest = this.#segments[0]?.init ?? next;
    for (const number of this.#inits.keys()) if (number < oldest) this.#inits.delete(number);
  }

  piece({ runs, startMs, durationMs }: Piece): void {
    this.#sequence += 1;
    const bytes = fragment(this.#sequence, runs);
    const init = Math.max(...this.#inits.keys());
    this.#segments.push({ sequence: this.#sequence, durationMs, startsAtMs: this.#startedAtMs + startMs, init, bytes });
    this.#bytes += bytes.length;
    while (this.#segments.length > KEPT || (this.#bytes > MOST_BYTES && this.#segments.length > 1)) {
      this.#bytes -= this.#segments.shift()?.bytes.length ?? 0;
    }
    this.#wake();
  }

  end(): void {
    this.#hasEnded = true;
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
