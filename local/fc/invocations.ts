/** Calls of a function by event (`POST /invoke`): what the API, timers and ROS do. */
import type { IncomingMessage } from 'node:http';
import { type FcError, fcError, toFcError } from './errors.ts';
import type { Exchange } from './instance/exchange.ts';
import type { Instance } from './instance/instance.ts';
import type { Lease } from './instance/pool.ts';
import { LIMITS } from './limits.ts';
import type { FunctionRecord } from './records.ts';
import type { Runtime } from './runtime.ts';

export interface Invocation {
  readonly requestId: string;
  /** What the function answered; empty when it failed before answering. */
  readonly payload: Buffer;
  readonly contentType: string;
  /** Present when the function or the platform failed. */
  readonly error?: FcError;
  /** The last 4 KB it printed, where asked for and the instance serves one request at a time. */
  readonly logTail?: Buffer;
}

/** Real time to wait for lines that the function printed before it answered: they come on another pipe. */
const LAST_LINE_MS = 100;

/** Never rejects: a failure is told in `error`. */
export async function invoke(
  runtime: Runtime,
  record: FunctionRecord,
  payload: Buffer,
  options: { readonly requestId: string; readonly tail?: boolean },
): Promise<Invocation> {
  const { requestId } = options;
  const failed = (error: unknown): Invocation => ({
    requestId,
    payload: Buffer.alloc(0),
    contentType: 'application/octet-stream',
    error: toFcError(error),
  });
  if (payload.length > LIMITS.syncBody) return failed(fcError.tooLarge(LIMITS.syncBody));
  try {
    const { pool, settings } = runtime.of(record);
    const lease = await pool.lease(requestId);
    // The platform returns no tail when an instance serves several requests: their lines would be mixed.
    const tail = options.tail && settings.concurrency === 1 ? tailOf(lease.instance, requestId) : undefined;
    const exchange = send(lease, payload, requestId);
    const failure = exchange.finished.then((error) => {
      lease.done({ broken: error !== undefined });
      return error;
    });
    try {
      const answer = await read(await exchange.response);
      const error = (await failure) ?? answer.error;
      return { requestId, ...answer, ...(error && { error }), ...(tail && { logTail: await tail.end() }) };
    } catch (error) {
      return { ...failed((await failure) ?? error), ...(tail && { logTail: await tail.end() }) };
    }
  } catch (error) {
    return failed(error);
  }
}

function send(lease: Lease, payload: Buffer, requestId: string): Exchange {
  const length = String(payload.length);
  const headers = ['host', 'localhost', 'content-type', 'application/octet-stream', 'content-length', length];
  try {
    const request = { method: 'POST', target: '/invoke', headers, body: payload };
    return lease.instance.send(request, requestId, '/invoke');
  } catch (error) {
    lease.done();
    throw error;
  }
}

async function read(response: IncomingMessage): Promise<Pick<Invocation, 'payload' | 'contentType' | 'error'>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LIMITS.responseBody) chunks.push(chunk);
  }
  const payload = Buffer.concat(chunks);
  const contentType = response.headers['content-type'] ?? 'application/octet-stream';
  const error =
    size > LIMITS.responseBody
      ? fcError.badResponse(`more than ${LIMITS.responseBody} bytes`)
      : failureIn(response, payload);
  return { payload, contentType, ...(error && { error }) };
}

/** A function reports failure by its status, or by `x-fc-status: 404`. UNCERTAIN: that any status but 2xx counts. */
function failureIn(response: IncomingMessage, payload: Buffer): FcError | undefined {
  const status = response.statusCode ?? 0;
  const reported = response.headers['x-fc-status'];
  if (status >= 200 && status <= 299 && reported !== '404') return undefined;
  return fcError.failedInvocation(payload.toString('utf8') || `the function answered ${status}`);
}

/** Collects what the instance prints until the function says `FC Invoke End`, or a moment has passed. */
function tailOf(instance: Instance, requestId: string): { end(): Promise<Buffer> } {
  const lines: string[] = [];
  let onEnd: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    onEnd = resolve;
  });
  const unlisten = instance.listen((line) => {
    lines.push(line);
    if (line.includes(`FC Invoke End RequestId: ${requestId}`)) onEnd();
  });
  return {
    end: async () => {
      const timer = setTimeout(onEnd, LAST_LINE_MS);
      await ended;
      clearTimeout(timer);
      unlisten();
      return Buffer.from(`${lines.join('\n')}\n`).subarray(-LIMITS.tailLog);
    },
  };
}
