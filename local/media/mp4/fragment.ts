/** A movie fragment: samples of all tracks with their times (ISO 14496-12 §8.8). */
import { box, fullBox, u32, u64 } from './box.ts';
import { TRACK_ID } from './init-segment.ts';

/** `moof` refers to its own beginning. */
const DEFAULT_BASE_IS_MOOF = 0x20000;
const OFFSET_PRESENT = 0x001;
const DURATION_PRESENT = 0x100;
const SIZE_PRESENT = 0x200;
const FLAGS_PRESENT = 0x400;
const COMPOSITION_PRESENT = 0x800;
const KEY_SAMPLE = 0x02000000;
const OTHER_SAMPLE = 0x01010000;

export interface Sample {
  /** In units of the track's clock. */
  readonly duration: number;
  /** Presentation minus decoding time. */
  readonly compositionOffset: number;
  readonly isKey: boolean;
  readonly data: Buffer;
}

export interface TrackRun {
  readonly kind: 'video' | 'audio';
  /** Decoding time of the first sample, in units of the track's clock. */
  readonly baseTime: number;
  readonly samples: readonly Sample[];
}

/** `sequence` counts fragments from 1. */
export function fragment(sequence: number, runs: readonly TrackRun[]): Buffer {
  // Sizes do not depend on offsets, so the first pass finds out how long the head is.
  const headBytes = head(sequence, runs, 0).length;
  const data = runs.flatMap(({ samples }) => samples.map((sample) => sample.data));
  return Buffer.concat([head(sequence, runs, headBytes + 8), box('mdat', Buffer.concat(data))]);
}

function head(sequence: number, runs: readonly TrackRun[], dataStart: number): Buffer {
  let offset = dataStart;
  const tracks = runs.map((run) => {
    const traf = trackFragment(run, offset);
    offset += run.samples.reduce((sum, { data }) => sum + data.length, 0);
    return traf;
  });
  return box('moof', fullBox('mfhd', 0, 0, u32(sequence)), ...tracks);
}

function trackFragment({ kind, baseTime, samples }: TrackRun, offset: number): Buffer {
  const tfhd = fullBox('tfhd', 0, DEFAULT_BASE_IS_MOOF, u32(TRACK_ID[kind]));
  const tfdt = fullBox('tfdt', 1, 0, u64(baseTime));
  const flags = OFFSET_PRESENT | DURATION_PRESENT | SIZE_PRESENT | FLAGS_PRESENT | COMPOSITION_PRESENT;
  // Of tiny samples there may be more than a call takes arguments.
  const entries = samples.map(({ duration, data, isKey, compositionOffset }) =>
    u32(duration, data.length, isKey ? KEY_SAMPLE : OTHER_SAMPLE, compositionOffset),
  );
  return box('traf', tfhd, tfdt, fullBox('trun', 1, flags, u32(samples.length, offset), Buffer.concat(entries)));
}
