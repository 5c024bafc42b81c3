import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDate } from '../../../../lambdas/app-server/http/date.ts';

describe('gotcha 13: the one date form', () => {
  it('has seconds, an offset and no milliseconds, whatever the time zone of the machine', () => {
    expect(formatDate(Date.UTC(2026, 10, 22, 5, 0, 0, 999))).toBe('2026-11-22T13:00:00+08:00');
    expect(formatDate(Date.UTC(2026, 11, 31, 16, 0, 0))).toBe('2027-01-01T00:00:00+08:00');
  });

  it('means the same second to everybody who reads it', () => {
    const millisecond = fc.integer({ min: 0, max: 4_102_444_800_000 });
    fc.assert(
      fc.property(millisecond, (ms) => {
        expect(new Date(formatDate(ms)).getTime()).toBe(ms - (ms % 1_000));
      }),
    );
  });
});
