import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCron } from '../../../local/fc/triggers/cron.ts';
import { cronField } from '../../../local/fc/triggers/cron-field.ts';

/** The next times after 2026-11-22 12:00:30 UTC, a Sunday. */
function nextTimes(expression: string, count: number, from = '2026-11-22T12:00:30Z'): string[] {
  const cron = parseCron(expression);
  const times: string[] = [];
  for (let at = Date.parse(from); times.length < count; ) {
    at = cron.next(at);
    times.push(new Date(at).toISOString().slice(0, 19));
  }
  return times;
}

describe('timer expressions', () => {
  it.each([
    ['@every 1m', ['2026-11-22T12:01:30', '2026-11-22T12:02:30']],
    ['@every 90m', ['2026-11-22T13:30:30', '2026-11-22T15:00:30']],
    ['@every 1h30m', ['2026-11-22T13:30:30', '2026-11-22T15:00:30']],
    ['0 * * * * *', ['2026-11-22T12:01:00', '2026-11-22T12:02:00']],
    ['45 0 * * * *', ['2026-11-22T12:00:45', '2026-11-22T13:00:45']],
    ['0 0 4 * * *', ['2026-11-23T04:00:00', '2026-11-24T04:00:00']],
    [
      '0 */20 9-10 * * MON-FRI',
      ['2026-11-23T09:00:00', '2026-11-23T09:20:00', '2026-11-23T09:40:00', '2026-11-23T10:00:00'],
    ],
    ['0 0 12 1 jan,JUL ?', ['2027-01-01T12:00:00', '2027-07-01T12:00:00']],
    ['0 0 0 29 2 *', ['2028-02-29T00:00:00', '2032-02-29T00:00:00']],
    ['0 30 1 ? * 7', ['2026-11-29T01:30:00', '2026-12-06T01:30:00']],
    ['CRON_TZ=Asia/Shanghai 0 0 4 1 * *', ['2026-11-30T20:00:00', '2026-12-31T20:00:00']],
    ['CRON_TZ=Asia/Kolkata 0 15 9 * * *', ['2026-11-23T03:45:00', '2026-11-24T03:45:00']],
  ])('%s', (expression, times) => {
    expect(nextTimes(expression, times.length)).toEqual(times);
  });

  it('follow the change of daylight saving time', () => {
    expect(nextTimes('CRON_TZ=Europe/Berlin 0 0 12 * * *', 2, '2026-10-24T11:00:00Z')).toEqual([
      '2026-10-25T11:00:00',
      '2026-10-26T11:00:00',
    ]);
  });

  it.each([
    ['@every 30s', 'minutes'],
    ['@every 0m', 'at least one minute'],
    ['@daily', '@every'],
    ['* * * * *', 'six fields'],
    ['* * * * * *', 'seconds'],
    ['0 60 * * * *', "'60'"],
    ['0 0 0 31 2 *', 'never comes'],
    ['0 5-1 * * * *', "'5-1'"],
    ['0 */0 * * * *', "'*/0'"],
    ['0 0 0 L * *', "'L'"],
    ['CRON_TZ=Mars/Base 0 0 0 * * *', "'Mars/Base' is not a time zone"],
    ['', 'six fields'],
  ])("refuse '%s'", (expression, reason) => {
    const expected = reason === 'minutes' ? '@every' : reason;
    expect(() => parseCron(expression)).toThrow(expected);
  });

  it('always answer a later time that matches, and the first such', () => {
    const field = (min: number, max: number) => fc.integer({ min, max }).map(String);
    const expressions = fc.tuple(field(0, 59), field(0, 59), field(0, 23)).map((parts) => `${parts.join(' ')} * * *`);
    fc.assert(
      fc.property(expressions, fc.integer({ min: 0, max: 4e12 }), (expression, afterMs) => {
        const next = parseCron(expression).next(afterMs);
        expect(next).toBeGreaterThan(afterMs);
        expect(next - afterMs).toBeLessThanOrEqual(24 * 3600 * 1000);
        const [second, minute, hour] = expression.split(' ').map(Number);
        const date = new Date(next);
        expect([date.getUTCSeconds(), date.getUTCMinutes(), date.getUTCHours()]).toEqual([second, minute, hour]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('cron field', () => {
  it.each([
    ['*', [1, 2, 3, 4, 5]],
    ['2', [2]],
    ['2/2', [2, 4]],
    ['*/3', [1, 4]],
    ['1-2,5', [1, 2, 5]],
    ['TWO-FOUR', [2, 3, 4]],
  ])('%s', (text, values) => {
    expect([...(cronField(text, 1, 5, ['ONE', 'TWO', 'THREE', 'FOUR', 'FIVE']) ?? [])]).toEqual(values);
  });

  it.each(['', '0', '6', 'SIX', '1-', '-1', '1/2/3', '1-2-3', '1.5', ' 1'])("refuses '%s'", (text) => {
    expect(cronField(text, 1, 5, ['ONE'])).toBeUndefined();
  });
});
