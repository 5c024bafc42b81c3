import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../../local/media/feed/frame.ts';
import { SampleClock } from '../../../../local/media/mp4/sample-clock.ts';

const frames = (...times: number[]): Frame[] =>
  times.map((dtsMs) => ({ kind: 'audio', dtsMs, ptsMs: dtsMs, isKey: true, data: Buffer.alloc(0) }));
const durations = ({ samples }: { readonly samples: readonly { readonly duration: number }[] }): number[] =>
  samples.map(({ duration }) => duration);

describe('times of samples', () => {
  it('are differences, up to what comes next', () => {
    const clock = new SampleClock(90_000);
    expect(clock.times(frames(0, 40, 80), 130, undefined)).toMatchObject({
      base: 0,
      samples: [{ duration: 3_600 }, { duration: 3_600 }, { duration: 4_500 }],
    });
    expect(clock.times(frames(130), undefined, undefined)).toMatchObject({
      base: 11_700,
      samples: [{ duration: 2_970 }],
    });
  });

  it('of AAC are counted, though FLV rounds them to milliseconds', () => {
    const clock = new SampleClock(44_100);
    const rounded = Array.from({ length: 100 }, (_, index) => Math.round((index * 1_024_000) / 44_100));
    expect(new Set(durations(clock.times(frames(...rounded), undefined, 'aac')))).toEqual(new Set([1_024]));
  });

  it('of AAC follow the sender over a gap', () => {
    const clock = new SampleClock(48_000);
    clock.times(frames(0, 21), undefined, 'aac');
    expect(clock.times(frames(500, 521), undefined, 'aac')).toMatchObject({ base: 24_000 });
  });

  it('never overlap from piece to piece, and never run backwards', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        fc.array(steps, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('aac' as const, 'opus' as const),
        (pieces, codec) => {
          const clock = new SampleClock(48_000);
          let [at, end] = [0, 0];
          for (const piece of pieces) {
            const times = piece.map((step) => {
              at += step;
              return at;
            });
            const { base, samples } = clock.times(frames(...times), undefined, codec);
            expect(base).toBeGreaterThanOrEqual(end);
            for (const { duration } of samples) expect(duration).toBeGreaterThanOrEqual(0);
            end = samples.reduce((sum, { duration }) => sum + duration, base);
          }
        },
      ),
    );
  });

  it('say how long the last frame lasts: as long as the one before it', () => {
    expect(SampleClock.lastMs(frames(0, 40))).toBe(40);
    expect(SampleClock.lastMs(frames(0))).toBe(33);
    expect(SampleClock.lastMs(frames(5, 5))).toBe(33);
  });
});
