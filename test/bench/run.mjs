/**
 * Bundles the benchmarks and runs them with the arguments given: `npm run bench -- [--only TEXT] [--json FILE] [--keep]`,
 * or the
 * scale model: `npm run scale -- [--measure] [--real] [--write]`.
 */
import { readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

// Below node_modules, so that packages are found and nothing has to be ignored by git.
const outdir = path('../../node_modules/.cache/live-stack-bench/');
const programs = await readdir(path('programs'));

await rm(outdir, { recursive: true, force: true });
await build({
  entryPoints: [
    ...['main', 'scale/main', 'im', ...programs.map((name) => `programs/${name.replace(/\.ts$/, '')}`)].map((name) => ({
      in: path(`${name}.ts`),
      out: name,
    })),
    { in: path('../browser/bench.ts'), out: 'browser' },
  ],
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  // As the command line is shipped: the local cloud is a chunk of its own.
  splitting: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  logLevel: 'warning',
});
await import(process.argv[2] === 'scale' ? `${outdir}scale/main.mjs` : `${outdir}main.mjs`);
