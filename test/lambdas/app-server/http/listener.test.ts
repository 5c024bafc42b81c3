import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../../lambdas/api/fields.ts';
import { type HttpAnswer, type HttpRequest, SENT } from '../../../../lambdas/app-server/http/exchange.ts';
import { type Application, listener } from '../../../../lambdas/app-server/http/listener.ts';
import { createLogger } from '../../../../lambdas/cloud/logger.ts';

const log: string[] = [];
let server: Server | undefined;

type Answer = (request: HttpRequest) => Promise<HttpAnswer>;

const applicationOf = (answer: Answer): Application => ({
  fetch: async (_request, { sent, send }) => {
    send(await answer(sent));
    return SENT;
  },
});

async function start(answer: Answer): Promise<string> {
  const logger = createLogger({ write: (line) => log.push(line), clock: { now: () => 0 } });
  server = createServer(listener(applicationOf(answer), logger)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  log.splice(0);
  server?.closeAllConnections();
  server?.close();
});

/** Answers what it was asked. */
const echo: Answer = async (request) => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    method: request.method,
    path: request.path,
    query: request.query,
    agent: request.header('x-agent'),
    body: Buffer.from(await request.body()).toString(),
  }),
});

describe('the application behind a socket', () => {
  it('gets method, path, query, headers and body as they were sent', async () => {
    const origin = await start(echo);
    const answer = await fetch(`${origin}/a%20b?x=1&y=%E4%B8%AD`, {
      method: 'POST',
      headers: { 'X-Agent': 'me' },
      body: '中文',
    });
    expect(await answer.json()).toEqual({
      method: 'POST',
      path: '/a%20b',
      query: { x: '1', y: '中' },
      agent: 'me',
      body: '中文',
    });
    expect(answer.headers.get('content-length')).toBe(
      String(
        Buffer.byteLength(
          JSON.stringify({
            method: 'POST',
            path: '/a%20b',
            query: { x: '1', y: '中' },
            agent: 'me',
            body: '中文',
          }),
        ),
      ),
    );
  });

  it('a query without names that hurt: it is only data', async () => {
    const origin = await start(echo);
    const { query } = (await (await fetch(`${origin}/?__proto__=1&a=1&a=2`)).json()) as { query: object };
    expect(Object.keys(query)).toEqual(['__proto__', 'a']);
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });

  it('answers 204 without a body, and HEAD with the length of what GET would get', async () => {
    const origin = await start(async () => ({ status: 204, headers: {}, body: '' }));
    const answer = await fetch(origin, { method: 'OPTIONS' });
    expect([answer.status, await answer.text(), answer.headers.get('content-length')]).toEqual([204, '', null]);
  });

  it('A12: stops reading a body that grows too large, and goes on serving the connection’s owner', async () => {
    const errors: unknown[] = [];
    const origin = await start(async (request) => {
      try {
        await request.body();
      } catch (error) {
        errors.push(error);
      }
      return { status: 413, headers: {}, body: '{}' };
    });
    const answer = await fetch(origin, { method: 'POST', body: 'x'.repeat(LIMITS.body + 1) });
    expect(answer.status).toBe(413);
    expect(errors).toMatchObject([{ reason: 'body_too_large' }]);
    expect((await fetch(origin, { method: 'POST', body: 'x' })).status).toBe(413);
    expect(errors).toHaveLength(1);
  });

  it('A12: a connection that breaks off in a body ends the request', async () => {
    let failed: (error: unknown) => void = () => undefined;
    const failure = new Promise((resolve) => {
      failed = resolve;
    });
    const origin = await start(async (request) => {
      await request.body().catch(failed);
      return { status: 400, headers: {}, body: '{}' };
    });
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc', () => socket.destroy());
    expect(await failure).toMatchObject({ reason: 'invalid_request' });
  });

  it('A13: an application that fails although it must not closes the connection and is logged', async () => {
    const origin = await start(() => Promise.reject(new Error('a bug')));
    await expect(fetch(origin)).rejects.toThrow();
    expect(log.join()).toContain('a request could not be answered');
  });
});
