import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import project from '../../package.json' with { type: 'json' };
import { run, startStack } from '../e2e/live-stack.ts';
import { isShort } from './length.ts';
import { installNode } from './node-binary.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const execute = promisify(execFile);

interface Packed {
  readonly filename: string;
  /** Bytes of the tarball, and of what is in it. */
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

/** Where the tarball lies; it is packed as for a release, so that `prepack` builds what is in it. */
let releases: string;
let packed: Packed;

beforeAll(async () => {
  releases = await mkdtemp(join(tmpdir(), 'live-stack-packed-'));
  const { stdout } = await execute('npm', ['pack', '--json', '--pack-destination', releases], { cwd: ROOT });
  [packed] = JSON.parse(stdout) as [Packed];
});
afterAll(() => rm(releases, { recursive: true, force: true }));

describe('npm pack', () => {
  const paths = () => packed.files.map(({ path }) => path);

  it('takes the command with its pages, the sources of the functions, which synth compiles, and the documents', () => {
    const tops = new Set(
      paths().map((path) =>
        path
          .split('/')
          .slice(0, path.startsWith('dist/') ? 2 : 1)
          .join('/'),
      ),
    );
    expect([...tops].sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'README.zh-CN.md',
      'dist/chunks',
      'dist/clients',
      'dist/live-stack.js',
      'docs',
      'lambdas',
      'package.json',
    ]);
    expect(packed.files.find(({ path }) => path === 'dist/live-stack.js')?.mode).toBe(0o755);
  });

  it('takes no test, no picture, no source map and no state', () => {
    const endings = new Set(paths().map((path) => extname(path)));
    // One of docs/examples is a workflow.
    expect([...endings].sort()).toEqual(['', '.css', '.html', '.js', '.json', '.md', '.ts', '.yml']);
    expect(paths().filter((path) => /\.test\.|node_modules|\.local/.test(path))).toEqual([]);
  });

  it('stays below 2 MB, 10 MB unpacked', () => {
    expect(packed.size).toBeLessThan(2_000_000);
    expect(packed.unpackedSize).toBeLessThan(10_000_000);
  });
});

/** In the short version the Node.js that runs the tests, which is also what `npm` here runs on. */
const VERSIONS = isShort ? ['this'] : ['20', '22', '24'];

describe.each(VERSIONS)('the tarball in an empty folder, on Node.js %s', (version) => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let cleanUp: () => Promise<void> = () => Promise.resolve();
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'live-stack-installed-'));
    let node = process.execPath;
    if (version !== 'this') {
      const binary = await installNode(version);
      cleanUp = () => binary.remove();
      node = binary.node;
    }
    // As a shell finds them: npm and the command name no Node.js, they take the first one.
    const path = [join(folder, 'node_modules/.bin'), dirname(node), process.env.PATH].join(delimiter);
    env = { PATH: path };
    const install = ['install', '--prefer-offline', '--prefix', folder, join(releases, packed.filename)];
    await execute('npm', install, { cwd: folder, env: { ...process.env, ...env } });
  });
  afterAll(async () => {
    await cleanUp();
    await rm(folder, { recursive: true, force: true });
  });

  const liveStack = (...args: string[]) => run(folder, args, env, ['live-stack']);

  it('says its version, and init writes a ros.json', async () => {
    expect(await liveStack('--version')).toEqual({ code: 0, stdout: `${project.version}\n`, stderr: '' });
    expect(await liveStack('init', '--app', 'my-live', '--region', 'ap-southeast-1')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Wrote ros.json with the stages local, ap-southeast-1'),
      stderr: '',
    });
  });

  it('T2: synth writes the template of each stage', async () => {
    expect(await liveStack('synth')).toMatchObject({ code: 0, stderr: '' });
    expect((await readdir(join(folder, 'out'))).sort()).toEqual([
      'ap-southeast-1.template.json',
      'local.template.json',
    ]);
  });

  it('L3: start brings the stack up with AppServer and pages, and ends by itself after Ctrl-C', async () => {
    const stack = await startStack(folder, ['--ephemeral'], env, ['live-stack']);
    try {
      expect((await fetch(`${stack.outputs.AppServerUrl}/health`)).status).toBe(200);
      const page = await fetch(`${stack.pages}/viewer/`);
      expect(await page.text()).toContain('<script');
    } finally {
      expect(await stack.stop('SIGINT')).toMatchObject({ code: 0 });
    }
  });
});
