/** The local Tablestore on its own: an `http.Server` that speaks its wire protocol and nothing else. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Clock, systemClock } from '../clock.ts';
import type { CloudRequest } from '../product.ts';
import type { Identities } from '../ram/identities.ts';
import { TablestoreError } from './errors.ts';
import { checkInstanceName } from './instance-name.ts';
import { LIMITS } from './limits.ts';
import { createTablestore, type Tablestore } from './tablestore.ts';

export interface TablestoreServerOptions {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Instances made at the start; without any, each instance is made at its first request. */
  readonly instances?: readonly string[] | undefined;
  /** Keeps everything in this directory; without it the store is in memory. */
  readonly directory?: string | undefined;
  readonly clock?: Clock | undefined;
  readonly indexLagMs?: number | undefined;
  readonly transactionsEverywhere?: boolean | undefined;
}

/** The server is not listening yet; closing it closes the store. Throws OTSParameterInvalid for a bad instance name. */
export function createTablestoreServer(options: TablestoreServerOptions): Server {
  for (const name of options.instances ?? []) checkInstanceName(name);
  const tablestore = createTablestore({
    clock: options.clock ?? systemClock,
    identities: accountOnly(options.accessKeyId, options.accessKeySecret),
    accountId: '1000000000000000',
    regionId: 'cn-shanghai',
    directory: options.directory,
    indexLagMs: options.indexLagMs,
    transactionsEverywhere: options.transactionsEverywhere,
    autoCreateInstances: options.instances === undefined,
  });
  let made: Promise<unknown> | undefined;
  const server = serve(tablestore, () => {
    made ??= Promise.all((options.instances ?? []).map((name) => ensureInstance(tablestore, name)));
    return made;
  });
  server.on('close', () => {
    tablestore.close().catch((error: unknown) => server.emit('error', error));
  });
  return server;
}

async function ensureInstance(tablestore: Tablestore, name: string): Promise<void> {
  try {
    await tablestore.createInstance(name);
  } catch (error) {
    // A directory has it from the last time.
    if (!(error instanceof TablestoreError && error.code === 'OTSObjectAlreadyExist')) throw error;
  }
}

/** Serves a store over HTTP; `before` is awaited ahead of each request. */
export function serve(tablestore: Tablestore, before: () => Promise<unknown> = () => Promise.resolve()): Server {
  return createServer((request, response) => {
    before()
      .then(() => answer(tablestore, request, response))
      .catch((error: unknown) => {
        response.writeHead(500).end(error instanceof Error ? error.message : String(error));
      });
  });
}

async function answer(tablestore: Tablestore, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = request.url ?? '/';
  const url = new URL(target, 'http://localhost');
  const cloudRequest: CloudRequest = {
    id: randomUUID(),
    method: request.method ?? 'GET',
    target,
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: await readBody(request),
  };
  const operation = tablestore.route(cloudRequest);
  if (operation === undefined) {
    response.writeHead(404).end('This is a local Tablestore: send requests with the headers x-ots-*.\n');
    return;
  }
  const { status, headers, body } = await operation.run();
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body ?? '') }).end(body);
}

/** One byte more than allowed is kept, enough for the operation to refuse the rest. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (length <= LIMITS.requestBody) chunks.push(chunk);
    length += chunk.length;
  }
  return Buffer.concat(chunks);
}

function accountOnly(accessKeyId: string, accessKeySecret: string): Identities {
  const account = { accessKeyId, accessKeySecret, principal: 'account' } as const;
  return {
    find: (id) => (id === accessKeyId ? account : undefined),
    assumeRole(role) {
      throw new Error(`The local Tablestore on its own has no RAM roles (asked for ${role}).`);
    },
    allows: () => true,
  };
}
