import { EventEmitter, once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type HttpRequestRecord, recordHttpRequest } from '../../../local/fc/http-record.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** A server whose requests are recorded on a clock that moves 7 ms with each look. */
async function serve(answer: (response: ServerResponse) => void) {
  let now = 0;
  const records: HttpRequestRecord[] = [];
  const told = new EventEmitter();
  const clock = {
    now: () => {
      now += 7;
      return now;
    },
  };
  const server = createServer((request: IncomingMessage, response) => {
    recordHttpRequest('app-server', request, response, clock, (record) => {
      records.push(record);
      told.emit('record');
    });
    answer(response);
  });
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    records,
    next: () => once(told, 'record'),
  };
}

describe('the record of a request to an HTTP trigger', () => {
  it('has method, path without query, status and duration', async () => {
    const { url, records, next } = await serve((response) => response.writeHead(403).end('no'));
    const recorded = next();
    await fetch(`${url}/api/v1/live/create?token=secret`, { method: 'POST', body: '{}' });
    await recorded;
    expect(records).toEqual([
      {
        ...{ functionName: 'app-server', method: 'POST', path: '/api/v1/live/create' },
        ...{ status: 403, startedAtMs: 7, durationMs: 7 },
      },
    ]);
  });

  it('says 0 when the connection ended before the answer did', async () => {
    const { url, records, next } = await serve((response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('half', () => response.destroy());
    });
    const recorded = next();
    await expect(fetch(url).then((answer) => answer.text())).rejects.toThrow();
    await recorded;
    expect(records).toMatchObject([{ status: 0, path: '/' }]);
  });
});
