/** Bundles `lambdas/main.ts` into one CommonJS file and zips it, byte for byte the same on every machine. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { COMPILING, defaultEntry } from './compiling.ts';

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

/** With the files that it was made of. */
export interface CompiledBundle extends Bundle {
  readonly sources: readonly string[];
}

export interface BundleOptions {
  /** The entry file; default: `lambdas/main.ts` of this project. */
  readonly entry?: string;
}

/** Throws an Error with the compiler's messages, or when the result is too large for a template. */
export async function bundle(options: BundleOptions = {}): Promise<CompiledBundle> {
  const entry = options.entry ?? defaultEntry();
  const folder = path.dirname(entry);
  const result = await build({
    entryPoints: [entry],
    absWorkingDir: folder,
    ...COMPILING,
  });
  const code = result.outputFiles[0]?.contents;
  if (!code) throw new Error(`esbuild made nothing of ${entry}`);
  // What a plugin made up is no file.
  const files = Object.keys(result.metafile.inputs).filter((name) => !/^[a-z-]+:/.test(name));
  return { ...pack(code), sources: files.map((name) => path.join(folder, name)) };
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
