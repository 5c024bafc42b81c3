/** The functions' bundle, compiled anew only when a byte of what goes into it has changed: that is most of the time of `synth`. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Bundle, CompiledBundle } from './bundle.ts';
import { COMPILING, defaultEntry } from './compiling.ts';

export interface RememberOptions {
  /** Default: `lambdas/main.ts` of this project. */
  readonly entry?: string;
  readonly make?: (entry: string) => Promise<CompiledBundle>;
}

/** Of contents, by path; undefined: there is no such file. */
type Hashes = Readonly<Record<string, string | undefined>>;

/** As written beside the packages. */
interface Remembered {
  readonly recipe: string;
  readonly sources: Hashes;
  readonly minifiedBytes: number;
  readonly sha256: string;
  /** base64 */
  readonly zip: string;
}

export async function rememberedBundle(options: RememberOptions = {}): Promise<Bundle> {
  const entry = options.entry ?? defaultEntry();
  const make = options.make ?? compile;
  const modules = path.join(path.dirname(entry), '..', 'node_modules');
  const recipe = await recipeOf(modules);
  if (recipe === undefined) return make(entry);
  const file = path.join(modules, '.cache', 'live-stack', 'functions.json');
  const known = await recall(file, recipe);
  if (known) return known;
  const { sources, ...made } = await make(entry);
  await remember(file, {
    recipe,
    sources: await hashesOf(sources),
    ...made,
    zip: Buffer.from(made.zip).toString('base64'),
  });
  return made;
}

async function compile(entry: string): Promise<CompiledBundle> {
  const { bundle } = await import('./bundle.ts');
  return bundle({ entry });
}

/**
 * Beside its sources a bundle depends on how it is compiled, and on every installed version: the compiler's, and those
 * whose `package.json` leads to the files. Undefined where npm did not install: then nothing is remembered.
 */
async function recipeOf(modules: string): Promise<string | undefined> {
  const installed = await readFile(path.join(modules, '.package-lock.json')).catch(absent);
  if (!installed) return undefined;
  const how = JSON.stringify(COMPILING, (_, value: unknown) => (typeof value === 'function' ? String(value) : value));
  return createHash('sha256').update(installed).update(how).digest('hex');
}

/** Undefined when there is none, when a source changed or is gone, or when the file is damaged. */
async function recall(file: string, recipe: string): Promise<Bundle | undefined> {
  const text = await readFile(file, 'utf8').catch(absent);
  const known = text === undefined ? undefined : parsed(text);
  if (known?.recipe !== recipe) return undefined;
  const now = await hashesOf(Object.keys(known.sources));
  if (Object.entries(known.sources).some(([source, hash]) => now[source] !== hash)) return undefined;
  const zip = Buffer.from(known.zip, 'base64');
  if (sha256(zip) !== known.sha256) return undefined;
  return { zip, minifiedBytes: known.minifiedBytes, sha256: known.sha256 };
}

function parsed(text: string): Remembered | undefined {
  try {
    return JSON.parse(text) as Remembered;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A folder that cannot be written to costs time, and nothing else. Renamed into place: another command may read it now. */
async function remember(file: string, remembered: Remembered): Promise<void> {
  const made = `${file}.${randomUUID()}`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(made, JSON.stringify(remembered));
    await rename(made, file);
  } catch (error) {
    if (!/^(EACCES|EPERM|EROFS|ENOSPC)$/.test(String((error as NodeJS.ErrnoException).code))) throw error;
  }
}

async function hashesOf(files: readonly string[]): Promise<Hashes> {
  const contents = await Promise.all(files.map((file) => readFile(file).catch(absent)));
  return Object.fromEntries(contents.map((content, index) => [files[index], content && sha256(content)]));
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
