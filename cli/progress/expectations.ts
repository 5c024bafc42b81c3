/** How long each resource takes: as long as the last time, else as long as its type usually does. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Durations {
  /** Milliseconds of the whole operation. */
  readonly total: number;
  /** Milliseconds by logical id. */
  readonly resources: Readonly<Record<string, number>>;
}

/** Guesses for the real services, until a first run has measured them; everything else is done within two seconds. */
const USUAL_MS: Readonly<Record<string, number>> = {
  'Custom::LiveDomain': 180_000,
  'Custom::LiveUrlSigning': 30_000,
  'ALIYUN::FC3::Function': 10_000,
  'ALIYUN::FC::Function': 10_000,
  'ALIYUN::SLS::Project': 10_000,
  'ALIYUN::OTS::InstanceV2': 10_000,
};
const OTHERS_MS = 2_000;

export function usualMs(type: string): number {
  return USUAL_MS[type] ?? OTHERS_MS;
}

const FILE = 'durations.json';

/** Undefined when nothing was measured yet: the file is a convenience, and a damaged one counts as none. */
export async function readDurations(directory: string, key: string): Promise<Durations | undefined> {
  return (await readAll(directory))[key];
}

/** Failing to remember is no failure of a deployment: a folder that cannot be written to is told to `told`. */
export async function keepDurations(
  directory: string,
  key: string,
  durations: Durations,
  told: (text: string) => void,
): Promise<void> {
  const all = { ...(await readAll(directory)), [key]: durations };
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFile(join(directory, FILE), `${JSON.stringify(all, undefined, 2)}\n`);
  } catch (error) {
    told(`How long it took is not remembered: ${(error as Error).message}`);
  }
}

async function readAll(directory: string): Promise<Record<string, Durations>> {
  try {
    return JSON.parse(await readFile(join(directory, FILE), 'utf8')) as Record<string, Durations>;
  } catch {
    // Missing or damaged: nothing was measured.
    return {};
  }
}
