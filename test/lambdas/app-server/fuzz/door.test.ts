import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../../../lambdas/api/routes.ts';
import { type RunningServer, startAppServer } from '../../../../lambdas/app-server/server.ts';
import { ENVIRONMENT } from '../support/world.ts';

/** The process on a socket, without credentials: whatever gets as far as the cloud is told that the stage is not complete. */
let server: RunningServer;
const log: string[] = [];
beforeAll(async () => {
  server = await startAppServer({ ...ENVIRONMENT, FC_CUSTOM_LISTEN_PORT: '0' }, (line) => log.push(line));
});
afterAll(() => server.close());

/** Sends bytes, ends, and answers whatever comes back until the other side ends. */
async function exchange(bytes: Uint8Array): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  // A server may hang up on nonsense in the middle of it.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.end(bytes);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}

/** What makes most requests no HTTP at all must not be in most of them. */
const rarely = (wild: fc.Arbitrary<string>, instead: string): fc.Arbitrary<string> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(instead) }, { weight: 1, arbitrary: wild });

const paths = fc.oneof(
  fc.constantFrom(...Object.values(ROUTES).map(({ path }) => path as string)),
  fc.constantFrom(
    '/',
    '//',
    '/..',
    '/%',
    '/%ff',
    '/%00',
    '/a%2fb',
    '*',
    '',
    '/?a',
    '/?__proto__=1',
    '/#',
    'http://other/',
  ),
  fc.constantFrom('/invoke', '/initialize', '/pre-stop', '/openapi.json', '/constructor', '/__proto__'),
  fc.webPath().map((path) => path || '/'),
  rarely(fc.string({ unit: 'binary-ascii', maxLength: 40 }), '/'),
);
const methods = fc.constantFrom(
  'GET',
  'GET',
  'POST',
  'POST',
  'POST',
  'OPTIONS',
  'HEAD',
  'PUT',
  'DELETE',
  'TRACE',
  'PATCH',
  'get',
  'FOO',
  '',
);
const header = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      'content-type: text/plain',
      'content-encoding: gzip',
      'authorization: Bearer',
      'authorization: Bearer a.b.c',
      'x-fc-control-path: /invoke',
      'x-fc-access-key-id: ',
      'idempotency-key: \u00e9',
      'x-fc-request-id: \u00ff',
      'accept-language: zh',
      'origin: null',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'content-length: 99999999999999999999',
      'content-length: -1',
      'content-length: 2\r\ncontent-length: 3',
      'transfer-encoding: chunked',
      'transfer-encoding: gzip',
      'expect: 100-continue',
      'upgrade: websocket\r\nconnection: upgrade',
      `cookie: ${'x'.repeat(20_000)}`,
    ),
  },
  { weight: 1, arbitrary: rarely(fc.string({ unit: 'binary-ascii', maxLength: 40 }), 'x-a: b') },
);
const body = fc.oneof(
  fc.constantFrom('', '{}', 'null', '0\r\n\r\n', 'zz\r\n', '{"a":1}'),
  fc.string({ unit: 'binary-ascii' }),
);

/** With the length of its body unless something is said about it already. */
const requests = fc
  .tuple(methods, paths, fc.array(header, { maxLength: 3 }), body)
  .map(([method, path, headers, text]) => {
    const length = headers.some((one) => /length|transfer/.test(one)) ? [] : [`content-length: ${text.length}`];
    const head = [`${method} ${path} HTTP/1.1`, 'host: a', 'connection: close', ...length, ...headers];
    return Buffer.from([...head, '', text].join('\r\n'), 'latin1');
  });

/** What may be answered: nothing at all, or an HTTP answer that is no defect. */
function expectDecent(answer: string): void {
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
  expect(answer).not.toMatch(/\.ts:|at \w+ \(|node_modules/);
  if (status >= 500) {
    expect(answer).toMatch(/"reason":"not_configured"|^HTTP\/1\.1 501/);
  }
}

describe('A12, A13: whatever comes over a socket', () => {
  it('is answered without a word of the inside, and the process goes on', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 9, arbitrary: requests }, { weight: 1, arbitrary: fc.uint8Array() }),
        async (bytes) => {
          expectDecent(await exchange(bytes));
        },
      ),
      { numRuns: 400, seed: 20_261_122 },
    );
    const alive = await fetch(`http://127.0.0.1:${server.port}/health`);
    expect(alive.status).toBe(200);
    expect(log.filter((line) => /unhandled rejection|uncaught exception/.test(line))).toEqual([]);
  });

  it('half a body is no answer and no harm', async () => {
    const answer = await exchange(
      Buffer.from(
        'POST /login HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"user',
      ),
    );
    expectDecent(answer);
    expect((await fetch(`http://127.0.0.1:${server.port}/health`)).status).toBe(200);
  });
});
