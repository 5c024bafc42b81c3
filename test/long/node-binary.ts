/** A Node.js of a given version, from the package that carries its binary for this platform. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface NodeBinary {
  /** Path of the program. */
  readonly node: string;
  /** Its folder, empty but for the package. */
  readonly directory: string;
  remove(): Promise<void>;
}

export async function installNode(version: string): Promise<NodeBinary> {
  const directory = await mkdtemp(join(tmpdir(), `node-${version}-`));
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  await promisify(execFile)('npm', ['install', '--no-save', '--prefix', directory, `${name}@${version}`]);
  return {
    node: join(directory, 'node_modules', name, 'bin', 'node'),
    directory,
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
