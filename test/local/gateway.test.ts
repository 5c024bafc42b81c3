import { createServer } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../local/clock.ts';
import { Faults } from '../../local/faults.ts';
import { type Gateway, openGateway, type RequestRecord } from '../../local/gateway.ts';
import { listen, PortTakenError } from '../../local/listen.ts';
import type { CloudRequest, Operation } from '../../local/product.ts';

const open: Gateway[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((gateway) => gateway.close()));
});

/** A product that answers what it was sent, and counts how often it worked. */
function echo() {
  const state = { worked: 0 };
  const route = (request: CloudRequest): Operation | undefined =>
    request.path.startsWith('/echo')
      ? {
          product: 'echo',
          action: 'Say',
          run: async () => {
            state.worked += 1;
            return {
              status: 200,
              headers: { 'x-id': request.id },
              body: `${request.method} ${request.target} ${request.body}`,
            };
          },
          refuse: (kind) => ({ status: kind === 'throttling' ? 429 : 503, body: JSON.stringify({ Code: kind }) }),
        }
      : undefined;
  return { state, route };
}

async function start(faults = new Faults()) {
  const product = echo();
  const records: RequestRecord[] = [];
  const gateway = await openGateway({
    host: '127.0.0.1',
    port: 0,
    exact: true,
    clock: systemClock,
    faults,
    route: product.route,
    onRequest: (record) => records.push(record),
  });
  open.push(gateway);
  return { gateway, records, ...product };
}

describe('the gateway of the local cloud', () => {
  it('hands a request to the product that recognises it, with target and body exactly as sent', async () => {
    const { gateway } = await start();
    const answer = await fetch(`${gateway.endpoint}/echo?a=%7E&b=1`, { method: 'POST', body: 'hello' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('POST /echo?a=%7E&b=1 hello');
    expect(answer.headers.get('x-id')).toMatch(/^[0-9A-F-]{36}$/);
  });

  it('answers 404 with what it was asked when no product speaks the protocol', async () => {
    const { gateway } = await start();
    const answer = await fetch(`${gateway.endpoint}/nobody`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ Code: 'NotFound', Message: expect.stringContaining('GET /nobody') });
  });

  it('refuses a body larger than any product takes', async () => {
    const { gateway, state } = await start();
    const answer = await fetch(`${gateway.endpoint}/echo`, {
      method: 'POST',
      body: Buffer.alloc(32 * 1024 * 1024 + 1),
    });
    expect(answer.status).toBe(413);
    expect(state.worked).toBe(0);
  });

  it('records product, action and status of each request', async () => {
    const { gateway, records } = await start();
    await fetch(`${gateway.endpoint}/echo`, { headers: { 'x-ots-accesskeyid': 'key-1' } });
    expect(records).toEqual([
      expect.objectContaining({ product: 'echo', action: 'Say', status: 200, accessKeyId: 'key-1' }),
    ]);
  });

  it('finds the access key where each protocol carries it', async () => {
    const { gateway, records } = await start();
    await fetch(`${gateway.endpoint}/echo`, {
      headers: { authorization: 'ACS3-HMAC-SHA256 Credential=key-2,SignedHeaders=a,Signature=b' },
    });
    await fetch(`${gateway.endpoint}/echo?AccessKeyId=key-3`);
    await fetch(`${gateway.endpoint}/echo`, { method: 'POST', body: 'AccessKeyId=key-4' });
    await fetch(`${gateway.endpoint}/echo`);
    expect(records.map((record) => record.accessKeyId)).toEqual(['key-2', 'key-3', 'key-4', undefined]);
  });
});

describe('L2: faults switched on per product and action', () => {
  it.each([
    ['throttling', 429],
    ['unavailable', 503],
  ] as const)('%s: the product refuses and does not work', async (kind, status) => {
    const faults = new Faults();
    faults.add({ product: 'echo', action: 'Say', kind });
    const { gateway, state } = await start(faults);
    const answer = await fetch(`${gateway.endpoint}/echo`);
    expect(answer.status).toBe(status);
    expect(state.worked).toBe(0);
  });

  it.each([
    [false, 0],
    [true, 1],
  ])('reset: the connection breaks; with worked=%s the product has done its work %i times', async (worked, times) => {
    const faults = new Faults();
    faults.add({ product: 'echo', action: '*', kind: 'reset', worked });
    const { gateway, state } = await start(faults);
    await expect(fetch(`${gateway.endpoint}/echo`)).rejects.toThrow();
    expect(state.worked).toBe(times);
  });

  it('cut: status and part of the body arrive, the rest never does', async () => {
    const faults = new Faults();
    faults.add({ product: '*', action: '*', kind: 'cut' });
    const { gateway } = await start(faults);
    const received = await raw(gateway.port, 'GET /echo HTTP/1.1\r\nhost: a\r\n\r\n');
    expect(received).toMatch(/^HTTP\/1\.1 200/);
    expect(received).toContain('GET /');
    expect(received).not.toContain('GET /echo ');
  });

  it('latency: the answer comes after the given time of the clock', async () => {
    const faults = new Faults();
    faults.add({ product: 'echo', action: 'Say', kind: 'latency', latencyMs: 1234 });
    const slept: number[] = [];
    const { route } = echo();
    const clock = { now: () => 0, sleep: async (ms: number) => void slept.push(ms) };
    const gateway = await openGateway({ host: '127.0.0.1', port: 0, exact: true, clock, faults, route });
    open.push(gateway);
    expect((await fetch(`${gateway.endpoint}/echo`)).status).toBe(200);
    expect(slept).toEqual([1234]);
  });

  it('hits as often as told, after as many as told', async () => {
    const faults = new Faults();
    faults.add({ product: 'echo', action: 'Say', kind: 'unavailable', after: 1, times: 2 });
    const { gateway } = await start(faults);
    const statuses: number[] = [];
    for (let index = 0; index < 4; index += 1) statuses.push((await fetch(`${gateway.endpoint}/echo`)).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect(faults.list()).toEqual([expect.objectContaining({ hits: 2 })]);
  });

  it('leaves other actions alone', async () => {
    const faults = new Faults();
    faults.add({ product: 'echo', action: 'Other', kind: 'reset' });
    const { gateway } = await start(faults);
    expect((await fetch(`${gateway.endpoint}/echo`)).status).toBe(200);
  });
});

describe('L3: ports', () => {
  it('takes the next free port when the default is taken', async () => {
    const { gateway } = await start();
    const server = createServer();
    const port = await listen(server, { host: '127.0.0.1', port: gateway.port, exact: false });
    expect(port).toBeGreaterThan(gateway.port);
    await new Promise((resolve) => server.close(resolve));
  });

  it('leaves reserved ports to whom they belong', async () => {
    const { gateway } = await start();
    const server = createServer();
    const reserved = [gateway.port + 1, gateway.port + 2];
    const port = await listen(server, { host: '127.0.0.1', port: gateway.port, exact: false, reserved });
    expect(port).toBeGreaterThan(gateway.port + 2);
    await new Promise((resolve) => server.close(resolve));
  });

  it('says which port is taken when exactly that one was asked for', async () => {
    const { gateway } = await start();
    const attempt = listen(createServer(), { host: '127.0.0.1', port: gateway.port, exact: true });
    await expect(attempt).rejects.toThrow(PortTakenError);
    await expect(attempt).rejects.toThrow(`port ${gateway.port} on 127.0.0.1 is already in use`);
  });

  it('reports a failure that is no taken port as it is', async () => {
    await expect(listen(createServer(), { host: '203.0.113.1', port: 0, exact: true })).rejects.toMatchObject({
      code: 'EADDRNOTAVAIL',
    });
  });
});

function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => {
      received += chunk.toString();
    });
    socket.on('error', () => resolve(received));
    socket.on('close', () => resolve(received));
  });
}
