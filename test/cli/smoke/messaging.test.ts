import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { connect, groupMessage } from '../../../cli/smoke/messaging.ts';

let server: WebSocketServer;
let origin: string;
/** What the server does with each request. */
let answer: (socket: WebSocket, request: { id: number; method: string }) => void;
beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/im' });
  await new Promise((resolve) => server.once('listening', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  answer = (socket, { id }) => socket.send(JSON.stringify({ id, result: { ok: id } }));
  server.on('connection', (socket) => socket.on('message', (text) => answer(socket, JSON.parse(String(text)))));
});
afterEach(() => {
  for (const client of server.clients) client.terminate();
  server.close();
});

const push = (data: object) => {
  for (const client of server.clients) client.send(JSON.stringify({ event: 'recvgroupmessage', data }));
};

describe('the client of the local messaging service', () => {
  it('speaks the subprotocol of docs/im-protocol.md, and tells answers apart by their ids', async () => {
    const connection = await connect(`${origin}/`);
    expect([...server.clients][0]?.protocol).toBe('live-im.1');
    expect(await Promise.all([connection.request('ping', {}), connection.request('ping', {})])).toEqual([
      { ok: 1 },
      { ok: 2 },
    ]);
    connection.close();
  });

  it('tells how it was refused', async () => {
    answer = (socket, { id }) =>
      socket.send(JSON.stringify({ id, error: { code: 442, name: 'Muted', message: 'no' } }));
    const connection = await connect(origin);
    await expect(connection.request('sendGroupMessage', {})).rejects.toThrow('refused: Muted, no');
  });

  it('takes each message once, whether it has come already or not', async () => {
    const connection = await connect(origin);
    const isIt = groupMessage('g', 10_001, ({ content }) => content === 'hello');
    const coming = connection.take('hello', isIt);
    push({ groupId: 'g', type: 10_001, data: '{"content":"other"}' });
    push({ groupId: 'other', type: 10_001, data: '{"content":"hello"}' });
    push({ groupId: 'g', type: 10_001, data: 'no JSON' });
    push({ groupId: 'g', type: 10_001, data: '{"content":"hello"}' });
    expect(await coming).toMatchObject({ groupId: 'g', data: '{"content":"hello"}' });
    expect(
      await connection.take(
        'other',
        groupMessage('g', 10_001, ({ content }) => content === 'other'),
      ),
    ).toBeDefined();
  });

  it('does not wait for ever, neither for an answer nor for a message', async () => {
    answer = () => undefined;
    const connection = await connect(origin, 20);
    await expect(connection.request('login', {})).rejects.toThrow('expected an answer to login within 0.02 s');
    await expect(connection.take('the news', () => true)).rejects.toThrow('expected the news within 0.02 s');
  });

  it('notices a connection that ends, and one that never begins', async () => {
    answer = (socket) => socket.close(4_401);
    const connection = await connect(origin);
    await expect(connection.request('login', {})).rejects.toThrow('closed the connection with 4401');
    await new Promise((resolve) => server.close(resolve));
    await expect(connect(origin)).rejects.toThrow(/ECONNREFUSED/);
  });
});
