import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isUnfinished,
  mergeRecordings,
  playable,
  type Recording,
} from '../../../../lambdas/app-server/replay/recordings.ts';

const recording = (videoId: string, start: number, status = 'Normal'): Recording => ({
  videoId,
  start,
  end: start + 1,
  status,
});

const any: fc.Arbitrary<Recording> = fc.record({
  videoId: fc.constantFrom('a', 'b', 'c', 'd'),
  start: fc.integer({ min: 0, max: 5 }),
  end: fc.integer({ min: 6, max: 9 }),
  status: fc.constantFrom('Normal', 'Transcoding', 'UploadFail'),
});

describe('recordings that are known and found', () => {
  it('A20: each video is there once and in order, however often and in whatever order it is found (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.array(any, { maxLength: 6 }), { maxLength: 6 }), (finds) => {
        let known: readonly Recording[] | undefined;
        for (const found of finds) {
          known = mergeRecordings(known, found);
          expect(mergeRecordings(known, found)).toBe(known);
        }
        const ids = (known ?? []).map((one) => one.videoId);
        expect(new Set(ids).size).toBe(ids.length);
        expect(new Set(ids)).toEqual(new Set(finds.flat().map((one) => one.videoId)));
        const starts = (known ?? []).map((one) => one.start);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
        const latest = new Map(finds.flat().map((one) => [one.videoId, one]));
        expect(known ?? []).toEqual(expect.arrayContaining([...latest.values()]));
      }),
      { numRuns: 300 },
    );
  });

  it('are a hundred at most, the earliest first', () => {
    const many = Array.from({ length: 150 }, (_, index) => recording(`v${index}`, 150 - index));
    const kept = mergeRecordings(undefined, many) ?? [];
    expect(kept).toHaveLength(100);
    expect(kept[0]).toMatchObject({ videoId: 'v149', start: 1 });
  });

  it('only Normal ones play', () => {
    const all = ['Normal', 'Uploading', 'Transcoding', 'Blocked', 'UploadFail'].map((status, index) =>
      recording(status, index, status),
    );
    expect(playable(all).map((one) => one.videoId)).toEqual(['Normal']);
    expect(playable(undefined)).toEqual([]);
  });

  it.each<[string, Recording[] | undefined, boolean]>([
    ['nothing was found', undefined, true],
    ['an empty list was found', [], true],
    ['one is being made', [recording('a', 1), recording('b', 2, 'Transcoding')], true],
    ['all can be played or have failed', [recording('a', 1), recording('b', 2, 'UploadFail')], false],
  ])('when %s, more may come: %s', (_, recordings, expected) => {
    expect(isUnfinished(recordings)).toBe(expected);
  });
});
