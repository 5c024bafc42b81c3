/** How large what is delivered is: the functions' bundle, the templates, the pages. Tests hold the same limits. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle, MAX_MINIFIED_BYTES, MAX_ZIP_BYTES } from '../../cdk/functions/bundle.ts';
import { entryFiles, gzippedBytes } from '../clients/entry-files.ts';
import type { Benchmark, Figure } from './figure.ts';
import { PROJECT, runCommand } from './programs.ts';

const MOST_IN_TEMPLATE = 450_000;
const MOST_AT_ENTRY = 30_000;

export const sizes: Benchmark = {
  name: 'sizes',
  measure: async () => {
    const { zip, minifiedBytes } = await bundle({ entry: join(PROJECT, 'lambdas/main.ts') });
    return [
      figure('bundle of the functions', minifiedBytes, MAX_MINIFIED_BYTES),
      figure('bundle of the functions, zipped', zip.length, MAX_ZIP_BYTES),
      figure('largest template', Math.max(...(await templateBytes())), MOST_IN_TEMPLATE),
      figure(
        'entry page, gzipped',
        gzippedBytes(entryFiles(join(PROJECT, 'dist/clients'), 'index.html')),
        MOST_AT_ENTRY,
      ),
    ];
  },
};

async function templateBytes(): Promise<number[]> {
  const out = await mkdtemp(join(tmpdir(), 'bench-sizes-'));
  const { stdout } = await runCommand(['synth', '--out', out, '--json']);
  await rm(out, { recursive: true });
  return [...stdout.matchAll(/"bytes": ?(\d+)/g)].map(([, bytes]) => Number(bytes));
}

const figure = (name: string, bytes: number, atMost: number): Figure => ({
  name,
  unit: 'bytes',
  samples: [bytes],
  target: { of: 'median', atMost },
});
