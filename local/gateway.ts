/** The one HTTP endpoint of the local cloud: reads each request whole, finds the product it is for, applies faults. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from './clock.ts';
import type { FaultRule, Faults } from './faults.ts';
import { type ListenOptions, listen } from './listen.ts';
import type { CloudRequest, CloudResponse, Operation } from './product.ts';

/** The largest body any product takes: a synchronous invocation of a function (32 MB). */
const BODY_LIMIT_BYTES = 32 * 1024 * 1024;

/** One finished request, for the console and for tests that compare calls with policies. */
export interface RequestRecord {
  readonly id: string;
  readonly product: string;
  readonly action: string;
  /** Who called, as the access key in the request says; undefined where the protocol carries none. */
  readonly accessKeyId: string | undefined;
  readonly status: number;
  readonly startedAtMs: number;
  readonly durationMs: number;
}

export interface GatewayOptions extends ListenOptions {
  /** Asks each product in turn which operation the request is for. */
  readonly route: (request: CloudRequest) => Operation | undefined;
  readonly faults: Faults;
  readonly clock: Clock;
  readonly onRequest?: (record: RequestRecord) => void;
  /** Takes a WebSocket handshake; false when it is for nobody, and the connection is then refused. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
}

export interface Gateway {
  /** `http://host:port` */
  readonly endpoint: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Milliseconds that a connection may rest, as in front of the real services: with the five seconds of Node.js a client that
 * bundles code between two calls sends the second one into a connection that is just being closed.
 */
const IDLE_MS = 65_000;

export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const server = createServer((request, response) => {
    answer(request, response, options).catch((error: Error) => {
      if (response.headersSent) response.destroy(error);
      else send(response, { status: 500, body: JSON.stringify({ Code: 'InternalError', Message: error.message }) });
    });
  });
  server.keepAliveTimeout = IDLE_MS;
  const { upgrade } = options;
  if (upgrade) {
    server.on('upgrade', (request, socket, head) => {
      if (upgrade(request, socket, head)) return;
      socket.on('error', () => socket.destroy());
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n', () => socket.destroy());
    });
  }
  const port = await listen(server, options);
  return {
    endpoint: `http://${options.host}:${port}`,
    port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function answer(incoming: IncomingMessage, response: ServerResponse, options: GatewayOptions): Promise<void> {
  const body = await readBody(incoming);
  if (!body) {
    send(response, { status: 413, body: JSON.stringify({ Code: 'RequestBodyTooLarge', Message: 'at most 32 MB' }) });
    return;
  }
  const request = requestOf(incoming, body);
  const operation = options.route(request);
  if (!operation) {
    const message = `no product of the local cloud speaks this protocol: ${request.method} ${request.path}`;
    send(response, {
      status: 404,
      body: JSON.stringify({ Code: 'NotFound', Message: message, RequestId: request.id }),
    });
    return;
  }
  const startedAtMs = options.clock.now();
  const status = await runWithFaults(operation, response, options);
  options.onRequest?.({
    id: request.id,
    product: operation.product,
    action: operation.action,
    accessKeyId: accessKeyOf(request),
    status,
    startedAtMs,
    durationMs: options.clock.now() - startedAtMs,
  });
}

/** Answers the request and tells the HTTP status; 0 when the connection was broken on purpose. */
async function runWithFaults(operation: Operation, response: ServerResponse, options: GatewayOptions): Promise<number> {
  const fault = options.faults.take(operation.product, operation.action);
  if (!fault) return send(response, await operation.run());
  if (fault.kind === 'latency') {
    await options.clock.sleep(fault.latencyMs ?? 1_000);
    return send(response, await operation.run());
  }
  if (fault.kind === 'reset' || fault.kind === 'cut') return breakConnection(fault, operation, response);
  return send(response, operation.refuse(fault.kind));
}

async function breakConnection(fault: FaultRule, operation: Operation, response: ServerResponse): Promise<0> {
  const result = fault.worked || fault.kind === 'cut' ? await operation.run() : undefined;
  if (fault.kind === 'cut' && result) {
    const bytes = Buffer.from(result.body ?? '');
    response.writeHead(result.status, { ...result.headers, 'content-length': String(bytes.length + 1) });
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
    return 0;
  }
  response.socket?.resetAndDestroy();
  return 0;
}

function send(response: ServerResponse, { status, headers, body }: CloudResponse): number {
  const bytes = Buffer.from(body ?? '');
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    ...headers,
    'content-length': String(bytes.length),
  });
  response.end(bytes);
  return status;
}

function requestOf(incoming: IncomingMessage, body: Buffer): CloudRequest {
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  return {
    id: randomUUID().toUpperCase(),
    method: incoming.method ?? 'GET',
    target,
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    headers: incoming.headers,
    body,
  };
}

/** The whole body; undefined when it is larger than any product takes. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= BODY_LIMIT_BYTES) chunks.push(chunk);
  }
  return size <= BODY_LIMIT_BYTES ? Buffer.concat(chunks) : undefined;
}

/** The access key id wherever the protocol carries it: Tablestore header, ACS3 credential, RPC v1 parameter. */
export function accessKeyOf(request: CloudRequest): string | undefined {
  const tablestore = request.headers['x-ots-accesskeyid'];
  if (typeof tablestore === 'string') return tablestore;
  const credential = /Credential=([^,]+)/.exec(request.headers.authorization ?? '')?.[1];
  if (credential) return credential;
  return (
    request.query.get('AccessKeyId') ??
    new URLSearchParams(request.body.toString('latin1')).get('AccessKeyId') ??
    undefined
  );
}
