/** Serves the built web clients with the `config.json` that tells them where the AppServer is. */
import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAdaptorServer } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { CliError } from '../errors.ts';

/** The first port that is tried: the one after the local cloud's own. */
export const PAGES_PORT = 7303;

export interface Pages {
  /** A server that does not listen yet. */
  readonly server: Server;
  close(): Promise<void>;
}

export interface PagesOptions {
  /** Origin of the AppServer that the pages talk to. */
  readonly appServer: string;
  /** Where the built pages lie; default: `dist/clients` of this project. */
  readonly directory?: string;
}

/** @throws CliError `NoPages` when they were never built */
export function openPages({ appServer, directory = builtPages() }: PagesOptions): Pages {
  const app = new Hono();
  app.use('*', async (c, next) => {
    await next();
    // Names of built files carry a hash of their content; documents and the configuration may change any time.
    c.res.headers.set('cache-control', c.req.path.includes('/assets/') ? 'max-age=31536000, immutable' : 'no-cache');
    c.res.headers.set('x-content-type-options', 'nosniff');
  });
  app.get('/config.json', (c) => c.json({ appServer }));
  app.use('*', serveStatic({ root: directory }));
  app.notFound((c) => c.text('There is no such page. The pages are /, /streamer/ and /viewer/.', 404));
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  return {
    server,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** `dist/clients` in the nearest folder above this file, wherever the command line itself was bundled to. */
function builtPages(): string {
  const from = path.dirname(fileURLToPath(import.meta.url));
  for (let folder = from; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const pages = path.join(folder, 'dist', 'clients');
    if (existsSync(path.join(pages, 'index.html'))) return pages;
  }
  throw new CliError('NoPages', 'the web clients are not built', { hint: 'Run "npm run build" first.', exitCode: 2 });
}
