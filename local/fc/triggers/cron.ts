/**
 * Timer expressions of the platform: `@every 5m`, and six-field cron with an optional `CRON_TZ=<zone>`.
 * UNCERTAIN: the exact grammar. Kept to what is documented for sure: whole minutes, and `, - * / ?` in the fields.
 */
import { fcError } from '../errors.ts';
import { cronField } from './cron-field.ts';
import { type LocalTime, localTimeIn } from './local-time.ts';

export interface Cron {
  /** The first time after `afterMs`, in milliseconds since the epoch. */
  next(afterMs: number): number;
}

const MINUTE_MS = 60_000;
/** A date that does not come in this time never comes (29 February may take 8 years). */
const SEARCH_MS = 9 * 366 * 24 * 60 * MINUTE_MS;

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
/** 1 = Monday … 7 = Sunday. UNCERTAIN: the numbers (names are safe). */
const WEEKDAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

/** Throws `InvalidArgument` for anything that is not such an expression, or that never comes. */
export function parseCron(expression: string): Cron {
  const every = /^@every (?:(\d+)h)?(?:(\d+)m)?$/.exec(expression.trim());
  if (every) return everyMinutes(expression, Number(every[1] ?? 0) * 60 + Number(every[2] ?? 0));
  if (expression.trim().startsWith('@')) throw malformed(expression, "expected '@every <n>m' or '@every <n>h'");
  return sixFields(expression.trim());
}

function everyMinutes(expression: string, minutes: number): Cron {
  if (minutes < 1) throw malformed(expression, 'expected at least one minute');
  return { next: (afterMs) => afterMs + minutes * MINUTE_MS };
}

function sixFields(expression: string): Cron {
  const [, zone = 'UTC', rest = ''] = /^(?:CRON_TZ=(\S+)\s+)?(.*)$/.exec(expression) ?? [];
  const fields = rest.split(/\s+/);
  const [second, minute, hour, day, month, weekday] = fields;
  if (fields.length !== 6 || !second || !minute || !hour || !day || !month || !weekday) {
    throw malformed(expression, 'expected six fields: seconds minutes hours day-of-month month day-of-week');
  }
  const localTime = localTimeIn(zone);
  if (!localTime) throw malformed(expression, `'${zone}' is not a time zone`);
  if (!/^[0-5]?\d$/.test(second)) throw malformed(expression, 'seconds must be one number from 0 to 59');
  const part = (text: string, min: number, max: number, names?: readonly string[]): ReadonlySet<number> => {
    const values = cronField(text, min, max, names);
    if (!values) throw malformed(expression, `'${text}' is not a field with values from ${min} to ${max}`);
    return values;
  };
  const minutes = part(minute, 0, 59);
  const hours = part(hour, 0, 23);
  const days = part(day, 1, 31);
  const months = part(month, 1, 12, MONTHS);
  const weekdays = part(weekday, 1, 7, WEEKDAYS);
  const onDay = (time: LocalTime): boolean =>
    months.has(time.month) && days.has(time.day) && weekdays.has(time.weekday);

  const find = (afterMs: number): number | undefined => {
    const offset = Number(second) * 1000;
    let time = Math.floor((afterMs - offset) / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
    for (const end = time + SEARCH_MS; time < end; ) {
      const local = localTime(time);
      const minutesLeft = 60 - local.minute;
      if (!onDay(local) || !hours.has(local.hour)) time += minutesLeft * MINUTE_MS;
      else if (minutes.has(local.minute)) return time + offset;
      else time += MINUTE_MS;
    }
    return undefined;
  };
  if (find(0) === undefined) throw malformed(expression, 'that date never comes');
  return {
    next: (afterMs) => find(afterMs) ?? Number.POSITIVE_INFINITY,
  };
}

function malformed(expression: string, reason: string): Error {
  return fcError.invalid(`triggerConfig.cronExpression '${expression}' cannot be used: ${reason}`);
}
