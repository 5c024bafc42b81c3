/** Bundles the command line and the web clients into `dist/`; with `--run` it starts the command with the arguments that follow. */
import { chmod, readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { build as buildPages } from 'vite';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

// One file of each vendor package loads in half the time of its hundreds of files, and need not be installed: the packages in
// `devDependencies` become part of the command. `dependencies` stay outside: what only the slower commands need, native code,
// esbuild itself, tablestore, which breaks in an ES module, and what the functions are compiled with.
const ALSO_BUNDLED = ['zod'];
const { dependencies } = JSON.parse(await readFile(path('package.json'), 'utf8'));
const external = Object.keys(dependencies).filter((name) => !ALSO_BUNDLED.includes(name));

await rm(path('dist'), { recursive: true, force: true });
const command = build({
  entryPoints: { 'live-stack': path('cli/main.ts') },
  outdir: path('dist'),
  bundle: true,
  // One chunk a command: `--help` need not load the CDK, nor `synth` the cloud.
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  external,
  // Packages in CommonJS ask for Node's own modules.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  // Class names are part of templates and messages.
  minifySyntax: true,
  minifyWhitespace: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
});
const pages = buildPages({ configFile: path('clients/vite.config.ts'), logLevel: 'warn' });
await Promise.all([command, pages]);
await chmod(path('dist/live-stack.js'), 0o755);

const [flag, ...args] = process.argv.slice(2);
if (flag === '--run') {
  process.argv = [process.argv[0], path('dist/live-stack.js'), ...args];
  await import(new URL('dist/live-stack.js', import.meta.url).href);
}
