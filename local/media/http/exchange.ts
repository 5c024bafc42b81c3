/** One HTTP request to the media server and the small answers to it. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  /** Decoded path, always with a slash at the beginning. */
  readonly path: string;
  /** Path and query exactly as sent: what is signed. */
  readonly target: string;
  readonly query: URLSearchParams;
  /** Name of the host that the client asked, without port. */
  readonly host: string;
}

/** Undefined when the target is not a path. */
export function exchangeOf(request: IncomingMessage, response: ServerResponse): Exchange | undefined {
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  const rawPath = mark < 0 ? target : target.slice(0, mark);
  const path = decoded(rawPath);
  if (!path?.startsWith('/')) return undefined;
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  const query = new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1));
  return { request, response, method: request.method ?? 'GET', path, target, query, host };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Pages of any origin may play and publish, as they may from the vendor's network; what protects are URLs and tokens. */
export function allowAnyOrigin(response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-expose-headers', 'location, content-length, content-range, accept-ranges, link');
}

export function preflight(response: ServerResponse): void {
  response.writeHead(204, {
    'access-control-allow-methods': 'GET, HEAD, POST, DELETE, OPTIONS',
    'access-control-allow-headers': 'content-type, range, authorization',
    'access-control-max-age': '86400',
  });
  response.end();
}

export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers });
  response.end(`${text}\n`);
}

export function sendBytes(response: ServerResponse, type: string, bytes: Buffer | string, cacheControl: string): void {
  const length = Buffer.byteLength(bytes);
  response.writeHead(200, { 'content-type': type, 'cache-control': cacheControl, 'content-length': length });
  response.end(bytes);
}

/** The body as text; undefined when it is longer than allowed. */
export async function readText(request: IncomingMessage, mostBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
