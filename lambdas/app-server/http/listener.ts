/** The Hono application behind a server of `node:http`. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { ApiError } from '../../api/errors.ts';
import { LIMITS } from '../../api/fields.ts';
import type { Logger } from '../../cloud/logger.ts';
import type { Exchange, HttpAnswer, HttpRequest } from './exchange.ts';

/** What listens behind the socket: the application, or in tests something in its place. */
export interface Application {
  fetch(request: Request, exchange: Exchange): Response | Promise<Response>;
}

export function listener(app: Application, log: Logger): RequestListener {
  return async (incoming, response) => {
    const sent = requestOf(incoming);
    try {
      // Hono looks at method and URL only; handlers read the rest from the exchange.
      const request = { method: sent.method, url: `http://app-server${sent.path}` } as Request;
      await app.fetch(request, { sent, send: (answer) => send(response, answer) });
    } catch (error) {
      log.error('a request could not be answered', { error });
      response.destroy();
    }
  };
}

function requestOf(incoming: IncomingMessage): HttpRequest {
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    get query() {
      return mark < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(mark + 1)));
    },
    header: (name) => {
      const value = incoming.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    body: () => bodyOf(incoming),
  };
}

/** What is left of a refused body is read and thrown away by Node.js once the answer is sent. */
function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > LIMITS.body) {
        incoming.off('data', take);
        reject(new ApiError('body_too_large', String(LIMITS.body)));
        return;
      }
      chunks.push(chunk);
    };
    incoming.on('data', take);
    incoming.once('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    // Nobody is there to read the answer, but the request has to come to an end here.
    incoming.once('error', () =>
      reject(new ApiError('invalid_request', { en: 'body: it is not complete.', zh: 'body：内容不完整。' })),
    );
  });
}

function send(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  if (status === 204) {
    response.writeHead(status, headers).end();
    return;
  }
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}
