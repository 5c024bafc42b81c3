/** The AppServer as a web function: one HTTP server that the platform talks to (function-compute.md §3). */
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { systemClock } from '../cloud/clock.ts';
import { listenHost } from '../cloud/endpoints.ts';
import { systemRandom } from '../cloud/keys.ts';
import { createLogger, type Logger } from '../cloud/logger.ts';
import { buildApp } from './app.ts';
import { cloudFactory } from './cloud.ts';
import { parseConfig } from './config.ts';

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
  write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): Promise<RunningServer> {
  const config = parseConfig(env);
  const log = createLogger({ write, clock: systemClock });
  const app = buildApp({
    config,
    clock: systemClock,
    random: systemRandom,
    log,
    cloud: cloudFactory(config, systemClock),
  });
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: app.fetch, hostname: listenHost(env), port: Number(env.FC_CUSTOM_LISTEN_PORT ?? 9_000) },
      (address) => {
        const stopSurviving = survive(log);
        log.info('listening', { port: address.port, stage: config.stage });
        resolve({ port: address.port, close: () => close(server as Server, stopSurviving) });
      },
    ) as Server;
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
