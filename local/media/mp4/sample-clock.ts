/** Times of samples in the whole numbers that MP4 wants, without drift and without gaps between packets of sound. */
import { AAC_FRAME_SAMPLES } from '../audio/aac.ts';
import type { Frame } from '../feed/frame.ts';

/** Sound counts on by its samples as long as the sender's clock says about the same. */
const TOLERANCE_MS = 30;
/** When nothing tells how long the last frame lasts. */
const LAST_FRAME_MS = 33;

export interface SampleTimes {
  /** Decoding time of the first sample. */
  readonly base: number;
  readonly samples: readonly { readonly duration: number; readonly offset: number }[];
}

export class SampleClock {
  readonly #timescale: number;
  /** Where the samples so far end; undefined before the first one. */
  #end: number | undefined;

  /** `timescale`: units in a second. */
  constructor(timescale: number) {
    this.#timescale = timescale;
  }

  /** How long the last of some frames lasts: as long as the one before it. In milliseconds. */
  static lastMs(frames: readonly Frame[]): number {
    const [before, last] = frames.slice(-2);
    return before && last && last.dtsMs > before.dtsMs ? last.dtsMs - before.dtsMs : LAST_FRAME_MS;
  }

  /** `endMs`: when the frame after these begins, as far as it is known. */
  times(frames: readonly Frame[], endMs: number | undefined, codec: 'aac' | 'opus' | undefined): SampleTimes {
    const starts = codec === 'aac' ? this.#counted(frames) : frames.map(({ dtsMs }) => this.#units(dtsMs));
    const base = Math.max(starts[0] ?? 0, this.#end ?? 0);
    const lastMs = (frames.at(-1)?.dtsMs ?? 0) + SampleClock.lastMs(frames);
    const end = codec === 'aac' ? (starts.at(-1) ?? base) + AAC_FRAME_SAMPLES : this.#units(endMs ?? lastMs);
    let at = base;
    const samples = frames.map(({ ptsMs, dtsMs }, index) => {
      const next = Math.max(starts[index + 1] ?? end, at);
      const sample = { duration: next - at, offset: this.#units(ptsMs - dtsMs) };
      at = next;
      return sample;
    });
    this.#end = at;
    return { base, samples };
  }

  #counted(frames: readonly Frame[]): number[] {
    const tolerance = (TOLERANCE_MS * this.#timescale) / 1_000;
    let at = this.#end;
    return frames.map(({ dtsMs }) => {
      const told = this.#units(dtsMs);
      const start = at === undefined || Math.abs(told - at) > tolerance ? Math.max(told, at ?? 0) : at;
      at = start + AAC_FRAME_SAMPLES;
      return start;
    });
  }

  #units(ms: number): number {
    return Math.round((ms * this.#timescale) / 1_000);
  }
}
