/** The console of the local cloud: one page at `/` where a person sees what exists and what happens. It changes nothing. */
import { createHash } from 'node:crypto';
import { isFromThisMachine } from '../admin.ts';
import type { CloudRequest, CloudResponse, Operation } from '../product.ts';
import { MessageFeed } from './message-feed.ts';
import { errorPage, page } from './page/layout.ts';
import { pageScript } from './page/script.ts';
import { STYLE } from './page/style.ts';
import type { ConsoleOptions, Sources } from './sources.ts';
import { VIEWS, viewNamed } from './views.ts';

export interface Console {
  /** The operation that a request for the console asks for, undefined for any other. */
  route(request: CloudRequest): Operation | undefined;
}

const ROOT = '/_local/console/';
const DATA = `${ROOT}data/`;

export function createConsole(options: ConsoleOptions): Console {
  const sources: Sources = { ...options, feed: new MessageFeed(options.live.apps, options.clock) };
  return {
    route(request) {
      if (!isForConsole(request)) return undefined;
      return {
        product: 'console',
        action: `${request.method} ${request.path}`,
        run: async () => answer(request, sources),
        refuse: () => json(503, { message: 'unavailable' }),
      };
    },
  };
}

/** A GET of `/` that is no call of an RPC-style API, or anything under `/_local/console/`. */
function isForConsole({ method, path, query, headers }: CloudRequest): boolean {
  if (path.startsWith(ROOT)) return true;
  return path === '/' && method === 'GET' && !query.has('Action') && headers['x-acs-action'] === undefined;
}

function answer(request: CloudRequest, sources: Sources): CloudResponse {
  const { method, path, query } = request;
  if (!mayRead(request)) {
    return json(403, {
      message: 'only a browser on this machine reads the console, at http://127.0.0.1 or http://localhost',
    });
  }
  if (method !== 'GET') return json(405, { message: 'the console only shows: GET is expected' });
  if (path === '/') return unlessKnown(request, pageOf(query, sources));
  if (path === `${ROOT}style.css`) return asset('text/css', STYLE);
  if (path === `${ROOT}page.js`) return asset('text/javascript', pageScript());
  if (path.startsWith(DATA)) return dataOf(path.slice(DATA.length), query, sources);
  return json(404, { message: `${path}: known are ${ROOT}style.css, ${ROOT}page.js, ${DATA}<page>` });
}

/**
 * What `/_local/` asks of every request, except that a link on another page may open the console: the page that holds
 * the link cannot read what opens.
 */
function mayRead(request: CloudRequest): boolean {
  const { headers, method, path } = request;
  const opens = method === 'GET' && path === '/' && headers['sec-fetch-mode'] === 'navigate';
  const isTopLevel = opens && headers['sec-fetch-dest'] === 'document';
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${headers.host}`) return false;
  return isFromThisMachine(isTopLevel ? { ...request, headers: { ...headers, 'sec-fetch-site': 'none' } } : request);
}

function pageOf(query: URLSearchParams, sources: Sources): CloudResponse {
  const view = viewNamed(query.get('view'));
  const shown = view?.show(query, sources);
  if (!view || !shown) return text(404, 'text/html', String(errorPage(sources)));
  return text(200, 'text/html', String(page({ ...shown, section: view.section }, sources)));
}

function dataOf(name: string, query: URLSearchParams, sources: Sources): CloudResponse {
  const view = viewNamed(name);
  if (!view) return json(404, { message: `${name}: known are ${VIEWS.map((known) => known.name).join(', ')}` });
  const shown = view.show(query, sources);
  return shown ? json(200, shown.data) : json(404, { message: `${name}: there is nothing by that name (now)` });
}

/** Nothing but 304 when the browser has this very answer already: most looks find nothing new. */
function unlessKnown(request: CloudRequest, response: CloudResponse): CloudResponse {
  const etag = `"${createHash('sha256')
    .update(response.body ?? '')
    .digest('base64url')}"`;
  const headers = { ...response.headers, etag };
  return request.headers['if-none-match'] === etag ? { status: 304, headers } : { ...response, headers };
}

function asset(type: string, body: string): CloudResponse {
  return text(200, type, body);
}

function json(status: number, body: unknown): CloudResponse {
  return text(status, 'application/json', JSON.stringify(body));
}

/** Scripts and styles from here only, no frames, no address told to others. */
const PROTECTION = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

function text(status: number, type: string, body: string): CloudResponse {
  return { status, headers: { ...PROTECTION, 'content-type': `${type}; charset=utf-8` }, body };
}
