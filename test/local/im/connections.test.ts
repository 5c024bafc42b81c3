import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { METHOD_NAMES } from '../../../local/im/dispatch.ts';
import { parseRequest } from '../../../local/im/protocol.ts';
import { ImClient } from './im-client.ts';
import { type ImCloud, imCloud } from './im-cloud.ts';

const clouds: ImCloud[] = [];
afterEach(async () => {
  await Promise.all(clouds.splice(0).map((cloud) => cloud.close()));
});

async function start(): Promise<ImCloud> {
  const cloud = await imCloud();
  clouds.push(cloud);
  return cloud;
}

const HEARTBEAT_MS = 30_000;
const g1 = { groupId: 'g1' };

/** A heartbeat and whatever it causes between gateway and client. */
async function beat({ clock }: ImCloud, client: ImClient): Promise<void> {
  const pinged = new Promise((resolve) => client.webSocket.once('ping', resolve));
  clock.advance(HEARTBEAT_MS);
  await pinged;
  // The event loop must come round before the gateway reads the pong.
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('heartbeats', () => {
  it('keep a connection on which a client only answers pings', async () => {
    const cloud = await start();
    const client = await cloud.member('quiet');
    for (let count = 0; count < 6; count += 1) await beat(cloud, client);
    await client.request('ping');
    expect([...cloud.group().members.keys()]).toEqual(['quiet']);
  });

  it('find a connection that is dead: its user has left, and can come back', async () => {
    const cloud = await start();
    const watcher = await cloud.member('watcher');
    const dead = await ImClient.connect(cloud.url, 'live-im.1', { autoPong: false });
    await dead.request('login', cloud.credentials('dead'));
    await dead.request('joinGroup', g1);
    cloud.clock.advance(200);
    await watcher.all('memberchange');
    for (let count = 0; count < 2; count += 1) {
      await beat(cloud, watcher);
      await watcher.request('ping');
    }
    expect(cloud.group().members.has('dead')).toBe(true);
    await beat(cloud, watcher);
    expect(await watcher.next('memberchange')).toMatchObject({ memberCount: 1, leaveUsers: [{ userId: 'dead' }] });
    expect(await dead.closed).toBe(1006);
    expect(cloud.im.connections()).toBe(1);
  });

  it('end a connection on which nobody logs in', async () => {
    const cloud = await start();
    const idle = await cloud.connect();
    cloud.clock.advance(HEARTBEAT_MS);
    expect(await idle.closed).toBe(4401);
    const loggedOut = await cloud.login('user');
    cloud.clock.advance(HEARTBEAT_MS - 1);
    await loggedOut.request('logout');
    cloud.clock.advance(1);
    await loggedOut.request('ping');
    cloud.clock.advance(HEARTBEAT_MS);
    expect(await loggedOut.closed).toBe(4401);
  });

  it('can be asked for by clients that see no pings', async () => {
    const cloud = await start();
    const client = await cloud.connect();
    expect(await client.request('ping')).toEqual({ timestamp: cloud.clock.now() });
  });
});

describe('a slow receiver', () => {
  it('is dropped when too much waits for it; everybody else gets everything', async () => {
    const cloud = await start();
    const [sender, viewer, slow] = [
      await cloud.member('sender'),
      await cloud.member('viewer'),
      await cloud.member('slow'),
    ];
    slow.webSocket.pause();
    const data = 'x'.repeat(15 * 1024);
    let sent = 0;
    for (; sent < 5_000 && cloud.group().members.has('slow'); sent += 1) {
      await sender.request('sendGroupMessage', { ...g1, type: 1, data });
    }
    expect(cloud.logs).toEqual(['im: dropped a slow receiver: slow']);
    expect(cloud.im.connections()).toBe(2);
    expect(await viewer.all('recvgroupmessage')).toHaveLength(sent);
    slow.webSocket.resume();
    await slow.closed;
  });
});

describe('a malformed frame', () => {
  it.each<[string, string | Buffer]>([
    ['no JSON', '{'],
    ['an empty text', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['no id', '{"method":"ping"}'],
    ['an id as text', '{"id":"1","method":"ping"}'],
    ['an id that is no whole number', '{"id":1.5,"method":"ping"}'],
    ['no method', '{"id":1}'],
    ['parameters as a list', '{"id":1,"method":"ping","params":[]}'],
    ['binary data', Buffer.from('{"id":1,"method":"ping"}')],
  ])('with %s closes that connection with 4400, and no other', async (_case, frame) => {
    const cloud = await start();
    const [bystander, client] = [await cloud.member('bystander'), await cloud.connect()];
    client.webSocket.send(frame);
    // What comes after it is not done: it would end the session of the bystander.
    client.webSocket.send(JSON.stringify({ id: 1, method: 'login', params: cloud.credentials('bystander') }));
    expect(await client.closed).toBe(4400);
    await bystander.request('sendGroupMessage', { ...g1, type: 1, data: 'still here' });
    expect(await bystander.next('recvgroupmessage')).toMatchObject({ data: 'still here' });
    await cloud.settled(1);
  });

  it('above 128 KB closes the connection with 1009', async () => {
    const cloud = await start();
    const client = await cloud.member('user');
    client.webSocket.send(JSON.stringify({ id: 1, method: 'ping', params: { filler: 'x'.repeat(128 * 1024) } }));
    expect(await client.closed).toBe(1009);
    await cloud.settled(0);
    expect(cloud.group().members.size).toBe(0);
  });

  it('of bytes that are no WebSocket frames ends that connection only', async () => {
    const cloud = await start();
    const bystander = await cloud.login('bystander');
    const port = Number(new URL(cloud.url).port);
    const garbage = fc.uint8Array({ minLength: 1, maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(garbage, async (bytes) => {
        await sendRaw(port, Buffer.from(bytes));
        await bystander.request('ping');
        await cloud.settled(1);
      }),
      { numRuns: 50 },
    );
  });

  it('is told apart from a request, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const request = parseRequest(text);
        if (request) expect(Number.isSafeInteger(request.id) && typeof request.method === 'string').toBe(true);
      }),
    );
  });
});

describe('a request', () => {
  it('for a method that does not exist is refused with the names of those that do', async () => {
    const cloud = await start();
    const client = await cloud.login('user');
    for (const method of ['fly', 'constructor', '__proto__', '']) {
      await expect(client.request(method)).rejects.toMatchObject({ name: 'UnknownMethod', code: 400 });
    }
    await expect(client.request('fly')).rejects.toThrow('joinGroup');
  });

  it('with whatever parameters is answered or refused, and never fails inside the gateway', async () => {
    const cloud = await start();
    const client = await cloud.member('fuzz', { role: 'admin' });
    const methods = METHOD_NAMES.filter((name) => !['login', 'logout', 'closeGroup'].includes(name));
    const names = [
      'groupId',
      'type',
      'data',
      'userList',
      'receiverId',
      'pageSize',
      'nextPageToken',
      'admins',
      'seqnum',
    ];
    const value = fc.oneof(fc.constantFrom<unknown>('g1', 'user', 1, -1, true, null), fc.jsonValue());
    const params = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...methods), params, async (method, given) => {
        const outcome = await client.request(method, given).catch((error: Error) => error.name);
        expect(outcome).not.toBe('Internal');
      }),
      { numRuns: 500 },
    );
    expect(cloud.logs).toEqual([]);
  });

  it('with wild credentials is refused before anything else happens', async () => {
    const cloud = await start();
    const client = await cloud.connect();
    const good = cloud.credentials('user');
    const change = fc.dictionary(fc.constantFrom('appId', 'appSign', 'appToken', 'auth'), fc.jsonValue(), {
      minKeys: 1,
    });
    await fc.assert(
      fc.asyncProperty(change, async (given) => {
        await expect(client.request('login', { ...good, ...given })).rejects.toMatchObject({
          code: expect.toSatisfy((code) => code === 400 || code === 403),
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe('closing the gateway', () => {
  it('ends all connections and takes no more', async () => {
    const cloud = await start();
    const clients = [await cloud.member('u1'), await cloud.connect()];
    cloud.im.close();
    expect([1001, 1006]).toContain(await clients[0]?.closed);
    await cloud.settled(0);
    await expect(ImClient.connect(cloud.url)).rejects.toThrow('404');
    expect(cloud.group().members.size).toBe(0);
  });
});

/** Shakes hands, then sends these bytes; resolves when the gateway has closed the connection. */
function sendRaw(port: number, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const headers = [
      'GET /im HTTP/1.1',
      ...['host: x', 'connection: upgrade', 'upgrade: websocket', 'sec-websocket-version: 13'],
      ...['sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==', 'sec-websocket-protocol: live-im.1'],
    ];
    const socket = connect(port, '127.0.0.1', () => socket.write(`${headers.join('\r\n')}\r\n\r\n`));
    // Bytes that happen to be the beginning of a frame would be waited for.
    socket.once('data', () => socket.end(bytes));
    socket.on('data', () => undefined);
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
}
