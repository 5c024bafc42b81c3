import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const BUILT = fileURLToPath(new URL('../../dist/clients', import.meta.url));
/** Bytes, gzipped, before anything is played. */
const MOST_AT_ENTRY = 30_000;

/** What a browser fetches for a document: the files that it names, and what those import, but not what is imported later. */
function filesOf(page: string): Set<string> {
  const files = new Set([join(BUILT, page)]);
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const named = file.endsWith('.html')
      ? text.matchAll(/(?:src|href)="(\.[^"]+\.(?:js|css))"/g)
      : text.matchAll(/(?:from|import)\s*["'](\.[^"']+)["']/g);
    for (const [, name = ''] of named) files.add(join(dirname(file), name));
  }
  return files;
}

describe('what the built pages load', () => {
  it('the entry page has at most 30 kB', () => {
    const bytes = [...filesOf('index.html')].map((file) => gzipSync(readFileSync(file)).length);
    expect(bytes.length).toBeGreaterThan(2);
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(MOST_AT_ENTRY);
  });

  it.each(['streamer/index.html', 'viewer/index.html'])('%s loads players and the vendor’s adapters later', (page) => {
    const names = [...filesOf(page)].map((file) => file.slice(BUILT.length));
    expect(names.some((name) => name.endsWith('.js'))).toBe(true);
    expect(names.filter((name) => /mpegts|hls/.test(name))).toEqual([]);
  });
});
