/** Operations a second that the official SDK gets out of the local Tablestore, which runs in a process of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { condition } from '../local/tablestore/sdk.ts';
import { ACCESS_KEY, clientOf, makeTable, type TestTable } from '../local/tablestore/store.ts';
import type { Benchmark, Figure } from './figure.ts';
import { httpClient, LOAD, throughput } from './load.ts';
import { programFile, startProgram } from './programs.ts';

const KEYS = 1_000;
const CONCURRENT = 32;
const TARGETS = new Map([
  [1, 800],
  [CONCURRENT, 1_500],
]);

/** As an AppServer works: half reads, lists among them, half writes, most of them conditional; a global index follows. */
const MIX: readonly ((table: TestTable, n: number) => Promise<unknown>)[] = [
  (table, n) => table.get(keyOf(n)),
  (table, n) => table.update(keyOf(n), { put: { title: `title ${n}`, at: BigInt(n) } }, condition('exist')),
  (table, n) => table.get(keyOf(n * 7)),
  (table, n) => table.update(keyOf(n), { increment: { likes: 1n } }, condition(), ['likes']),
  (table, n) => table.get(keyOf(n * 11)),
  (table, n) => table.put(keyOf(n), row(n)),
  (table, n) => table.as('by_state', ['state', 'at', 'id']).range({ ...listOf(n), limit: 10 }),
  (table, n) => table.put({ id: `new-${n}-${Math.random()}` }, row(n), condition('absent')),
  (table, n) => table.range({ from: keyOf(n), to: { id: '~' }, limit: 10 }),
  (table, n) => table.delete(keyOf(n * 13)).then(() => table.put(keyOf(n * 13), row(n))),
];

const keyOf = (n: number) => ({ id: `room-${n % KEYS}` });
const row = (n: number) => ({
  state: n % 3 === 0 ? 'live' : 'ended',
  at: BigInt(n),
  title: 'x'.repeat(100),
  likes: 0n,
});
const listOf = (n: number) => ({
  from: { state: 'live', at: BigInt(n % KEYS), id: '' },
  to: { state: 'live', at: BigInt(2 ** 50), id: '' },
});

export const tablestoreOperations: Benchmark = {
  name: 'tablestore operations',
  measure: async () => {
    const bare = await bareHttp();
    const folder = await mkdtemp(join(tmpdir(), 'bench-tablestore-'));
    try {
      return [...(await figuresOf('in memory', [], bare)), ...(await figuresOf('on disk', [join(folder, 's')], bare))];
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

async function figuresOf(where: string, args: readonly string[], bare: ReadonlyMap<number, number[]>) {
  const program = await startProgram(programFile('programs/tablestore'), args);
  const client = clientOf(`http://127.0.0.1:${program.line}`, ACCESS_KEY, 'bench');
  const indexes = [{ name: 'by_state', key: ['state', 'at'], columns: ['title'] }];
  const table = await makeTable(client, {
    columns: { state: 'STRING', at: 'INTEGER', title: 'STRING', likes: 'INTEGER' },
    indexes,
  });
  for (let n = 0; n < KEYS; n += 1) await table.put(keyOf(n), row(n));
  const figures: Figure[] = [];
  for (const [concurrency, atLeast] of TARGETS) {
    const operation = (n: number): Promise<unknown> => (MIX[n % MIX.length] as (typeof MIX)[number])(table, n);
    figures.push({
      name: `Tablestore ${where}, mixed, ${concurrency === 1 ? 'one after another' : `${concurrency} at a time`}`,
      unit: 'ops/s',
      samples: await throughput(operation, { ...LOAD, concurrency }),
      target: { of: 'median', atLeast },
      baseline: { name: 'POST to bare node:http', samples: bare.get(concurrency) ?? [] },
    });
  }
  await program.end();
  return figures;
}

/** The ceiling: requests of the same size that nobody reads, by a client that does nothing else. */
async function bareHttp(): Promise<Map<number, number[]>> {
  const program = await startProgram(programFile('programs/bare-http'));
  const client = httpClient(`http://127.0.0.1:${program.line}`);
  const body = 'x'.repeat(200);
  const samples = new Map<number, number[]>();
  for (const concurrency of TARGETS.keys()) {
    samples.set(concurrency, await throughput(() => client.post('/', body), { ...LOAD, rounds: 3, concurrency }));
  }
  client.close();
  await program.end();
  return samples;
}
