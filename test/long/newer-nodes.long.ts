import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isShort } from './length.ts';
import { installNode, type NodeBinary } from './node-binary.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** Hashes of the templates as a Node.js makes them: without any warning, whatever has become stricter in it. */
async function hashesOf(node: string, out: string): Promise<string[]> {
  const args = [join(ROOT, 'dist/live-stack.js'), 'synth', '--out', out, '--json'];
  const { stdout, stderr } = await run(node, args, { cwd: ROOT });
  expect(stderr).toBe('');
  return stdout.match(/[0-9a-f]{64}/g) ?? [];
}

/** The releases that people have and that this project is not developed on. */
describe.each(isShort ? ['24'] : ['22', '24'])('the command on Node.js %s', (version) => {
  let newer: NodeBinary;
  beforeAll(async () => {
    newer = await installNode(version);
  }, 120_000);
  afterAll(() => newer.remove());

  it('T1: writes the templates that this Node.js writes', async () => {
    expect((await run(newer.node, ['--version'])).stdout).toMatch(new RegExp(`^v${version}\\.`));
    const hashes = await hashesOf(newer.node, join(newer.directory, 'out'));
    expect(hashes).toHaveLength(3);
    expect(hashes).toEqual(await hashesOf(process.execPath, join(newer.directory, 'here')));
  });
});
