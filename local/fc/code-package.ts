/** Code packages: reads the zip of a function and lays it out in a folder. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { unzipSync } from 'fflate';
import { crc64 } from './crc64.ts';
import { fcError } from './errors.ts';
import { objectAt, stringAt } from './json.ts';
import { LIMITS } from './limits.ts';
import type { FunctionRecord, Input } from './records.ts';

export type CodePackage = Pick<FunctionRecord, 'zipFile' | 'codeChecksum' | 'codeSize'>;

/** Takes `code` of a create or update; undefined when absent. Only `zipFile` is offered. Throws `InvalidArgument`. */
export function codePackageOf(input: Input): CodePackage | undefined {
  const code = objectAt(input, 'code');
  if (!code) return undefined;
  const zipFile = stringAt(code, 'zipFile');
  if (!zipFile) {
    throw fcError.invalid('code: the local Function Compute takes code as ZipFile (a base64 zip) only, not from OSS');
  }
  const bytes = Buffer.from(zipFile, 'base64');
  if (bytes.length > LIMITS.codePackage) {
    throw fcError.invalid(`code.zipFile has ${bytes.length} bytes: at most ${LIMITS.codePackage}`);
  }
  filesOf(bytes);
  const codeChecksum = crc64(bytes);
  const expected = stringAt(code, 'checksum');
  if (expected && expected !== codeChecksum) {
    throw fcError.invalid(`code.checksum is ${expected}, but the CRC-64 of the zip is ${codeChecksum}`);
  }
  return { zipFile, codeChecksum, codeSize: bytes.length };
}

/**
 * Writes the files of a package below `folder`. All of them become executable: the zip library does not tell the
 * permission bits (the platform keeps them).
 */
export async function unpack(zipFile: string, folder: string): Promise<void> {
  for (const [name, content] of filesOf(Buffer.from(zipFile, 'base64'))) {
    const path = join(folder, name);
    if (name.endsWith('/')) {
      await mkdir(path, { recursive: true });
    } else {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content, { mode: 0o755 });
    }
  }
}

/** The entries of the zip. Refuses names that lead out of the folder, and packages that unzip to more than 500 MB. */
function filesOf(zip: Uint8Array): [string, Uint8Array][] {
  let size = 0;
  try {
    const files = unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        size += originalSize;
        if (size > LIMITS.unzippedCode) throw new Error(`more than ${LIMITS.unzippedCode} bytes when unzipped`);
        if (leadsOut(name)) throw new Error(`the entry '${name}' leads out of the code folder`);
        return true;
      },
    });
    return Object.entries(files);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw fcError.invalid(`code.zipFile is not a usable zip in base64: ${reason}`);
  }
}

function leadsOut(name: string): boolean {
  return isAbsolute(name) || /^[A-Za-z]:/.test(name) || name.includes('\0') || name.split(/[/\\]/).includes('..');
}
