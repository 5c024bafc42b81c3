/** Fn::FormatTime: the time now, in strftime form and in a time zone. */
import { eager, FunctionError, listOf, textArgument } from './function.ts';

export const formatTime = eager((argument, scope) => {
  const [format, zone] = Array.isArray(argument) ? listOf(argument, '[format, time zone]', 1, 2) : [argument];
  const parts = partsOf(scope.now(), zone === undefined ? 'UTC' : textArgument(zone, 'the time zone'));
  return textArgument(format, 'the format').replace(/%(.)/g, (whole, letter: string) => {
    if (letter === '%') return '%';
    const value = parts.get(letter);
    if (value === undefined)
      throw new FunctionError(`does not know ${whole}; the local ROS knows %${[...parts.keys()].join(' %')}`);
    return value;
  });
});

function partsOf(nowMs: number, timeZone: string): Map<string, string> {
  const fields = new Map(
    formatter(timeZone)
      .formatToParts(nowMs)
      .map(({ type, value }) => [type, value]),
  );
  const field = (name: Intl.DateTimeFormatPartTypes): string => fields.get(name) ?? '';
  const date = `${field('year')}-${field('month')}-${field('day')}`;
  const time = `${field('hour')}:${field('minute')}:${field('second')}`;
  return new Map([
    ['Y', field('year')],
    ['y', field('year').slice(-2)],
    ['m', field('month')],
    ['d', field('day')],
    ['H', field('hour')],
    ['M', field('minute')],
    ['S', field('second')],
    ['F', date],
    ['T', time],
    ['s', String(Math.floor(nowMs / 1000))],
  ]);
}

function formatter(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  } catch {
    throw new FunctionError(`does not know the time zone "${timeZone}"; an example is Asia/Shanghai`);
  }
}
