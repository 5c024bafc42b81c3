/** What is compiled into the functions' code, and how: apart from the compiler, which takes long to load. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions, Plugin } from 'esbuild';

/** `lambdas/main.ts` in the nearest folder above this file, wherever the command line itself was bundled to. */
export function defaultEntry(from: string = fileURLToPath(import.meta.url)): string {
  for (let folder = path.dirname(from); folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const entry = path.join(folder, 'lambdas', 'main.ts');
    if (existsSync(entry)) return entry;
  }
  throw new Error(`expected lambdas/main.ts in a folder above ${path.dirname(from)}; run from a clone of the project`);
}

/** The Tablestore SDK loads its reader of SQL results with everything else; no function asks SQL, and it is a twentieth of the zip. */
const withoutSql: Plugin = {
  name: 'without-sql',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^flatbuffers$|sql_generated/ }, ({ path: left }) => ({ path: left, namespace: 'left-out' }));
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
  },
};

export const COMPILING = {
  bundle: true,
  write: false,
  metafile: true,
  // tablestore breaks in an ES module (function-compute.md §11.1).
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'silent',
  tsconfigRaw: {},
  // tablestore calls `Buffer()`, which outside node_modules warns on every start (function-compute.md §11.1).
  plugins: [withoutSql],
  banner: { js: 'process.noDeprecation=true;' },
} as const satisfies BuildOptions;
