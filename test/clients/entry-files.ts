/** What a browser fetches before anything is played. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** The files of a built page: those that the document names, and what those import, but not what is imported later. */
export function entryFiles(built: string, page: string): Set<string> {
  const files = new Set([join(built, page)]);
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const named = file.endsWith('.html')
      ? text.matchAll(/(?:src|href)="(\.[^"]+\.(?:js|css))"/g)
      : text.matchAll(/(?:from|import)\s*["'](\.[^"']+)["']/g);
    for (const [, name = ''] of named) files.add(join(dirname(file), name));
  }
  return files;
}

/** Bytes on the way, each file compressed by itself. */
export function gzippedBytes(files: Iterable<string>): number {
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
}
