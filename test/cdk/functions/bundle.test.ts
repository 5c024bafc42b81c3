import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, MAX_MINIFIED_BYTES, MAX_ZIP_BYTES, pack } from '../../../cdk/functions/bundle.ts';
import { defaultEntry } from '../../../cdk/functions/compiling.ts';
import { PROJECT } from '../support.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'live-stack-bundle-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function entry(name: string, source: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, source);
  return file;
}

function unpacked(zip: Uint8Array): string {
  const files = unzipSync(zip);
  expect(Object.keys(files)).toEqual(['main.js']);
  return Buffer.from(files['main.js'] ?? []).toString();
}

describe('the bundle of a small program', () => {
  it('is one CommonJS file that runs, without warnings of deprecated calls', async () => {
    await entry('half.ts', 'export const say = (word: string) => console.log(word, Buffer(1).length);');
    const file = await entry('small.ts', "import('./half.ts').then(({ say }) => say(process.argv[2] ?? ''));");
    const { zip } = await bundle({ entry: file });
    const script = await entry('main.js', unpacked(zip));
    const output = execFileSync(process.execPath, ['--throw-deprecation', script, 'hello'], { encoding: 'utf8' });
    expect(output).toBe('hello 1\n');
  });

  it('loads only the half that is asked for', async () => {
    await entry('one.ts', "console.log('one');");
    await entry('two.ts', "console.log('two');");
    const file = await entry('halves.ts', "process.argv[2] === 'one' ? import('./one.ts') : import('./two.ts');");
    const { zip } = await bundle({ entry: file });
    const script = await entry('halves.js', unpacked(zip));
    expect(execFileSync(process.execPath, [script, 'one'], { encoding: 'utf8' })).toBe('one\n');
  });

  it('with a mistake is refused with the compiler’s message', async () => {
    const file = await entry('broken.ts', "import { x } from './missing.ts'; x();");
    await expect(bundle({ entry: file })).rejects.toThrow(/missing\.ts/);
  });
});

describe('the zip', () => {
  it('T1 is the same whatever the time, the time zone and the working directory', () => {
    const zone = process.env.TZ;
    const hashes = ['UTC', 'Asia/Shanghai', 'America/St_Johns', 'Pacific/Apia'].map((name) => {
      process.env.TZ = name;
      return pack(Buffer.from('console.log(1)')).sha256;
    });
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
    expect(new Set(hashes).size).toBe(1);
  });

  it('carries no time of this build', () => {
    const { zip } = pack(Buffer.from('x'));
    const view = new DataView(zip.buffer, zip.byteOffset);
    const [time, date] = [view.getUint16(10, true), view.getUint16(12, true)];
    expect({ time, date }).toEqual({ time: 0, date: (0 << 9) | (1 << 5) | 1 });
  });

  it('T2 above the limit is refused with what to do', () => {
    // Hashes do not compress.
    const noise = Array.from({ length: 8_000 }, (_, i) => createHash('sha256').update(String(i)).digest());
    expect(() => pack(Buffer.concat(noise))).toThrow(/zip has \d+ bytes, expected at most 230000: remove a dependency/);
  });

  it('T2 of a bundle above the limit is refused before it is zipped', () => {
    expect(() => pack(Buffer.alloc(MAX_MINIFIED_BYTES + 1, 'a'))).toThrow(/bundle has 1200001 bytes/);
  });
});

describe('the entry', () => {
  it('is found from any place inside the project', () => {
    const expected = path.join(PROJECT, 'lambdas', 'main.ts');
    expect(defaultEntry(path.join(PROJECT, 'dist', 'live-stack.js'))).toBe(expected);
    expect(defaultEntry()).toBe(expected);
  });

  it('outside the project is an error that says so', () => {
    expect(() => defaultEntry(path.join(path.parse(PROJECT).root, 'x.js'))).toThrow(/run from a clone/);
  });
});

describe('the bundle of the functions', () => {
  it('T1 is the same twice, and T2 small enough for a template', async () => {
    const first = await bundle();
    const before = process.cwd();
    process.chdir(os.tmpdir());
    const second = await bundle().finally(() => process.chdir(before));
    expect(second.sha256).toBe(first.sha256);
    expect(first.minifiedBytes).toBeLessThanOrEqual(MAX_MINIFIED_BYTES);
    expect(first.zip.byteLength).toBeLessThanOrEqual(MAX_ZIP_BYTES);
    expect(first.zip.byteLength).toBeGreaterThan(50_000);
    expect(unpacked(first.zip)).not.toContain(PROJECT);
  });
});
