/** Passes an HTTP request on to a function and its answer back, both streamed, within the platform's limits. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FcError, fcError, toFcError } from './errors.ts';
import type { Exchange } from './instance/exchange.ts';
import type { Lease } from './instance/pool.ts';
import { LIMITS } from './limits.ts';
import { allowedResponseHeaders, checkRequestSize, passedOnHeaders, sizeOf } from './platform-headers.ts';
import type { FunctionRecord } from './records.ts';
import type { Runtime } from './runtime.ts';

/** Throws `FcError` as long as nothing has been answered; later failures break the connection. */
export async function invokeOverHttp(
  runtime: Runtime,
  record: FunctionRecord,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  checkRequestSize(request.rawHeaders, request.url ?? '/', Number(request.headers['content-length'] ?? 0));
  const lease = await runtime.of(record).pool.lease(requestId);
  const exchange = send(lease, request, response, requestId);
  let clientGone = false;
  response.once('close', () => {
    if (response.writableFinished) return;
    clientGone = true;
    exchange.abort(fcError.invalid('the client has gone'));
  });
  void exchange.finished.then((error) => {
    // A client that goes away says nothing about the instance.
    lease.done({ broken: error !== undefined && !clientGone && isFunctionsFault(error) });
  });
  const answer = await exchange.response;
  const headers = checkAnswer(answer, (error) => exchange.abort(error));
  response.writeHead(answer.statusCode ?? 502, [...headers, 'X-Fc-Request-Id', requestId]);
  // Not `pipeline`: it would report a client that goes away as an error, which is no error here.
  let size = 0;
  answer.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > LIMITS.responseBody) exchange.abort(fcError.badResponse(`more than ${LIMITS.responseBody} bytes`));
  });
  answer.pipe(response);
  const failure = await exchange.finished;
  if (failure) response.destroy();
}

function send(lease: Lease, request: IncomingMessage, response: ServerResponse, requestId: string): Exchange {
  try {
    // It may have gone while the instance started; its body would never end then.
    if (response.destroyed) throw fcError.invalid('the client has gone');
    const { method = 'GET', url = '/', rawHeaders } = request;
    const head = { method, target: url, headers: passedOnHeaders(rawHeaders) };
    return lease.instance.send({ ...head, body: request }, requestId, '/http-invoke');
  } catch (error) {
    lease.done();
    throw error;
  }
}

function isFunctionsFault(error: FcError): boolean {
  return error.type === 'UnhandledInvocationError';
}

/** Headers to pass back. Throws 502 when they, or the announced body, are too large. */
function checkAnswer(answer: IncomingMessage, abort: (error: FcError) => void): string[] {
  const headers = allowedResponseHeaders(answer.rawHeaders);
  const length = Number(answer.headers['content-length'] ?? 0);
  const error =
    sizeOf(headers) > LIMITS.responseHeaders
      ? fcError.badResponse(`response headers of more than ${LIMITS.responseHeaders} bytes`)
      : length > LIMITS.responseBody
        ? fcError.badResponse(`a response body of ${length} bytes: at most ${LIMITS.responseBody}`)
        : undefined;
  if (!error) return headers;
  answer.once('error', () => answer.destroy());
  abort(error);
  throw error;
}

/** Answers an error of the platform: JSON, its type and the request id in headers. */
export function answerError(response: ServerResponse, thrown: unknown, requestId: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const error = toFcError(thrown);
  const body = JSON.stringify({ RequestId: requestId, Code: error.code, Message: error.message });
  response.writeHead(error.status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'X-Fc-Error-Type': error.type,
    'X-Fc-Request-Id': requestId,
    // The body of the request may not have been read.
    Connection: 'close',
  });
  response.end(body);
}
