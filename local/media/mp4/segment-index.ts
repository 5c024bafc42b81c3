/** The index that lets players seek: where each part of the file begins and how long it plays (ISO 14496-12 §8.16.3). */
import { box, fullBox, u16, u32, u64, zeros } from './box.ts';
import { TRACK_ID } from './init-segment.ts';

export interface IndexedPart {
  readonly bytes: number;
  readonly durationMs: number;
}

/** Of the box without its references. */
const HEAD_BYTES = 40;
const REFERENCE_BYTES = 12;
/** Parts begin with a key picture. */
const STARTS_WITH_KEY = 0x90000000;

/** Room that is left in a file for its index, in bytes: an hour and a half in parts of a second. */
export const INDEX_ROOM_BYTES = 64 * 1024;

/** As `free` space, which players skip, while the file is being written. */
export function emptyRoom(): Buffer {
  return box('free', zeros(INDEX_ROOM_BYTES - 8));
}

/** The track that parts begin by. ffmpeg takes the index for one in that track's clock, whatever the index says. */
export interface Reference {
  readonly kind: 'video' | 'audio';
  readonly timescale: number;
}

/** The index in the room left for it; what remains stays `free`. Parts are put together in pairs, fours, … until they fit. */
export function indexRoom(parts: readonly IndexedPart[], { kind, timescale }: Reference): Buffer {
  const most = Math.floor((INDEX_ROOM_BYTES - HEAD_BYTES - 8) / REFERENCE_BYTES);
  const step = 2 ** Math.max(0, Math.ceil(Math.log2(parts.length / most)));
  const merged: IndexedPart[] = [];
  for (let index = 0; index < parts.length; index += step) {
    const group = parts.slice(index, index + step);
    const sum = (of: (part: IndexedPart) => number): number => group.reduce((total, part) => total + of(part), 0);
    merged.push({ bytes: sum(({ bytes }) => bytes), durationMs: sum(({ durationMs }) => durationMs) });
  }
  const restBytes = INDEX_ROOM_BYTES - HEAD_BYTES - merged.length * REFERENCE_BYTES;
  const references = merged.flatMap(({ bytes, durationMs }) => [
    ...[bytes, Math.round((durationMs * timescale) / 1_000), STARTS_WITH_KEY],
  ]);
  return Buffer.concat([
    fullBox(
      ...(['sidx', 1, 0] as const),
      ...[u32(TRACK_ID[kind], timescale), u64(0), u64(restBytes), u16(0, merged.length), u32(...references)],
    ),
    box('free', zeros(restBytes - 8)),
  ]);
}
