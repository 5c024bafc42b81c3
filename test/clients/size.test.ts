import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { entryFiles, gzippedBytes } from './entry-files.ts';

const BUILT = fileURLToPath(new URL('../../dist/clients', import.meta.url));
/** Bytes, gzipped, before anything is played. */
const MOST_AT_ENTRY = 30_000;

describe('what the built pages load', () => {
  it('the entry page has at most 30 kB', () => {
    const files = entryFiles(BUILT, 'index.html');
    expect(files.size).toBeGreaterThan(2);
    expect(gzippedBytes(files)).toBeLessThanOrEqual(MOST_AT_ENTRY);
  });

  it.each(['streamer/index.html', 'viewer/index.html'])('%s loads players and the vendor’s adapters later', (page) => {
    const names = [...entryFiles(BUILT, page)].map((file) => file.slice(BUILT.length));
    expect(names.some((name) => name.endsWith('.js'))).toBe(true);
    expect(names.filter((name) => /mpegts|hls/.test(name))).toEqual([]);
  });
});
