/** `.local/outputs.json`: how another command finds the local cloud that `live-stack start` runs in this folder. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from './errors.ts';

/** The stack's outputs, and how to reach and call the local cloud. */
export type LocalOutputs = Readonly<Record<string, string>> & {
  readonly CloudEndpoint: string;
  readonly AccessKeyId: string;
  readonly AccessKeySecret: string;
};

export async function writeOutputs(directory: string, outputs: LocalOutputs): Promise<string> {
  const file = join(directory, 'outputs.json');
  await mkdir(directory, { recursive: true });
  await writeFile(file, `${JSON.stringify(outputs, undefined, 2)}\n`, { mode: 0o600 });
  return file;
}

export async function removeOutputs(directory: string): Promise<void> {
  await rm(join(directory, 'outputs.json'), { force: true });
}

/** Throws a CliError when no local cloud runs in this folder. */
export async function readOutputs(directory: string): Promise<LocalOutputs> {
  const file = join(directory, 'outputs.json');
  try {
    return JSON.parse(await readFile(file, 'utf8')) as LocalOutputs;
  } catch {
    throw new CliError('NoLocalCloud', `no local cloud runs in this folder (${file} is not there)`, {
      hint: 'Run "live-stack start" in another terminal first, or pass --endpoint.',
      exitCode: 2,
    });
  }
}
