/** A real HTTP server on loopback that keeps what callbacks bring and answers as told. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly received: Received[];
  /** Resolves once so many have arrived in all. */
  arrived(count: number): Promise<void>;
}

/** `answer` decides what each request gets, 200 when absent. Closed by itself when the test ends. */
export async function openReceiver(
  answer = (response: ServerResponse, _count: number): void => {
    response.end('ok');
  },
): Promise<Receiver> {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://receiver');
    received.push({
      ...{ method: request.method ?? '', path: url.pathname, query: Object.fromEntries(url.searchParams) },
      ...{ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') },
    });
    answer(response, received.length);
    for (const look of waiting) look();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    arrived: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (received.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}
