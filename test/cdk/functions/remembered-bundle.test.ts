import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pack } from '../../../cdk/functions/bundle.ts';
import { rememberedBundle } from '../../../cdk/functions/remembered-bundle.ts';

describe('the remembered bundle', () => {
  let folder: string;
  let compiled: number;
  const file = (name: string): string => path.join(folder, name);
  const memory = (): string => file('node_modules/.cache/live-stack/functions.json');
  const make = async (entry: string) => {
    compiled += 1;
    const sources = [entry, file('lambdas/part.ts')];
    return { ...pack(Buffer.concat(await Promise.all(sources.map((source) => readFile(source))))), sources };
  };
  const bundled = () => rememberedBundle({ entry: file('lambdas/main.ts'), make });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'live-stack-remembered-'));
    compiled = 0;
    await Promise.all(['lambdas', 'node_modules'].map((name) => mkdir(file(name))));
    await writeFile(file('lambdas/main.ts'), 'main');
    await writeFile(file('lambdas/part.ts'), 'part');
    await writeFile(file('node_modules/.package-lock.json'), '{"packages":{}}');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is compiled once, and the same bytes come back', async () => {
    const first = await bundled();
    const second = await bundled();
    expect(compiled).toBe(1);
    expect({ ...second, zip: [...second.zip] }).toEqual({
      zip: [...first.zip],
      minifiedBytes: first.minifiedBytes,
      sha256: first.sha256,
    });
  });

  it.each([
    ['a source changed', () => writeFile(file('lambdas/part.ts'), 'part!')],
    [
      'another package was installed',
      () => writeFile(file('node_modules/.package-lock.json'), '{"packages":{"a":{}}}'),
    ],
    ['the memory is no JSON', () => writeFile(memory(), '{"recipe":')],
    [
      'the remembered code is not what was compiled',
      async () => {
        const known = JSON.parse(await readFile(memory(), 'utf8'));
        await writeFile(memory(), JSON.stringify({ ...known, zip: Buffer.from('other').toString('base64') }));
      },
    ],
  ])('is compiled anew when %s', async (_, change) => {
    await bundled();
    await change();
    const { sha256 } = await bundled();
    expect(compiled).toBe(2);
    expect(sha256).toBe((await make(file('lambdas/main.ts'))).sha256);
  });

  it('is compiled anew when a source is gone, and tells what the compiler says', async () => {
    await bundled();
    await rm(file('lambdas/part.ts'));
    await expect(bundled()).rejects.toThrow(/ENOENT.*part\.ts/);
  });

  it('is made each time where npm did not install, because nothing says which versions there are', async () => {
    await rm(file('node_modules/.package-lock.json'));
    await bundled();
    await bundled();
    expect(compiled).toBe(2);
  });
});
