import { describe, expect, it } from 'vitest';
import { type Figure, quantile, summarize } from './figure.ts';
import { table } from './report.ts';

const figure: Figure = { name: 'start', unit: 'ms', samples: [30, 10, 20] };
const baseline = { name: 'bare', samples: [12, 8] };

describe('quantile', () => {
  it.each([
    [[3], 0.5, 3],
    [[1, 2], 0.5, 1.5],
    [[30, 10, 20], 0.5, 20],
    [[4, 3, 2, 1, 0], 0.25, 1],
    [[4, 3, 2, 1, 0], 1, 4],
  ])('of %j at %d is %d', (samples, share, expected) => {
    expect(quantile(samples, share)).toBe(expected);
  });

  it('refuses a figure without samples', () => {
    expect(() => quantile([], 0.5)).toThrow('a figure without samples');
  });
});

describe('summarize', () => {
  it.each([
    ['the median', { of: 'median', atMost: 20 }, true, '≤ 20 ms'],
    ['the median', { of: 'median', atMost: 19 }, false, '≤ 19 ms'],
    ['the median', { of: 'median', atLeast: 21 }, false, '≥ 21 ms'],
    ['the ratio', { of: 'ratio', atLeast: 2 }, true, '≥ 2 × baseline'],
    ['the ratio', { of: 'ratio', atMost: 1.9 }, false, '≤ 1.9 × baseline'],
    ['the difference', { of: 'difference', atMost: 10 }, true, '≤ +10 ms over baseline'],
    ['the difference', { of: 'difference', atMost: 9 }, false, '≤ +9 ms over baseline'],
  ] as const)('compares %s with the target %j: %s', (_name, target, met, text) => {
    expect(summarize({ ...figure, target, baseline })).toEqual({
      name: 'start',
      unit: 'ms',
      samples: 3,
      median: 20,
      quartiles: [15, 25],
      target: text,
      met,
      baseline: { name: 'bare', median: 10, ratio: 2 },
    });
  });

  it('a target that needs a baseline is not met without one', () => {
    expect(summarize({ ...figure, target: { of: 'ratio', atLeast: 0 } }).met).toBe(false);
  });

  it('without a target there is no verdict', () => {
    expect(summarize(figure)).not.toHaveProperty('met');
  });
});

it('the table shows three digits that count, the baseline, and the verdict', () => {
  const target = { of: 'median', atMost: 1 } as const;
  const lines = table([
    summarize({ ...figure, samples: [1234.5], target, baseline }),
    summarize({ ...figure, samples: [0.01234] }),
  ]).split('\n');
  expect(lines).toHaveLength(4);
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  expect(lines[2]).toContain('| 1235 ms');
  expect(lines[2]).toContain('123 × bare (10.0 ms)');
  expect(lines[2]).toContain('| MISSED');
  expect(lines[3]).toContain('| 0.012 ms');
});
