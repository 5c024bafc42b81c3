/** The AppServer as a web function: one HTTP server that the platform talks to (function-compute.md §3). */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../cloud/clock.ts';
import { listenHost } from '../cloud/endpoints.ts';
import { systemRandom } from '../cloud/keys.ts';
import { standardOutput } from '../cloud/line-writer.ts';
import { createLogger, type Logger } from '../cloud/logger.ts';
import { loadTablestore } from '../cloud/tablestore/connection.ts';
import { buildApp } from './app.ts';
import { cloudFactory } from './cloud.ts';
import { parseConfig } from './config.ts';
import { Upstreams } from './health/upstreams.ts';
import { listener } from './http/listener.ts';

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens on `FC_CUSTOM_LISTEN_PORT`, else 9000; 0 chooses a free port.
 *
 * @param write takes log lines
 * @throws Error when the environment is not as the deployment sets it
 */
export async function startAppServer(
  env: Readonly<Record<string, string | undefined>> = process.env,
  write: (line: string) => void = standardOutput(),
): Promise<RunningServer> {
  const config = parseConfig(env);
  const log = createLogger({ write, clock: systemClock });
  const upstreams = new Upstreams(systemClock);
  const app = buildApp({
    config,
    clock: systemClock,
    random: systemRandom,
    log,
    upstreams,
    cloud: cloudFactory(config, systemClock, upstreams),
    after: (ms, work) => void setTimeout(work, ms).unref(),
  });
  return new Promise((resolve, reject) => {
    const server = createServer(listener(app, log));
    server.listen(Number(env.FC_CUSTOM_LISTEN_PORT ?? 9_000), listenHost(env), () => {
      const { port } = server.address() as AddressInfo;
      const stopSurviving = survive(log);
      log.info('listening', { port, stage: config.stage });
      if (config.authMode === 'demo') {
        log.warn('demo authentication: everybody may log in as anybody', { stage: config.stage });
      }
      // Before the first request needs it, but not before the platform knows that it may send one.
      setImmediate(() => void loadTablestore().catch(() => log.warn('the Tablestore SDK was not loaded ahead')));
      resolve({ port, close: () => close(server, stopSurviving) });
    });
    server.once('error', reject);
    // The platform keeps connections open and reuses them; Node would close them after 5 s (function-compute.md §3).
    server.keepAliveTimeout = 0;
    server.requestTimeout = 0;
  });
}

/** One broken request must not take the others of this instance with it (A13). */
function survive(log: Logger): () => void {
  const onRejection = (error: unknown): void => log.error('unhandled rejection', { error });
  const onException = (error: unknown): void => log.error('uncaught exception', { error });
  process.on('unhandledRejection', onRejection);
  process.on('uncaughtException', onException);
  return () => {
    process.off('unhandledRejection', onRejection);
    process.off('uncaughtException', onException);
  };
}

function close(server: Server, stopSurviving: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      stopSurviving();
      resolve();
    });
    server.closeAllConnections();
  });
}
