/** Bundles `lambdas/main.ts` into one CommonJS file and zips it, byte for byte the same on every machine. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { zipSync } from 'fflate';

/** Both functions run from this file; more would crowd the template (function-compute.md §11). */
export const MAX_MINIFIED_BYTES = 1_200_000;
export const MAX_ZIP_BYTES = 230_000;

/** Name inside the zip: the start command is `node /code/main.js <half>`. */
const FILE = 'main.js';

export interface Bundle {
  readonly zip: Uint8Array;
  readonly minifiedBytes: number;
  /** Hex, of the zip. */
  readonly sha256: string;
}

export interface BundleOptions {
  /** The entry file; default: `lambdas/main.ts` of this project. */
  readonly entry?: string;
}

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

/** Throws an Error with the compiler's messages, or when the result is too large for a template. */
export async function bundle(options: BundleOptions = {}): Promise<Bundle> {
  const entry = options.entry ?? defaultEntry();
  const result = await build({
    entryPoints: [entry],
    absWorkingDir: path.dirname(entry),
    bundle: true,
    write: false,
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
  });
  const code = result.outputFiles[0]?.contents;
  if (!code) throw new Error(`esbuild made nothing of ${entry}`);
  return pack(code);
}

/** Zips one file with a fixed time and checks the sizes. */
export function pack(code: Uint8Array): Bundle {
  expectAtMost('bundle', code.byteLength, MAX_MINIFIED_BYTES);
  // The zip format keeps local time: this constructor gives the same fields in every time zone.
  const mtime = new Date(1980, 0, 1);
  const zip = zipSync({ [FILE]: code }, { level: 9, mtime });
  expectAtMost('zip', zip.byteLength, MAX_ZIP_BYTES);
  return { zip, minifiedBytes: code.byteLength, sha256: createHash('sha256').update(zip).digest('hex') };
}

function expectAtMost(what: string, bytes: number, most: number): void {
  if (bytes <= most) return;
  throw new Error(
    `the functions' ${what} has ${bytes} bytes, expected at most ${most}: remove a dependency from lambdas/, ` +
      'load a smaller variant of it (zod/mini, pop-core), or name a code location in OSS in the stage ("code")',
  );
}
