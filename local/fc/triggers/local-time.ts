/** Time of day and date in a time zone. */

export interface LocalTime {
  readonly month: number;
  readonly day: number;
  /** 1 = Monday … 7 = Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

/** A function from milliseconds since the epoch; undefined when there is no such zone. */
export function localTimeIn(zone: string): ((timeMs: number) => LocalTime) | undefined {
  if (zone === 'UTC') return (timeMs) => fieldsOf(timeMs);
  const format = formatIn(zone);
  return format && ((timeMs) => fieldsOf(timeMs + offsetOf(format, timeMs)));
}

function formatIn(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** How far the zone is ahead of UTC at that time, in milliseconds. `timeMs` is a whole minute. */
function offsetOf(format: Intl.DateTimeFormat, timeMs: number): number {
  const parts = new Map(format.formatToParts(timeMs).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute')) - timeMs;
}

function fieldsOf(shiftedMs: number): LocalTime {
  const date = new Date(shiftedMs);
  return {
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay() === 0 ? 7 : date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
  };
}
