/** Sends HTTP requests as they are, without what `fetch` adds or forbids. */
import { request as httpRequest, type IncomingMessage } from 'node:http';

export interface RawAnswer {
  readonly status: number;
  readonly message: IncomingMessage;
  readonly body: string;
}

export interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  /** Names and values in turn; `host` is added when it is not there. */
  readonly headers?: readonly string[];
}

export function rawRequest(url: string, options: RawRequest = {}, body?: string | Buffer): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const { method = 'GET', path = '/', headers = [] } = options;
  const host = headers.some((name) => name.toLowerCase() === 'host') ? [] : ['host', `${hostname}:${port}`];
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path, headers: [...host, ...headers] }, (message) => {
      read(message).then((text) => resolve({ status: message.statusCode ?? 0, message, body: text }), reject);
    });
    request.once('error', reject);
    request.end(body);
  });
}

async function read(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
