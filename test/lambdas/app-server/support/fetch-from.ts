/** Requests to an application without a socket, as `fetch` makes and answers them. */
import { LIMITS } from '../../../../lambdas/api/fields.ts';
import type { HttpAnswer, HttpRequest } from '../../../../lambdas/app-server/http/exchange.ts';
import type { Application } from '../../../../lambdas/app-server/http/listener.ts';

export async function fetchFrom(app: Application, path: string, init: RequestInit = {}): Promise<Response> {
  const request = new Request(new URL(path, 'http://localhost'), init);
  const { pathname, searchParams } = new URL(request.url);
  const sent: HttpRequest = {
    method: request.method,
    path: pathname,
    query: Object.fromEntries(searchParams),
    header: (name) => request.headers.get(name) ?? undefined,
    body: () => firstBytes(request.body),
  };
  let answer: HttpAnswer | undefined;
  await app.fetch(request, {
    sent,
    send: (given) => {
      answer = given;
    },
  });
  if (!answer) {
    throw new Error(`${path} was not answered`);
  }
  return new Response(answer.status === 204 ? null : answer.body, answer);
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
