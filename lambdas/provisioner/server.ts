/** The provisioner as a web function of Function Compute (function-compute.md §3): one event per `POST /invoke`. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '../cloud/clock.ts';
import { credentialsFrom, type HeaderSource } from '../cloud/credentials.ts';
import { type Environment, listenHost } from '../cloud/endpoints.ts';
import { type RandomSource, systemRandom } from '../cloud/keys.ts';
import { createLogger } from '../cloud/logger.ts';
import { openApi } from '../cloud/openapi.ts';
import type { RetryPolicy } from '../cloud/retry.ts';
import { tablestore } from '../cloud/tablestore.ts';
import { type ProvisionerConfig, provisionerConfig } from './config.ts';
import type { ResourceType } from './resource.ts';
import { RESOURCE_TYPES } from './resources/list.ts';
import { responder } from './respond.ts';
import { handleEvent, type Invocation } from './runtime.ts';

export interface ProvisionerOptions {
  readonly config: Pick<ProvisionerConfig, 'instance' | 'region'>;
  readonly env: Environment;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** In [0, 1): jitter of retries. */
  readonly jitter: () => number;
  /** Takes one line of output without its line break. */
  readonly write: (line: string) => void;
  readonly types: readonly ResourceType[];
  /** How patiently calls of the cloud are repeated (P9). */
  readonly policy: RetryPolicy;
}

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/** The largest event: Function Compute takes 128 KB asynchronously, and ROS sends far less (function-compute.md §6). */
const LARGEST_EVENT = 1_048_576;
/** What the template gives the function; the header that would tell is not certain to be there. */
const DEFAULT_TIMEOUT_S = 900;
/** A resource's work may take its time: throttling and `LockFail` are sat out. */
const POLICY: RetryPolicy = { attempts: 10, firstWaitMs: 300, longestWaitMs: 5_000 };

export function createProvisioner(options: ProvisionerOptions): Server {
  const server = createServer((request, response) => {
    route(request, response, options).catch((error: unknown) => {
      options.write(`unexpected failure: ${error instanceof Error ? error.name : typeof error}`);
      reply(response, 500, { error: 'unexpected failure' });
    });
  });
  // The platform keeps connections open between requests; closing idle ones would break them (§3).
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  return server;
}

async function route(request: IncomingMessage, response: ServerResponse, options: ProvisionerOptions): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  if (path === '/invoke' && request.method === 'POST') {
    const body = await readBody(request);
    await invoke(headersOf(request), body, options);
    reply(response, 200, { status: 'answered' });
  } else if (path === '/initialize' || path === '/pre-stop') {
    request.resume();
    reply(response, 200, {});
  } else {
    request.resume();
    reply(response, 404, { error: 'expected POST /invoke with a custom resource request of ROS' });
  }
}

/** Answers ROS before it returns. Nothing is thrown for a bad event: Function Compute would send it again. */
async function invoke(headers: HeaderSource, body: Buffer, options: ProvisionerOptions): Promise<void> {
  const requestId = headers.get('x-fc-request-id') ?? 'unknown';
  const secrets = new Set<string>();
  const log = createLogger({ write: options.write, clock: options.clock, secrets }, { requestId });
  options.write(`FC Invoke Start RequestId: ${requestId}`);
  const { clock, random, types, jitter } = options;
  const respond = responder({ clock, random: jitter, log });
  const connect = () => connectTo(headers, options, secrets);
  await handleEvent(jsonOf(body), connect, { types, clock, random, log, secrets, respond });
  options.write(`FC Invoke End RequestId: ${requestId}`);
}

function connectTo(headers: HeaderSource, options: ProvisionerOptions, secrets: Set<string>): Invocation {
  const credentials = credentialsFrom(headers);
  secrets.add(credentials.accessKeySecret).add(credentials.securityToken ?? '');
  const { config, clock, jitter: random, env, policy } = options;
  const seconds = Number(headers.get('x-fc-function-timeout'));
  return {
    openApi: openApi(credentials, config.region, { clock, random, env, policy }),
    rows: tablestore(credentials, { ...config, clock, random, env, policy: { attempts: policy.attempts } }),
    remainingMs: (seconds > 0 ? seconds : DEFAULT_TIMEOUT_S) * 1_000,
  };
}

function headersOf(request: IncomingMessage): HeaderSource {
  return {
    get: (name) => request.headers[name]?.toString(),
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_EVENT) {
      throw new Error('the event is too large');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/**
 * Starts the function on the port that Function Compute names; 0 chooses a free one.
 *
 * @throws Error when the environment is not as the deployment sets it
 */
export async function startProvisioner(
  env: Environment = process.env,
  write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): Promise<RunningServer> {
  const config = provisionerConfig(env);
  const server = createProvisioner({
    config,
    env,
    clock: systemClock,
    random: systemRandom,
    jitter: Math.random,
    write,
    types: RESOURCE_TYPES,
    policy: POLICY,
  });
  const onRejection = (reason: unknown): void => {
    write(JSON.stringify({ level: 'error', event: 'unhandled rejection', name: (reason as Error | undefined)?.name }));
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, listenHost(env), resolve);
  });
  const onEnd = (): void => void server.close(() => process.exit(0));
  process.on('unhandledRejection', onRejection).once('SIGTERM', onEnd);
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      process.off('unhandledRejection', onRejection).off('SIGTERM', onEnd);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
