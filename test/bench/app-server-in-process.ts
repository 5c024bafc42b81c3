/**
 * What the AppServer itself does for one request, without a socket or a table: the handler is `list` past its end, which
 * reads nothing.
 */
import { buildApp } from '../../lambdas/app-server/app.ts';
import { callerOf } from '../../lambdas/app-server/auth/service.ts';
import type { HttpRequest } from '../../lambdas/app-server/http/exchange.ts';
import type { Application } from '../../lambdas/app-server/http/listener.ts';
import { createLogger, type Logger } from '../../lambdas/cloud/logger.ts';
import { world } from '../lambdas/app-server/support/world.ts';
import type { Benchmark } from './figure.ts';

const ROUNDS = 15;
/** Rounds in which the program is compiled. */
const WARM_UP = 5;
const REQUESTS = 5_000;
const BODY = Buffer.from(JSON.stringify({ user_id: 'alice', page_num: 1_000, page_size: 20 }));

const makeRequest = (headers: ReadonlyMap<string, string>): HttpRequest => ({
  method: 'POST',
  path: '/api/v1/live/list',
  query: {},
  header: (name) => headers.get(name),
  body: async () => BODY,
});

const SILENT: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined, with: () => SILENT };

/** Microseconds a call. */
async function timed(call: () => Promise<{ readonly status: number }>): Promise<number> {
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
    const { config, clock, random, cloud, upstreams } = scope;
    const logging = createLogger({ write: () => undefined, clock });
    const appWith = (log: Logger) => buildApp({ config, clock, random, log, upstreams, cloud: () => cloud });
    const authorization = `Bearer ${await tokenOf('alice')}`;
    // As Function Compute sends them.
    const headers = new Map([
      ['authorization', authorization],
      ['content-type', 'application/json'],
      ['content-length', String(BODY.length)],
      ['x-fc-request-id', '1-6921a1f0-15d1cf21-3f1b2c4d5e6f'],
    ]);
    const request = new Request('http://app-server/api/v1/live/list', { method: 'POST' });
    const through = (app: Application) => async () => {
      let answered = { status: 0 };
      await app.fetch(request, {
        sent: makeRequest(headers),
        send: (answer) => {
          answered = answer;
        },
      });
      return answered;
    };
    const bare = async () => {
      await callerOf(scope, authorization);
      const parsed: unknown = JSON.parse(Buffer.from(await makeRequest(headers).body()).toString());
      return { status: 200, body: JSON.stringify(parsed) };
    };
    const calls = [through(appWith(SILENT)), through(appWith(logging)), bare];
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
