/** Turns a publisher's clock into milliseconds since its first frame, whatever that clock does. */

/** RTMP timestamps are 32 bits wide. */
const WRAP_MS = 2 ** 32;
/** Encoders interleave loosely; what is further back is a clock that was set back. */
const BACK_MS = 1_000;
/** A gap that is longer is a clock that jumped. */
const FORWARD_MS = 30_000;
/** How long the frame before a jump is taken to last. */
const STEP_MS = 20;

export class Timeline {
  #offsetMs: number | undefined;
  #lastMs = 0;
  readonly #lastOfTrack = new Map<string, number>();

  /** The same for all tracks of a feed. Never runs backwards within a track. */
  at(track: 'video' | 'audio', timestampMs: number): number {
    this.#offsetMs ??= -timestampMs;
    let at = timestampMs + this.#offsetMs;
    const wraps = Math.round((this.#lastMs - at) / WRAP_MS);
    at += wraps * WRAP_MS;
    if (at < this.#lastMs - BACK_MS || at > this.#lastMs + FORWARD_MS) {
      this.#offsetMs += this.#lastMs + STEP_MS - (timestampMs + this.#offsetMs);
      at = this.#lastMs + STEP_MS;
    }
    const monotonic = Math.max(at, this.#lastOfTrack.get(track) ?? 0);
    this.#lastOfTrack.set(track, monotonic);
    this.#lastMs = Math.max(this.#lastMs, monotonic);
    return monotonic;
  }
}
