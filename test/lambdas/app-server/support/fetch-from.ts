/** Requests to an application without a socket, as `fetch` makes and answers them. */
import { LIMITS } from '../../../../lambdas/api/fields.ts';
import type { App } from '../../../../lambdas/app-server/http/exchange.ts';

export async function fetchFrom(app: App, path: string, init: RequestInit = {}): Promise<Response> {
  const request = new Request(new URL(path, 'http://localhost'), init);
  const { pathname, searchParams } = new URL(request.url);
  const { status, headers, body } = await app({
    method: request.method,
    path: pathname,
    query: Object.fromEntries(searchParams),
    header: (name) => request.headers.get(name) ?? undefined,
    body: () => firstBytes(request.body),
  });
  return new Response(status === 204 ? null : body, { status, headers });
}

/** As much of a body as shows that it is too large: it may have no end. */
async function firstBytes(body: Request['body']): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > LIMITS.body) {
      break;
    }
  }
  return Buffer.concat(chunks);
}
