import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle as makeBundle } from '../../cdk/functions/bundle.ts';

const ENTRY = fileURLToPath(new URL('../../lambdas/main.ts', import.meta.url));

let folder = '';
let bundle = '';
let sizes = { minified: 0, zipped: 0 };
let traced = '';

/** Writes down which of our modules, and which of the large packages, are evaluated. */
const trace: Plugin = {
  name: 'trace',
  setup: ({ onLoad }) => {
    const traced =
      /(lambdas\/.*\.ts|node_modules\/(tablestore\/index|tablestore\/lib\/core|@alicloud\/pop-core\/lib\/rpc|hono\/dist\/hono)\.js)$/;
    onLoad({ filter: traced }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const name = path.replace(/^.*\/(lambdas|node_modules)\//, '');
      const contents = `${source}\n;(globalThis.evaluated ??= []).push(${JSON.stringify(name)});\n`;
      return { contents, loader: path.endsWith('.ts') ? 'ts' : 'js' };
    });
  },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  bundle = join(folder, 'main.js');
  traced = join(folder, 'traced.js');
  const common: BuildOptions = {
    entryPoints: [ENTRY],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
  };
  const { zip, minifiedBytes } = await makeBundle();
  sizes = { minified: minifiedBytes, zipped: zip.length };
  await writeFile(bundle, unzipSync(zip)['main.js'] ?? '');
  const report = 'process.on("exit", () => process.stderr.write("EVALUATED" + JSON.stringify(globalThis.evaluated)));';
  await build({ ...common, outfile: traced, plugins: [trace], banner: { js: report }, logLevel: 'silent' });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

function run(file: string, args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [file, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, ended, errors: () => errors };
}

/** Asks until the server listens; a failed connection is the only thing that is waited for. */
async function ask(url: string, init: RequestInit, alive: () => boolean): Promise<Response> {
  for (;;) {
    try {
      return await fetch(url, init);
    } catch (error) {
      if (!alive()) {
        throw error;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

describe('the bundle of both functions', () => {
  it('is small enough for the template', () => {
    expect(sizes.minified).toBeLessThan(1_200_000);
    expect(sizes.zipped).toBeLessThan(230_000);
  });

  it.each([
    [[], /Expected "app-server" or "provisioner" as the first argument, got nothing/],
    [['both'], /got "both"/],
    [['constructor'], /got "constructor"/],
  ])('ends with a clear error for the arguments %j', async (args, message) => {
    const { ended, errors } = run(bundle, args);
    expect(await ended).toBe(1);
    expect(errors()).toMatch(message);
  });

  it('names the missing variables instead of starting half-configured', async () => {
    const { ended, errors } = run(bundle, ['provisioner'], { FC_REGION: 'cn-shanghai' });
    expect(await ended).toBe(1);
    expect(errors()).toMatch(/LIVE_STACK_TABLESTORE_INSTANCE/);
  });

  it('evaluates nothing of the other half, and neither SDK before it is needed', async () => {
    const port = await freePort();
    const { child, ended, errors } = run(traced, ['provisioner'], {
      FC_REGION: 'cn-shanghai',
      LIVE_STACK_TABLESTORE_INSTANCE: 'stack-test',
      FC_CUSTOM_LISTEN_PORT: String(port),
    });
    const alive = () => child.exitCode === null;
    const headers = { connection: 'close' };
    const answer = await ask(`http://127.0.0.1:${port}/initialize`, { method: 'POST', headers }, alive);
    expect(answer.status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    const evaluated = JSON.parse(errors().split('EVALUATED')[1] ?? '[]') as string[];
    expect(evaluated).toContain('provisioner/server.ts');
    expect(evaluated.filter((name) => /^app-server\/|^api\/|hono|tablestore\/(index|lib)|pop-core/.test(name))).toEqual(
      [],
    );
  });
});
