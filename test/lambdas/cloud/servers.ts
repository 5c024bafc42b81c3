/** Tiny HTTP servers for tests: a raw one, one in front of another that misbehaves, and a local Tablestore with a table. */
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import TableStore from 'tablestore';
import { systemClock } from '../../../lambdas/cloud/clock.ts';
import type { TablestoreOptions } from '../../../lambdas/cloud/tablestore.ts';
import { createTablestoreServer } from '../../../local/tablestore/server.ts';

export interface RunningServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

export type Handler = (request: IncomingMessage, response: ServerResponse, index: number) => void;

export async function listen(server: Server): Promise<RunningServer> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Answers each request by `handler`, with the number of requests before it. */
export function startServer(handler: Handler): Promise<RunningServer> {
  let count = 0;
  return listen(createServer((incoming, response) => handler(incoming, response, count++)));
}

export type Behaviour = 'pass' | 'lose-answer' | 'cut-answer' | 'refuse' | 'ignore';

/** A proxy: what it does with each request is decided by `behave`; `lose-answer` carries it out and breaks the connection. */
export function startProxy(target: string, behave: (path: string, index: number) => Behaviour): Promise<RunningServer> {
  return startServer((incoming, response, index) => {
    const behaviour = behave(incoming.url ?? '/', index);
    if (behaviour === 'refuse') {
      response.socket?.destroy();
      return;
    }
    if (behaviour === 'ignore') {
      incoming.resume();
      return;
    }
    const { method, headers, url } = incoming;
    const outgoing = request(`${target}${url}`, { method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const body = Buffer.concat(chunks);
        if (behaviour === 'lose-answer') {
          response.socket?.destroy();
        } else if (behaviour === 'cut-answer') {
          response.writeHead(answer.statusCode ?? 500, { ...answer.headers, 'content-length': body.length + 10 });
          response.write(body, () => response.socket?.destroy());
        } else {
          response.writeHead(answer.statusCode ?? 500, answer.headers).end(body);
        }
      });
    });
    incoming.pipe(outgoing);
  });
}

export const CREDENTIALS = { accessKeyId: 'LTAI5testkeyid', accessKeySecret: 'verySecretAccessKey9' };
export const TABLE = 'things';

/** A Tablestore server with the table `things(id STRING, part INTEGER)` and the table `settings(name STRING)`. */
export async function startTablestore(): Promise<RunningServer> {
  const server = await listen(createTablestoreServer(CREDENTIALS));
  await createTable(server.endpoint, TABLE, [
    { name: 'id', type: 'STRING' },
    { name: 'part', type: 'INTEGER' },
  ]);
  await createTable(server.endpoint, 'settings', [{ name: 'name', type: 'STRING' }]);
  return server;
}

async function createTable(
  endpoint: string,
  tableName: string,
  primaryKey: { name: string; type: 'STRING' | 'INTEGER' }[],
): Promise<void> {
  const { accessKeyId, accessKeySecret: secretAccessKey } = CREDENTIALS;
  const client = new TableStore.Client({ accessKeyId, secretAccessKey, endpoint, instancename: 'test', maxRetries: 0 });
  await client.createTable({
    tableMeta: { tableName, primaryKey },
    tableOptions: { timeToLive: -1, maxVersions: 1 },
    reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
  });
}

/** A clock whose sleeps pass at once and are remembered. */
export function quickClock(start = 1_700_000_000_000) {
  let now = start;
  const sleeps: number[] = [];
  return {
    now: () => now,
    sleep: async (ms: number) => {
      sleeps.push(ms);
      now += ms;
    },
    advance: (ms: number) => {
      now += ms;
    },
    sleeps,
  };
}

export function tablestoreOptions(endpoint: string, more: Partial<TablestoreOptions> = {}): TablestoreOptions {
  return {
    region: 'cn-shanghai',
    instance: 'test',
    clock: { now: systemClock.now, sleep: async () => {} },
    random: () => 0,
    env: { LIVE_STACK_CLOUD_ENDPOINT: endpoint },
    attemptMs: 2_000,
    ...more,
  };
}
