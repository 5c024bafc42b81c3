import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openClip } from '../../../cli/demo/clip.ts';

const clip = openClip();
const MINUTE = 60_000;
const moments = fc.integer({ min: 1_600_000_000_000, max: 2_000_000_000_000 });

describe('the clip of the demo', () => {
  it('begins with what decoders need: parameter sets of H.264, and the configuration of AAC', () => {
    expect(clip.heads.map(({ type, body }) => [type, body[0], body[1]])).toEqual([
      // A key frame of AVC whose content is no picture; AAC, content 0.
      [9, 0x17, 0],
      [8, 0xaf, 0],
    ]);
  });

  it('has ten pictures and 31 sounds in each second, in the order in which they are due', () => {
    const second = clip.due(1_700_000_000_000, 1_700_000_001_000);
    expect(second.filter(({ type }) => type === 9)).toHaveLength(10);
    expect(second.filter(({ type }) => type === 8).length).toBeGreaterThanOrEqual(31);
    const times = second.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('misses and repeats nothing, however it is asked', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 3_000 }), (from, a, b) => {
        const parts = [...clip.due(from, from + a), ...clip.due(from + a, from + a + b)];
        expect(parts).toEqual(clip.due(from, from + a + b));
      }),
      { numRuns: 50 },
    );
  });

  it('shows the same at the same second of every minute, and sounds the same every four seconds', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 50 }), (at, times) => {
        const bodies = (type: number, from: number): Buffer[] =>
          clip.due(from, from + 500).flatMap((frame) => (frame.type === type ? [frame.body] : []));
        expect(bodies(9, at + times * MINUTE)).toEqual(bodies(9, at));
        expect(bodies(8, at + times * 4_000)).toEqual(bodies(8, at));
      }),
      { numRuns: 50 },
    );
  });

  it('has a key frame at every even second, so that a stream begins at most two seconds back', () => {
    fc.assert(
      fc.property(moments, (at) => {
        const key = clip.keyFrameBefore(at);
        expect(key % 2_000).toBe(0);
        expect(at - key).toBeLessThan(2_000);
        const [frame] = clip.due(key - 1, key).filter(({ type }) => type === 9);
        // FrameType 1, codec AVC, a picture.
        expect(frame?.body.subarray(0, 2)).toEqual(Buffer.from([0x17, 1]));
      }),
      { numRuns: 100 },
    );
  });
});
