import { describe, expect, it } from 'vitest';
import { emptyRoom, INDEX_ROOM_BYTES, type IndexedPart, indexRoom } from '../../../../local/media/mp4/segment-index.ts';

interface ReadIndex {
  readonly trackId: number;
  readonly timescale: number;
  readonly firstOffset: number;
  readonly references: { readonly bytes: number; readonly duration: number }[];
  readonly boxBytes: number;
}

function read(room: Buffer): ReadIndex {
  const count = room.readUInt16BE(38);
  return {
    boxBytes: room.readUInt32BE(0),
    trackId: room.readUInt32BE(12),
    timescale: room.readUInt32BE(16),
    firstOffset: Number(room.readBigUInt64BE(28)),
    references: Array.from({ length: count }, (_, index) => ({
      bytes: room.readUInt32BE(40 + index * 12),
      duration: room.readUInt32BE(44 + index * 12),
    })),
  };
}

const parts = (count: number): IndexedPart[] =>
  Array.from({ length: count }, (_, index) => ({ bytes: 1_000 + index, durationMs: 1_000 }));

describe('the index of a recording', () => {
  it.each([1, 2, 100, 5_000, 6_000, 21_600])('of %i parts fills its room, and adds up', (count) => {
    const room = indexRoom(parts(count), { kind: 'video', timescale: 90_000 });
    expect(room.length).toBe(INDEX_ROOM_BYTES);
    const index = read(room);
    expect(index).toMatchObject({ trackId: 1, timescale: 90_000 });
    const sum = (of: 'bytes' | 'duration'): number =>
      index.references.reduce((total, reference) => total + reference[of], 0);
    expect(sum('bytes')).toBe(parts(count).reduce((total, { bytes }) => total + bytes, 0));
    expect(sum('duration')).toBe(count * 90_000);
    // What follows the index is skipped, and the first part comes right behind it.
    expect(index.boxBytes + index.firstOffset).toBe(INDEX_ROOM_BYTES);
    expect(room.toString('latin1', index.boxBytes + 4, index.boxBytes + 8)).toBe('free');
    expect(room.readUInt32BE(index.boxBytes)).toBe(index.firstOffset);
  });

  it('is empty room while the file grows', () => {
    expect(emptyRoom().length).toBe(INDEX_ROOM_BYTES);
    expect(emptyRoom().toString('latin1', 4, 8)).toBe('free');
  });
});
