import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aacConfig } from '../../../../local/media/audio/aac.ts';
import { joinUnits, parseAvcRecord, splitUnits, videoConfig } from '../../../../local/media/h264/avc.ts';
import { pictureSize } from '../../../../local/media/h264/sps.ts';

/** Parameter sets that x264 has written, with the sizes that it was asked for. */
const SIZES = [
  ['baseline', '6742c016d900a02ff97011000003000100000300140f162e48', { width: 640, height: 360 }],
  ['main', '674d401feca02802dd8088000003000800000300a078c18cb0', { width: 1280, height: 720 }],
  ['high, cropped', '6764000aacd9428df93011000003000100000300140f122596', { width: 160, height: 90 }],
  ['high, not cropped', '6764000aacd94426c044000003000400000300503c489658', { width: 64, height: 64 }],
  ['high, large', '67640028acd940780227e5c044000003000400000300503c60c658', { width: 1920, height: 1080 }],
  ['4:2:2', '677a000cbcd941419f8dc044000003000400000300503c50a658', { width: 320, height: 180 }],
  ['4:4:4', '67f4000c919b282a33c7c5e022000003000200000300281e28532c', { width: 322, height: 182 }],
  ['interlaced', '67640015acd941410fcb8088000003000800000300a0f8a14cb0', { width: 320, height: 240 }],
] as const;

describe('the size of the picture', () => {
  it.each(SIZES)('%s', (_name, hex, size) => {
    expect(pictureSize(Buffer.from(hex, 'hex'))).toEqual(size);
  });

  it('is unknown for what is no parameter set, and never an exception', () => {
    expect(pictureSize(Buffer.from('64001fac', 'hex'))).toBeUndefined();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const size = pictureSize(Buffer.from(bytes));
        if (size) expect(size.width * size.height).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the H.264 configuration', () => {
  const [sps, pps] = [Buffer.from(SIZES[0][1], 'hex'), Buffer.from('68cb83cb20', 'hex')];

  it('is read as it was made', () => {
    const config = videoConfig([sps], [pps]);
    expect(config).toMatchObject({ width: 640, height: 360 });
    expect(config && parseAvcRecord(config.record)).toEqual({ sps: [sps], pps: [pps], lengthBytes: 4 });
  });

  it('is not made of parameter sets that make no sense', () => {
    expect(videoConfig([], [pps])).toBeUndefined();
    expect(videoConfig([sps], [])).toBeUndefined();
    expect(videoConfig([Buffer.from([0x67])], [pps])).toBeUndefined();
  });

  it('is refused wherever it is cut off, and never an exception', () => {
    const record = videoConfig([sps], [pps])?.record ?? Buffer.alloc(0);
    for (let end = 0; end < record.length; end += 1) expect(parseAvcRecord(record.subarray(0, end))).toBeUndefined();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => void parseAvcRecord(Buffer.from(bytes))));
  });
});

describe('NAL units with their lengths', () => {
  it('come apart as they were put together', () => {
    const unit = fc.uint8Array({ minLength: 1, maxLength: 50 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 6 }), (units) => {
        expect(splitUnits(joinUnits(units))).toEqual(units);
      }),
    );
  });

  it('do not come apart when a length points behind the end', () => {
    expect(splitUnits(Buffer.from([0, 0, 0, 9, 1]))).toBeUndefined();
    expect(splitUnits(Buffer.from([0, 0]))).toBeUndefined();
    expect(splitUnits(Buffer.from([0, 1, 5, 0, 1, 6]), 2)).toEqual([Buffer.from([5]), Buffer.from([6])]);
  });
});

describe('the AAC configuration', () => {
  it.each([
    ['1210', 44_100, 2],
    ['1188', 48_000, 1],
    ['1590', 8_000, 2],
    ['17805dc010', 48_000, 2],
  ])('%s: %i Hz, %i channels', (hex, sampleRate, channels) => {
    expect(aacConfig(Buffer.from(hex, 'hex'))).toMatchObject({ sampleRate, channels });
  });

  it('is refused when it is malformed, and never an exception', () => {
    for (const hex of ['', '12', '0000', 'ffff', '1780', '178000'])
      expect(aacConfig(Buffer.from(hex, 'hex'))).toBeUndefined();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 10 }), (bytes) => void aacConfig(Buffer.from(bytes))));
  });
});
