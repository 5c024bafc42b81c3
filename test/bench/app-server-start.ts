/** How fast a new instance of the AppServer is there, and how fast it answers the first `list`. */
import { LIST, openStage } from './app-server.ts';
import type { Benchmark } from './figure.ts';
import { httpClient } from './load.ts';
import { type Program, programFile, startProgram } from './programs.ts';

const RUNS = 11;

interface Took {
  readonly listenMs: number;
  readonly firstMs: number;
}

async function first(program: Program, origin: string, headers: Readonly<Record<string, string>>): Promise<Took> {
  const client = httpClient(origin, headers);
  const before = performance.now();
  const { status, body } = await client.post('/api/v1/live/list', LIST);
  const firstMs = program.readyMs + performance.now() - before;
  client.close();
  await program.end();
  if (status !== 200) throw new Error(`list answered ${status}: ${body}`);
  return { listenMs: program.readyMs, firstMs };
}

export const appServerStart: Benchmark = {
  name: 'app-server start',
  measure: async () => {
    const stage = await openStage();
    const ours: Took[] = [];
    const bare: Took[] = [];
    for (let n = 0; n < RUNS; n += 1) {
      const appServer = await stage.startAppServer();
      ours.push(await first(appServer, appServer.origin, stage.headers));
      const program = await startProgram(programFile('programs/bare-http'));
      bare.push(await first(program, `http://127.0.0.1:${program.line}`, {}));
    }
    await stage.close();
    const baseline = (key: keyof Took) => ({ name: 'bare node:http', samples: bare.map((each) => each[key]) });
    return [
      {
        name: 'AppServer: process start to listening',
        unit: 'ms',
        samples: ours.map(({ listenMs }) => listenMs),
        target: { of: 'difference', atMost: 100 },
        baseline: baseline('listenMs'),
      },
      {
        name: 'AppServer: process start to first list answered',
        unit: 'ms',
        samples: ours.map(({ firstMs }) => firstMs),
        target: { of: 'difference', atMost: 150 },
        baseline: baseline('firstMs'),
      },
    ];
  },
};
