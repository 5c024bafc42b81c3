import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from './eventually.ts';
import { isRunning } from './is-running.ts';
import { ECHO, openKit, serve } from './kit.ts';
import { rawRequest } from './raw-request.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fc-orphans-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('L3: nothing is left behind', () => {
  it('functions and what they started end when the local cloud is killed, and the next one removes their code', async () => {
    const outfile = join(folder, 'parent.mjs');
    const entryPoints = [join(import.meta.dirname, 'orphan-parent.ts')];
    buildSync({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20' });
    const directory = await mkdtemp(join(folder, 'code-'));
    const parent = spawn(process.execPath, [outfile, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(parent.stdout, 'data');
    const pids = JSON.parse(String(line)) as number[];
    expect(pids.map(isRunning)).toEqual([true, true]);
    const left = await readdir(directory);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await eventually(() => pids.map(isRunning)).toEqual([false, false]);
    expect(await readdir(directory)).toEqual(left);

    const kit = await openKit({ directory });
    expect((await rawRequest(await serve(kit.fc, ECHO))).status).toBe(200);
    expect(await readdir(directory)).not.toContain(left[0]);
    await kit.close();
    expect(await readdir(directory)).toEqual([]);
  });
});
