/** Tells of each finished request to an HTTP trigger: what was asked, how it ended, how long it took. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';

export interface HttpRequestRecord {
  readonly functionName: string;
  readonly method: string;
  /** Without the query, which may carry secrets. */
  readonly path: string;
  /** HTTP status; 0 where the connection ended before the answer did. */
  readonly status: number;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly durationMs: number;
}

/** `functionName`: of the trigger on whose port the request came in. */
export function recordHttpRequest(
  functionName: string,
  request: IncomingMessage,
  response: ServerResponse,
  clock: Pick<Clock, 'now'>,
  tell: (record: HttpRequestRecord) => void,
): void {
  const startedAtMs = clock.now();
  const [path = '/'] = (request.url ?? '/').split('?', 1);
  response.once('close', () => {
    tell({
      functionName,
      method: request.method ?? 'GET',
      path,
      status: response.writableFinished ? response.statusCode : 0,
      startedAtMs,
      durationMs: clock.now() - startedAtMs,
    });
  });
}
