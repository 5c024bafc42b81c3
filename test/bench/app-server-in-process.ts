/**
 * What the AppServer itself does for one request, without a socket or a table: the handler is `list` past its end, which
 * reads nothing. As behind a socket, Request and Response are the light ones of Hono's server.
 */
import { getRequestListener } from '@hono/node-server';
import { buildApp } from '../../lambdas/app-server/app.ts';
import { callerOf } from '../../lambdas/app-server/auth/service.ts';
import { createLogger, type Logger } from '../../lambdas/cloud/logger.ts';
import { world } from '../lambdas/app-server/support/world.ts';
import type { Benchmark } from './figure.ts';

const ROUNDS = 15;
/** Rounds in which the program is compiled. */
const WARM_UP = 5;
const REQUESTS = 5_000;
const BODY = Buffer.from(JSON.stringify({ user_id: 'alice', page_num: 1_000, page_size: 20 }));

interface LightRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  arrayBuffer(): Promise<ArrayBuffer>;
}

const makeRequest = (headers: ReadonlyMap<string, string>): LightRequest => ({
  method: 'POST',
  url: 'http://localhost/api/v1/live/list',
  headers: { get: (name) => headers.get(name.toLowerCase()) ?? null },
  arrayBuffer: async () => Uint8Array.from(BODY).buffer,
});

const SILENT: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined, with: () => SILENT };

/** Microseconds a call. */
async function timed(call: () => Promise<Response>): Promise<number> {
  const startedAt = performance.now();
  for (let n = 0; n < REQUESTS; n += 1) {
    const { status } = await call();
    if (status !== 200) throw new Error(`list answered ${status}`);
  }
  return ((performance.now() - startedAt) * 1000) / REQUESTS;
}

export const appServerInProcess: Benchmark = {
  name: 'app-server in process',
  measure: async () => {
    const { scope, tokenOf } = await world();
    const { config, clock, random, cloud } = scope;
    const logging = createLogger({ write: () => undefined, clock });
    const appWith = (log: Logger) => buildApp({ config, clock, random, log, cloud: () => cloud });
    const [whole, silent] = [appWith(logging), appWith(SILENT)];
    // Puts its Response in place of the platform's, as `serve` does.
    getRequestListener(whole.fetch);
    const authorization = `Bearer ${await tokenOf('alice')}`;
    const headers = new Map([
      ['authorization', authorization],
      ['content-type', 'application/json'],
      ['content-length', String(BODY.length)],
    ]);
    const through = (app: typeof whole) => async () => app.fetch(makeRequest(headers) as unknown as Request);
    const bare = async (): Promise<Response> => {
      await callerOf(scope, authorization);
      const parsed: unknown = JSON.parse(Buffer.from(await makeRequest(headers).arrayBuffer()).toString());
      return new Response(JSON.stringify(parsed), { headers: { 'content-type': 'application/json' } });
    };
    const calls = [through(silent), through(whole), bare];
    const samples: number[][] = calls.map(() => []);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [index, call] of calls.entries()) {
        const microseconds = await timed(call);
        if (round >= WARM_UP) samples[index]?.push(microseconds);
      }
    }
    const [routing = [], all = [], alone = []] = samples;
    return [
      {
        name: 'AppServer: routing and validation of one request',
        unit: 'µs',
        samples: routing,
        target: { of: 'difference', atMost: 25 },
        baseline: { name: 'session check, JSON in and out', samples: alone },
      },
      { name: 'AppServer: the same with its log lines', unit: 'µs', samples: all },
    ];
  },
};
