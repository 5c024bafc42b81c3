/** Log lines as JSON, one object a line, with secrets taken out. */
import type { Clock } from './clock.ts';
import { redactField } from './redact.ts';

export type LogFields = Readonly<Record<string, unknown>>;

export interface Logger {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** A logger whose lines carry these fields too. */
  with(fields: LogFields): Logger;
}

export interface LoggerOptions {
  /** Takes one line without its line break. */
  readonly write: (line: string) => void;
  readonly clock: Pick<Clock, 'now'>;
  /** Values to hide wherever they occur; may grow while the logger lives. */
  readonly secrets?: Iterable<string>;
}

export function createLogger(options: LoggerOptions, fields: LogFields = {}): Logger {
  const line = (level: string, event: string, more: LogFields = {}): void => {
    const written: Record<string, unknown> = { time: new Date(options.clock.now()).toISOString(), level, event };
    addTo(written, fields, options.secrets);
    addTo(written, more, options.secrets);
    options.write(JSON.stringify(written));
  };
  return {
    info: (event, more) => line('info', event, more),
    warn: (event, more) => line('warn', event, more),
    error: (event, more) => line('error', event, more),
    with: (more) => createLogger(options, { ...fields, ...more }),
  };
}

function addTo(written: Record<string, unknown>, fields: LogFields, secrets: LoggerOptions['secrets']): void {
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    written[name] = redactField(name, value instanceof Error ? describe(value) : value, secrets);
  }
}

/** An error as data; other members of it (requests, headers) may hold credentials and stay out. */
function describe(error: Error): LogFields {
  return { name: error.name, message: error.message, stack: error.stack?.split('\n').slice(1, 6).join('\n') };
}
