/** Bundles the command line into `dist/`; with `--run` it starts it right away with the arguments that follow. */
import { chmod } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const outfile = fileURLToPath(new URL('dist/live-stack.js', import.meta.url));

await build({
  entryPoints: [fileURLToPath(new URL('cli/main.ts', import.meta.url))],
  outfile,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  sourcemap: true,
  logLevel: 'warning',
  banner: { js: '#!/usr/bin/env node' },
});
await chmod(outfile, 0o755);

const [flag, ...args] = process.argv.slice(2);
if (flag === '--run') {
  process.argv = [process.argv[0], outfile, ...args];
  await import(new URL('dist/live-stack.js', import.meta.url).href);
}
