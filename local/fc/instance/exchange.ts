/** One HTTP request to a function's process, with the function's time-out and a clear error when the process fails. */
import { type Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { Schedule } from '../../schedule.ts';
import { type FcError, fcError, toFcError } from '../errors.ts';
import { LIMITS } from '../limits.ts';

export interface ExchangeRequest {
  readonly method: string;
  /** Path and query, passed on unchanged. */
  readonly target: string;
  /** Names and values in turn, in the order and case in which they are sent. */
  readonly headers: readonly string[];
  readonly body: Readable | Buffer;
  readonly timeoutSeconds: number;
}

export interface ExchangeTarget {
  readonly port: number;
  readonly agent: Agent;
  readonly schedule: Schedule;
  /** Rejects when the process ends. */
  readonly crashed: Promise<never>;
}

export interface Exchange {
  /** Head of the answer; rejects with `FcError`. */
  readonly response: Promise<IncomingMessage>;
  /** Resolves when the answer has been read or the exchange has failed: with the error then. */
  readonly finished: Promise<FcError | undefined>;
  /** Ends it from outside, e.g. when the client has gone. */
  abort(error: FcError): void;
}

/** Real time in which a broken connection may turn out to be the end of the process. */
const CRASH_NEWS_MS = 200;
const CUT_OFF = new Error('the answer was cut off');

export function exchange(request: ExchangeRequest, target: ExchangeTarget): Exchange {
  const outgoing = httpRequest({
    host: '127.0.0.1',
    port: target.port,
    agent: target.agent,
    method: request.method,
    path: request.target,
    headers: request.headers as string[],
  });
  let failure: FcError | undefined;
  const abort = (error: FcError): void => {
    failure ??= error;
    outgoing.destroy(failure);
  };
  const cancelTimeout = target.schedule.after(request.timeoutSeconds * 1000, () =>
    abort(fcError.timedOut(request.timeoutSeconds)),
  );
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', async (error) => reject(failure ?? (await reasonOf(error, target.crashed))));
  });
  const finished = response.then(
    (message) => ended(message, () => failure),
    (error: unknown) => toFcError(error),
  );
  void finished.then(cancelTimeout);
  send(request.body, outgoing, abort);
  return { response, finished, abort };
}

/** Resolves when the body has been read: with an error when it was cut off. */
function ended(message: IncomingMessage, failure: () => FcError | undefined): Promise<FcError | undefined> {
  return new Promise((resolve) => {
    message.once('error', (error) => resolve(failure() ?? toConnectionError(error)));
    message.once('close', () => resolve(message.complete ? undefined : (failure() ?? toConnectionError(CUT_OFF))));
  });
}

/** Streams the body, counting it: the size is not always known before. */
function send(body: Readable | Buffer, outgoing: NodeJS.WritableStream, abort: (error: FcError) => void): void {
  if (Buffer.isBuffer(body)) {
    outgoing.end(body);
    return;
  }
  let size = 0;
  body.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > LIMITS.syncBody) abort(fcError.tooLarge(LIMITS.syncBody));
  });
  body.once('error', (error) => abort(toFcError(error)));
  body.pipe(outgoing);
}

/** Whether the connection broke because the process ended, which is known a moment later. */
async function reasonOf(error: Error, crashed: Promise<never>): Promise<FcError> {
  let timer: NodeJS.Timeout | undefined;
  const later = new Promise<FcError>((resolve) => {
    timer = setTimeout(() => resolve(toConnectionError(error)), CRASH_NEWS_MS);
  });
  try {
    return await Promise.race([later, crashed]);
  } catch (crash) {
    return toFcError(crash);
  } finally {
    clearTimeout(timer);
  }
}

function toConnectionError(error: Error): FcError {
  return fcError.processExited(`the connection to the function broke: ${error.message}`);
}
