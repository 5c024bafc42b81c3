/** `.local/outputs.json`: how another command finds the local cloud that `live-stack start` runs in this folder. */
import { mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from './errors.ts';

/** How to reach and call the local cloud. */
export interface LocalAccess {
  readonly CloudEndpoint: string;
  readonly AccessKeyId: string;
  readonly AccessKeySecret: string;
  /** Where its media server listens: ports may be others than those of `ros.json`. */
  readonly IngestOrigin?: string;
  readonly StreamingOrigin?: string;
}

/** The stack's outputs and the access; without a stack the access alone. */
export type LocalOutputs = LocalAccess & { readonly [output: string]: string | undefined };

const MEMBERS = ['CloudEndpoint', 'AccessKeyId', 'AccessKeySecret'] as const;

export async function writeOutputs(directory: string, outputs: LocalOutputs): Promise<string> {
  const file = fileIn(directory);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(file, `${JSON.stringify(outputs, undefined, 2)}\n`, { mode: 0o600 });
  return file;
}

export async function removeOutputs(directory: string): Promise<void> {
  await rm(fileIn(directory), { force: true });
  // The folder goes too when nothing else is kept in it.
  await rmdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  });
}

/** Undefined when no local cloud runs in this folder; a file that a killed one left behind counts as none. */
export async function findLocalCloud(directory: string): Promise<LocalAccess | undefined> {
  const outputs = await read(directory);
  if (!outputs || !MEMBERS.every((name) => typeof outputs[name] === 'string')) return undefined;
  return (await isAlive(outputs.CloudEndpoint)) ? outputs : undefined;
}

/** Throws a CliError when no local cloud runs in this folder. */
export async function localCloudIn(directory: string): Promise<LocalAccess> {
  const found = await findLocalCloud(directory);
  if (found) return found;
  throw new CliError('NoLocalCloud', 'no local cloud runs in this folder', {
    hint: 'Run "live-stack start" in another terminal first, or pass --endpoint.',
    exitCode: 2,
  });
}

async function read(directory: string): Promise<LocalOutputs | undefined> {
  try {
    return JSON.parse(await readFile(fileIn(directory), 'utf8')) as LocalOutputs;
  } catch {
    // Missing or damaged: both mean that nothing can be reached through it.
    return undefined;
  }
}

async function isAlive(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/_local/health`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

function fileIn(directory: string): string {
  return join(directory, 'outputs.json');
}
