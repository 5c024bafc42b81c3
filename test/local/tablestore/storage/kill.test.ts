/** A store on disk whose process is killed under load: each acknowledged write is there after the restart. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Key } from '../sdk.ts';
import { ACCESS_KEY, clientOf, TestTable, tableParams } from '../store.ts';

/** `test/long` asks for more. */
const ROUNDS = Number(process.env.LIVE_STACK_KILL_ROUNDS ?? 5);
const WRITERS = 16;
const WRITES_PER_ROUND = 150;

let folder: string;
let program: string;

/** Bundles a small program that serves a store from a directory: Node.js cannot run TypeScript by itself. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tablestore-kill-'));
  program = join(folder, 'serve.mjs');
  const server = fileURLToPath(new URL('../../../../local/tablestore/server.ts', import.meta.url));
  await build({
    stdin: {
      contents: `
        import { createTablestoreServer } from ${JSON.stringify(server)};
        const [, , directory, accessKeyId, accessKeySecret] = process.argv;
        const server = createTablestoreServer({ accessKeyId, accessKeySecret, directory });
        server.listen(0, '127.0.0.1', () => process.send(server.address().port));`,
      resolveDir: folder,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: program,
    plugins: [
      {
        name: 'classic-level-from-here',
        setup(setup) {
          const path = createRequire(import.meta.url).resolve('classic-level');
          setup.onResolve({ filter: /^classic-level$/ }, () => ({ path, external: true }));
        },
      },
    ],
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function serve(directory: string): Promise<{ child: ChildProcess; table: TestTable }> {
  const child = spawn(process.execPath, [program, directory, ACCESS_KEY.accessKeyId, ACCESS_KEY.accessKeySecret], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [port] = await once(child, 'message');
  const client = clientOf(`http://127.0.0.1:${port}`, ACCESS_KEY, 'test');
  return { child, table: new TestTable(client, 'load', ['id']) };
}

it(`loses no acknowledged write when it is killed under load, ${ROUNDS} times in a row`, async () => {
  const directory = join(folder, 'store');
  const acknowledged = new Map<string, bigint>();
  const deleted = new Set<string>();
  let created = false;

  for (let round = 0; round < ROUNDS; round += 1) {
    const { child, table } = await serve(directory);
    if (!created) await table.client.createTable(tableParams('load', {}));
    created = true;

    let count = 0;
    let killed = false;
    const writer = async (number: number): Promise<void> => {
      for (let n = 0; !killed; n += 1) {
        const id = `${round}-${number}-${n}`;
        await table.put({ id }, { n: BigInt(n) });
        acknowledged.set(id, BigInt(n));
        if (n % 5 === 4) {
          const gone = `${round}-${number}-${n - 1}`;
          // Between the request and its answer either outcome is right.
          acknowledged.delete(gone);
          await table.delete({ id: gone });
          deleted.add(gone);
        }
        count += 1;
        if (count === WRITES_PER_ROUND) {
          killed = true;
          child.kill('SIGKILL');
        }
      }
    };
    const results = Promise.allSettled(Array.from({ length: WRITERS }, (_, number) => writer(number)));
    await once(child, 'exit');
    await results;
    expect(count).toBeGreaterThanOrEqual(WRITES_PER_ROUND);
  }

  const { child, table } = await serve(directory);
  const found = new Map<unknown, unknown>();
  let from: Key | undefined;
  do {
    const page = await table.range(from && { from });
    for (const row of page.rows) found.set(row?.key.id, row?.columns.n);
    from = page.next;
  } while (from);
  for (const [id, n] of acknowledged) expect(found.get(id), id).toBe(n);
  for (const id of deleted) expect(found.has(id), id).toBe(false);
  child.kill();
  await once(child, 'exit');
});
