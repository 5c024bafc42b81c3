/** Which stream a client means, and the arguments of its URL, whichever half of the URL it put them in. */
import type { Amf0 } from './amf0.ts';

export interface StreamAddress {
  readonly app: string;
  readonly stream: string;
  /** Without the question mark, as sent. */
  readonly query: string;
  /** Host of the client's URL; empty when it does not tell. */
  readonly host: string;
}

const NAME = /^[^/?#\s]{1,255}$/;

/**
 * `app` and `tcUrl`: of `connect`. `name`: of `publish` or `play`, for OBS the stream key. Undefined when it is no address
 * `app/stream`.
 */
export function streamAddress(app: Amf0, tcUrl: Amf0, name: Amf0): StreamAddress | undefined {
  if (typeof app !== 'string' || typeof name !== 'string') return undefined;
  const [appName = '', appQuery = ''] = split(app);
  const [stream = '', query = ''] = split(name);
  const [, host = ''] = (typeof tcUrl === 'string' && /^rtmps?:\/\/([^/:?]+)/i.exec(tcUrl)) || [];
  const given = { app: appName.replace(/\/$/, ''), stream, query: query || appQuery, host };
  return NAME.test(given.app) && NAME.test(given.stream) ? given : undefined;
}

function split(text: string): [string, string] {
  const mark = text.indexOf('?');
  return mark < 0 ? [text, ''] : [text.slice(0, mark), text.slice(mark + 1)];
}
