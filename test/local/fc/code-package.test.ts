import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CodeFolders } from '../../../local/fc/code-folders.ts';
import { codePackageOf, unpack } from '../../../local/fc/code-package.ts';
import { crc64 } from '../../../local/fc/crc64.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fc-code-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const zipOf = (files: Record<string, string>) =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))));

describe('code package', () => {
  it('is laid out with its folders, executable', async () => {
    const zipFile = zipOf({ 'main.js': 'a', 'lib/deep/b.txt': 'b', 'empty/': '' }).toString('base64');
    await unpack(zipFile, folder);
    expect(await readFile(join(folder, 'lib/deep/b.txt'), 'utf8')).toBe('b');
    expect((await stat(join(folder, 'empty'))).isDirectory()).toBe(true);
    expect((await stat(join(folder, 'main.js'))).mode & 0o111).toBe(0o111);
  });

  it('knows its size and checksum', () => {
    const zip = zipOf({ 'main.js': 'a' });
    const zipFile = zip.toString('base64');
    const codeChecksum = crc64(zip);
    expect(codePackageOf({ code: { zipFile, checksum: codeChecksum } })).toEqual({
      zipFile,
      codeChecksum,
      codeSize: zip.length,
    });
    expect(() => codePackageOf({ code: { zipFile, checksum: '1' } })).toThrow(codeChecksum);
  });

  it('is absent when there is no code', () => {
    expect(codePackageOf({})).toBeUndefined();
  });

  it.each([['../evil.js'], ['a/../../evil.js'], ['/etc/evil'], ['C:\\evil'], ['..\\evil.js'], ['a\0b']])(
    'with an entry that leads out of the folder (%j) is refused',
    (name) => {
      const zipFile = zipOf({ 'main.js': 'a', [name]: 'b' }).toString('base64');
      expect(() => codePackageOf({ code: { zipFile } })).toThrow('leads out of the code folder');
    },
  );

  it.each([
    ['what is no zip', { zipFile: Buffer.from('hello').toString('base64') }, 'not a usable zip'],
    ['nothing', { zipFile: '' }, 'ZipFile'],
    ['code in OSS', { ossBucketName: 'b', ossObjectName: 'o' }, 'not from OSS'],
    ['source code', { sourceCode: 'exports.handler = 1' }, 'ZipFile'],
  ])('refuses %s', (_name, code, reason) => {
    expect(() => codePackageOf({ code })).toThrow(reason);
  });

  it('has a CRC-64 like the published check value', () => {
    expect(crc64(Buffer.from('123456789'))).toBe(String(0x995dc9bbdf1939fan));
    expect(crc64(Buffer.alloc(0))).toBe('0');
  });
});

describe('folders for code', () => {
  it('are removed one by one, all at once, and those of processes that were killed', async () => {
    const folders = new CodeFolders(folder);
    const [first, second] = [await folders.create(), await folders.create()];
    await mkdir(join(folder, 'live-stack-fc-999999999-abc'));
    await mkdir(join(folder, 'live-stack-fc-1-abc'));
    await mkdir(join(folder, 'somebody-else'));
    await folders.removeAbandoned();
    expect(await readdir(folder)).toHaveLength(4);
    await folders.remove(first);
    expect(await readdir(folder)).toContain(second.slice(folder.length + 1));
    await folders.removeAll();
    expect((await readdir(folder)).sort()).toEqual(['live-stack-fc-1-abc', 'somebody-else']);
  });
});
