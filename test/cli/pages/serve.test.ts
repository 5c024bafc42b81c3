import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPages, type Pages } from '../../../cli/pages/serve.ts';

describe('the page server', () => {
  let folder: string;
  let directory: string;
  let pages: Pages;
  let origin: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pages-'));
    directory = join(folder, 'pages');
    await writeFile(join(folder, 'secret'), 'secret');
    await mkdir(join(directory, 'viewer'), { recursive: true });
    await mkdir(join(directory, 'assets'));
    await writeFile(join(directory, 'index.html'), '<p>entry</p>');
    await writeFile(join(directory, 'viewer/index.html'), '<p>viewer</p>');
    await writeFile(join(directory, 'assets/viewer-1a2b.js'), 'export {};');
    pages = openPages({ appServer: 'http://127.0.0.1:7301', directory });
    await new Promise<void>((resolve) => pages.server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(pages.server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    await pages.close();
    await rm(folder, { recursive: true });
  });

  it.each([
    ['/', 'text/html', '<p>entry</p>', 'no-cache'],
    ['/viewer/', 'text/html', '<p>viewer</p>', 'no-cache'],
    ['/assets/viewer-1a2b.js', 'text/javascript', 'export {};', 'max-age=31536000, immutable'],
    ['/config.json', 'application/json', '{"appServer":"http://127.0.0.1:7301"}', 'no-cache'],
  ])('serves %s', async (path, type, body, caching) => {
    const response = await fetch(`${origin}${path}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain(type);
    expect(response.headers.get('cache-control')).toBe(caching);
    expect(await response.text()).toBe(body);
  });

  it.each(['/nothing', '/../secret', '/%2e%2e/secret', '/viewer/..%2f..%2fsecret'])('has no %s', async (path) => {
    const response = await fetch(`${origin}${path}`);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('secret');
  });
});
