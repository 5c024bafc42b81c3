/** Requests a second of `list` (20 rooms) and `get`, beside a bare handler that makes the same Tablestore calls. */
import { getBody, LIST, openStage, type Stage } from './app-server.ts';
import type { Benchmark, Figure } from './figure.ts';
import { httpClient, LOAD, throughputInTurn } from './load.ts';
import { programFile, startProgram } from './programs.ts';

const CONCURRENCY = 16;

export const appServerThroughput: Benchmark = {
  name: 'app-server throughput',
  measure: async () => {
    const stage = await openStage();
    const appServer = await stage.startAppServer();
    const { endpoint, accessKeyId, accessKeySecret } = stage.cloud;
    const args = [endpoint, stage.instance, accessKeyId, accessKeySecret];
    const bare = await startProgram(programFile('programs/bare-rooms'), args, { NODE_NO_WARNINGS: '1' });
    const ours = httpClient(appServer.origin, stage.headers);
    const theirs = httpClient(`http://127.0.0.1:${bare.line}`);
    const figures = [
      await figure('list', () => LIST, ours, theirs),
      await figure('get', (n) => getBody(roomOf(stage, n)), ours, theirs),
    ];
    ours.close();
    theirs.close();
    await Promise.all([appServer.end(), bare.end()]);
    await stage.close();
    return figures;
  },
};

const roomOf = ({ roomIds }: Stage, n: number): string => String(roomIds[n % roomIds.length]);

type Client = ReturnType<typeof httpClient>;

async function figure(route: 'list' | 'get', body: (n: number) => string, ours: Client, bare: Client): Promise<Figure> {
  const call = (client: Client) => async (n: number) => {
    const { status, body: text } = await client.post(`/api/v1/live/${route}`, body(n));
    if (status !== 200) throw new Error(`${route} answered ${status}: ${text}`);
  };
  const options = { ...LOAD, roundMs: 1_500, concurrency: CONCURRENCY };
  const [samples = [], baseline = []] = await throughputInTurn([call(ours), call(bare)], options);
  return {
    name: `AppServer: ${route}, ${CONCURRENCY} at a time`,
    unit: 'ops/s',
    samples,
    target: { of: 'ratio', atLeast: 0.7 },
    baseline: { name: 'bare node:http, same Tablestore calls', samples: baseline },
  };
}
